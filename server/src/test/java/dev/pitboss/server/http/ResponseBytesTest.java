package dev.pitboss.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResponseBytesTest {
  private static String written(Response reply) {
    ByteBuf bytes = ResponseBytes.of(reply, "id-1", UnpooledByteBufAllocator.DEFAULT);
    try {
      return bytes.toString(StandardCharsets.UTF_8);
    } finally {
      bytes.release();
    }
  }

  @Test
  void responseIsWrittenWhole() {
    assertThat(written(Response.text("text/plain", "größer").withHeader("Retry-After", "1")))
        .isEqualTo(
            """
            HTTP/1.1 200 OK\r
            Content-Type: text/plain\r
            X-Content-Type-Options: nosniff\r
            Cache-Control: no-store\r
            X-Request-Id: id-1\r
            Retry-After: 1\r
            Content-Length: 8\r
            \r
            größer\
            """);
  }

  @Test
  void responseWithoutContentTellsNoLength() {
    assertThat(written(Response.noContent()))
        .isEqualTo(
            """
            HTTP/1.1 204 No Content\r
            X-Content-Type-Options: nosniff\r
            Cache-Control: no-store\r
            X-Request-Id: id-1\r
            \r
            """);
    assertThat(written(Response.tryAgain()))
        .startsWith(
            "HTTP/1.1 503 Service Unavailable\r\nContent-Type: application/problem+json\r\n")
        .contains("\r\nRetry-After: 1\r\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\r\nSet-Cookie: x=1", "a\n", "\u0000", "\u007f"})
  void headerCannotEndEarly(String value) {
    Response reply = new Response(200, "text/plain", new byte[0], Map.of("Location", value));
    assertThatThrownBy(() -> written(reply))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("control characters");
    assertThatThrownBy(() -> written(new Response(200, value, new byte[0], Map.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
