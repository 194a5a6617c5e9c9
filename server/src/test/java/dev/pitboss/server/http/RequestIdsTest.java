package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class RequestIdsTest {
  private static final String LONGEST = "a".repeat(64);

  private final DefaultHttpRequest request =
      new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.GET, "/");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a",
        "0",
        ".",
        "3f2a9c-7.B_1",
        "018f2f6e-1111-7000-8000-000000000000",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
      })
  void wellFormedIdOfTheClientIsUsed(String id) {
    request.headers().set("x-request-id", id);

    assertThat(RequestIds.assign(request)).isEqualTo(id);
    assertThat(request.headers().getAll("X-Request-Id")).containsExactly(id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "a b",
        "a,b",
        "a;b",
        "a/b",
        "a:b",
        "a=b",
        "a\tb",
        "\"a\"",
        "<a>",
        "a'",
        "a\\n",
        "{a}",
        "${jndi:x}",
        "%X{a}",
        "[a]",
        "a\u0000",
        "a\u007f",
        "\u00e9",
        "\u2028",
        "\u0430"
      })
  void anythingElseIsReplaced(String id) {
    assertThat(RequestIds.isWellFormed(id)).isFalse();
  }

  @Test
  void longestIdHas64Characters() {
    assertThat(RequestIds.isWellFormed(LONGEST)).isTrue();
    assertThat(RequestIds.isWellFormed(LONGEST + "a")).isFalse();
  }

  @Test
  void twoIdsAreAmbiguousAndReplaced() {
    request.headers().add("X-Request-Id", "one").add("X-Request-Id", "two");

    String id = RequestIds.assign(request);

    assertThat(id).matches("[0-9a-f]{16}");
    assertThat(request.headers().getAll("X-Request-Id")).containsExactly(id);
  }

  @Test
  void idsMadeHereAreOfOneFormAndUnique() {
    int many = 100_000;
    Set<String> ids = new HashSet<>();
    for (int i = 0; i < many; i++) {
      ids.add(RequestIds.fresh());
    }

    assertThat(ids).hasSize(many).allMatch(id -> id.matches("[0-9a-f]{16}"));
  }

  @Test
  void scopeEndsWithItsWork() {
    String seen = RequestScope.call("one", () -> MDC.get("requestId"));

    assertThat(seen).isEqualTo("one");
    assertThat(MDC.get("requestId")).isNull();
  }
}
