package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
final class AgentOptionsTest {
  @Test
  void nothingSaidIsTheDefault() {
    assertThat(AgentOptions.parse(null)).isEqualTo(AgentOptions.DEFAULT);
    assertThat(AgentOptions.parse(" ")).isEqualTo(AgentOptions.DEFAULT);
    assertThat(AgentOptions.DEFAULT.reclaim()).isFalse();
    assertThat(AgentOptions.DEFAULT.anyPort()).isTrue();
  }

  @Test
  void everyOptionIsRead() {
    String text =
        "port=8123,hold=5m,name=till,reclaim=proven,exclude=com.acme.a;com.acme.b,"
            + "framework=com.acme.db.,exclude=org.x";
    assertThat(AgentOptions.parse(text))
        .isEqualTo(
            new AgentOptions(
                OptionalInt.of(8123),
                false,
                Duration.ofMinutes(5),
                Optional.of("till"),
                true,
                List.of("com.acme.a", "com.acme.b", "org.x"),
                List.of("com.acme.db.")));
  }

  @ParameterizedTest
  @CsvSource({"500ms,500", "30s,30000", "2m,120000", "1h,3600000"})
  void holdHasAUnit(String text, long millis) {
    assertThat(AgentOptions.parse("hold=" + text).hold()).isEqualTo(Duration.ofMillis(millis));
  }

  @Test
  void pageMayBeOff() {
    assertThat(AgentOptions.parse("port=off").port()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "port",
        "port=",
        "port=70000",
        "port=-1",
        "hold=0s",
        "hold=30",
        "hold=s",
        "reclaim=all",
        "verbose=true",
        "=1",
        "port=1,,hold=1s"
      })
  void nonsenseIsRefusedWithItsOwnWords(String text) {
    assertThatThrownBy(() -> AgentOptions.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageMatching(".*(got|no option) '.*");
  }
}
