package dev.pitboss.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GuardedCookieTest {
  private static final String NAME = "__Host-pitboss";

  private final MultiMap headers = MultiMap.caseInsensitiveMultiMap().add("Host", "localhost:8080");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "__Host-pitboss=abc_-1 | abc_-1",
        "  __Host-pitboss=abc  | abc",
        "a=b; __Host-pitboss=abc; c=d | abc",
        "a=b;__Host-pitboss=abc;c=d | abc",
        "__Host-pitboss=abc; __Host-pitboss=other | abc",
        "a=b=c; __Host-pitboss=abc | abc",
        "bad name=x; =y; z; __Host-pitboss=abc | abc",
        "__Host-pitboss-ops=no; __Host-pitboss=abc | abc",
        "__Host-pitboss=\"abc\" | abc"
      })
  void isReadAmongOthers(String line, String value) {
    headers.add("Cookie", line);

    assertThat(GuardedCookie.SESSION.read(headers)).contains(value);
  }

  @Test
  void isReadFromAnyLine() {
    headers.add("Cookie", "a=b").add("Cookie", NAME + "=abc");

    assertThat(GuardedCookie.SESSION.read(headers)).contains("abc");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ";",
        "=",
        "a=b",
        "__host-pitboss=abc",
        "pitboss=abc",
        "__Host-pitboss",
        "__Host-pitboss-ops=abc",
        "x__Host-pitboss=abc",
        "a=__Host-pitboss=abc"
      })
  void otherCookiesAreNotMistakenForIt(String line) {
    headers.add("Cookie", line);

    assertThat(GuardedCookie.SESSION.read(headers)).isEmpty();
  }

  @Test
  void valueThatWasSetIsReadAgain() {
    String set = GuardedCookie.STAFF_SESSION.set("abc", Duration.ofHours(1), headers);
    headers.add("Cookie", set.substring(0, set.indexOf(';')));

    assertThat(GuardedCookie.STAFF_SESSION.read(headers)).contains("abc");
    assertThat(GuardedCookie.SESSION.read(headers)).isEmpty();
  }
}
