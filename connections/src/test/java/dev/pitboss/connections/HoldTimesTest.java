package dev.pitboss.connections;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class HoldTimesTest {
  @ParameterizedTest
  @ValueSource(longs = {1_500, 40_000, 1_000_000, 1_048_576, 7_654_321, 3_000_000_000L})
  void quantileIsNeverTooLowAndAtMostAQuarterTooHigh(long nanos) {
    HoldTimes times = new HoldTimes();
    times.add(nanos);
    assertThat(times.quantileNanos(0.99)).isBetween(nanos, nanos * 5 / 4);
  }

  @Test
  void oneInAHundredMayBeLonger() {
    HoldTimes times = new HoldTimes();
    for (int i = 0; i < 99; i++) {
      times.add(1_000_000);
    }
    times.add(1_000_000_000);
    assertThat(times.quantileNanos(0.99)).isLessThan(1_300_000);
    times.add(1_000_000_000);
    assertThat(times.quantileNanos(0.99)).isGreaterThan(900_000_000);
  }

  @Test
  void sumsAddUp() {
    HoldTimes one = new HoldTimes();
    HoldTimes other = new HoldTimes();
    one.add(1_000_000);
    other.add(64_000_000);
    assertThat(one.plus(other).quantileNanos(0.5)).isLessThan(1_300_000);
    assertThat(one.plus(other).quantileNanos(0.99)).isGreaterThanOrEqualTo(64_000_000);
  }

  @Test
  void nothingTimedIsZeroAndTheExtremesHaveAPlace() {
    HoldTimes times = new HoldTimes();
    assertThat(times.quantileNanos(0.99)).isZero();
    times.add(0);
    assertThat(times.quantileNanos(0.99)).isLessThan(2_000);
    times.add(Long.MAX_VALUE);
    assertThat(times.quantileNanos(1)).isGreaterThan(100_000_000_000L);
  }
}
