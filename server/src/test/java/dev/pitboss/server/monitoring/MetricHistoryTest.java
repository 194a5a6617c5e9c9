package dev.pitboss.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

final class MetricHistoryTest {
  private static final Instant START = Instant.parse("2026-01-31T12:00:00Z");

  private final MetricHistory samples = new MetricHistory();

  @Test
  void shortTimeIsShownSecondBySecond() {
    record(0, 300);
    assertThat(samples.last(60).samples()).hasSize(60);
    assertThat(samples.last(60).samples().getLast().settled()).isEqualTo(299);
    assertThat(samples.last(60).samples().getFirst().settled()).isEqualTo(240);
  }

  @Test
  void anHourIsShownInAsManyPointsAsAChartHasAndLosesNoPeak() {
    record(0, 1_800);
    samples.add(
        new MetricHistory.Sample(START.plusSeconds(1_800), 12, 7, 1_800, 1_800, 950, 0, 1, 2, 3));
    record(1_801, 3_600);
    assertThat(samples.last(3_600).samples()).hasSize(120);
    assertThat(samples.last(3_600).samples())
        .anySatisfy(point -> {
          assertThat(point.inUse()).isEqualTo(12);
          assertThat(point.waiting()).isEqualTo(7);
          assertThat(point.acquireP99Millis()).isEqualTo(950);
          assertThat(point.latencyP50Millis()).isEqualTo(1);
          assertThat(point.latencyP95Millis()).isEqualTo(2);
          assertThat(point.latencyP99Millis()).isEqualTo(3);
        });
    assertThat(samples.last(3_600).samples().getLast().settled()).isEqualTo(3_599);
  }

  @Test
  void moreThanAnHourIsForgotten() {
    record(0, 5_000);
    assertThat(samples.last(3_600).samples().getFirst().at())
        .isAfter(START.plusSeconds(5_000 - 3_601));
  }

  private void record(int from, int to) {
    for (int second = from; second < to; second++) {
      samples.add(
          new MetricHistory.Sample(
              START.plusSeconds(second), 1, 0, second, second, 0.5, second, 0, 0, 0));
    }
  }
}
