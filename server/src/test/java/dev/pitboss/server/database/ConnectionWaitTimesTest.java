package dev.pitboss.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ConnectionWaitTimesTest {
  private final AtomicLong nanos = new AtomicLong();
  private final ConnectionWaitTimes times = new ConnectionWaitTimes(nanos::get);

  @ParameterizedTest
  @ValueSource(longs = {8, 100, 999, 1_000_000, 1_048_575, 12_345_678, 1_000_000_000})
  void quantileIsNeverTooLowAndAtMostAnEighthTooHigh(long waited) {
    times.recordConnectionAcquiredNanos(waited);
    assertThat(times.seen().p99Nanos()).isBetween(waited, waited + waited / 8 + 1);
    assertThat(times.seen().p50Nanos()).isEqualTo(times.seen().p99Nanos());
  }

  @Test
  void oneInAHundredMayHaveWaitedLonger() {
    for (int i = 0; i < 99; i++) {
      times.recordConnectionAcquiredNanos(1_000);
    }
    times.recordConnectionAcquiredNanos(1_000_000_000);
    assertThat(times.seen().borrows()).isEqualTo(100);
    assertThat(times.seen().p99Nanos()).isLessThan(2_000);
    times.recordConnectionAcquiredNanos(1_000_000_000);
    assertThat(times.seen().p99Nanos()).isGreaterThanOrEqualTo(1_000_000_000);
  }

  @Test
  void whatWasMinutesAgoIsForgotten() {
    times.recordConnectionAcquiredNanos(1_000_000);
    pass(Duration.ofSeconds(61));
    assertThat(times.seen().borrows()).isEqualTo(1);
    pass(Duration.ofSeconds(61));
    assertThat(times.seen().borrows()).isZero();
    assertThat(times.seen().p99Nanos()).isZero();
  }

  @Test
  void idleMinutesLeaveNothingBehind() {
    times.recordConnectionAcquiredNanos(1_000_000);
    pass(Duration.ofMinutes(10));
    times.recordConnectionAcquiredNanos(5_000);
    assertThat(times.seen().borrows()).isEqualTo(1);
  }

  @Test
  void givenUpIsCountedForGood() {
    times.recordConnectionTimeout();
    pass(Duration.ofMinutes(10));
    assertThat(times.seen().timeouts()).isEqualTo(1);
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
  }
}
