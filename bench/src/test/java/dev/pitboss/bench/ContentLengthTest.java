package dev.pitboss.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ContentLengthTest {
  @ParameterizedTest
  @ValueSource(strings = {"content-length", "Content-Length", "CONTENT-LENGTH"})
  void nameOfTheHeaderHasAnyCase(String name) throws IOException {
    assertThat(ContentLength.of("HTTP/1.1 200 OK\r\n" + name + ": 42\r\nX: 1\r\n\r\n"))
        .isEqualTo(42);
  }

  @Test
  void responseWithoutOneIsShown() {
    assertThatThrownBy(() -> ContentLength.of("HTTP/1.1 204 No Content\r\n\r\n"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("204");
  }
}
