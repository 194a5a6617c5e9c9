package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.connections.LeakReport;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

final class HistoryTest {
  private static LeakReport report(long acquired) {
    return new LeakReport(
        LeakReport.Status.HEALTHY,
        10,
        1,
        1,
        9,
        10,
        0,
        List.of(),
        new LeakReport.TrackingStats(acquired, acquired, 0, 3, 0, 0),
        0,
        List.of());
  }

  @Test
  void tenMinutesAreKeptAndNoMore() {
    var history = new History();
    long second = Duration.ofSeconds(1).toNanos();
    for (int i = 0; i < 1000; i++) {
      history.add("pool", report(7L * i), i * second);
    }
    List<History.Sample> samples = history.of("pool");
    assertThat(samples).hasSize(600);
    assertThat(samples.getFirst().acquiredPerSecond()).isEqualTo(7);
    assertThat(samples.getLast().leaks()).isEqualTo(3);
    assertThat(samples.getLast().inUse()).isOne();
    assertThat(history.of("another")).isEmpty();
  }

  /// A pool that ended and came back under its name starts at zero.
  @Test
  void countThatStartsAnewIsNotNegative() {
    var history = new History();
    history.add("pool", report(100), 0);
    history.add("pool", report(4), Duration.ofSeconds(1).toNanos());
    assertThat(history.of("pool").getLast().acquiredPerSecond()).isZero();
  }

  @Test
  void poolsAreBounded() {
    var history = new History();
    for (int i = 0; i < 1000; i++) {
      history.add("pool-" + i, report(1), 0);
    }
    assertThat(history.of("pool-127")).hasSize(1);
    assertThat(history.of("pool-128")).isEmpty();
  }
}
