package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RequestRulesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "a:",
        "a:80",
        "a:0",
        "a:65535",
        "A.example",
        "a.example.",
        "127.0.0.1:8080",
        "[::1]",
        "[::1]:80",
        "[::ffff:1.2.3.4]",
        "x_y",
        "a%41b",
        "a!b",
        "xn--e1afmkfd.example"
      })
  void hostWithOptionalPortIsAnAuthority(String text) {
    assertThat(RequestRules.isAuthority(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", ":", ":80", "a:65536", "a:-1", "a:80a", "a:80:80", "u@a", "u:p@a:80", "a b", "a/b",
        "a\\b", "a%4", "a%zz", "[::1", "[]", "[::1]x", "[::1]:x", "[g::]", "a?b", "a#b", "\u00e9",
        "a\u0000", "a:0000080"
      })
  void anythingElseIsNone(String text) {
    assertThat(RequestRules.isAuthority(text)).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "http://localhost/x?y=1, localhost, /x?y=1",
    "HTTP://LocalHost:80/x, localhost, /x",
    "https://localhost/x, localhost:443, /x",
    "http://localhost, localhost, /",
    "http://localhost?y, localhost, /?y",
    "http://localhost:8080/x, localhost:8080, /x",
  })
  void absoluteFormOfTheSameHostIsServedAsItsPath(String target, String host, String path) {
    DefaultHttpRequest request = request(target, host);

    assertThat(RequestRules.faultOf(request)).isNull();
    assertThat(request.uri()).isEqualTo(path);
  }

  @ParameterizedTest
  @CsvSource({
    "http://other/x, localhost",
    "http://localhost:81/x, localhost",
    "http://localhost/x, localhost:443",
    "http://localhost@other/x, localhost",
    "//localhost/x#, localhost",
    "localhost:80, localhost",
    "?x, localhost",
  })
  void targetOfAnotherHostOrFormIsRefused(String target, String host) {
    assertThat(RequestRules.faultOf(request(target, host))).isEqualTo(RequestFault.TARGET);
  }

  @Test
  void everyFaultHasAnAnswerOfItsOwnThatCloses() {
    assertThat(RequestFault.values())
        .allSatisfy(fault -> {
          assertThat(fault.reply().status()).isBetween(400, 505).isNotEqualTo(500);
          assertThat(new String(fault.response("id-1"), java.nio.charset.StandardCharsets.US_ASCII))
              .contains(
                  "Connection: close\r\n", "X-Request-Id: id-1\r\n", "nosniff", "problem+json");
        });
  }

  private static DefaultHttpRequest request(String target, String host) {
    DefaultHttpRequest request =
        new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, target);
    request.headers().set("Host", host);
    return request;
  }
}
