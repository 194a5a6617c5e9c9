package dev.pitboss.server.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.api.RateLimits.Rate;
import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.http.Response;
import io.github.bucket4j.TimeMeter;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RateLimitsTest {
  private static final ClientAddress HERE = ClientAddress.of("203.0.113.1");
  private static final ClientAddress THERE = ClientAddress.of("203.0.113.2");

  /// Time that stands until it is told to go on.
  private static final class StoppedClock implements TimeMeter {
    private long nanos = 1;

    void pass(Duration time) {
      nanos += time.toNanos();
    }

    @Override
    public long currentTimeNanos() {
      return nanos;
    }

    @Override
    public boolean isWallClockBased() {
      return false;
    }
  }

  private final StoppedClock clock = new StoppedClock();

  @ParameterizedTest
  @EnumSource
  void capacityIsLetThroughAndThenNothingUntilItFills(Rate rate) {
    RateLimits limits = new RateLimits(1, clock);
    for (int i = 0; i < rate.capacity(); i++) {
      assertThat(limits.refuse(rate, HERE)).isEmpty();
    }

    Response refusal = limits.refuse(rate, HERE).orElseThrow();

    assertThat(refusal.status()).isEqualTo(429);
    long seconds = Long.parseLong(refusal.headers().get("Retry-After"));
    assertThat(seconds).isBetween(1L, rate.period().toSeconds());
    clock.pass(Duration.ofSeconds(seconds));
    assertThat(limits.refuse(rate, HERE)).as("after what it was told to wait").isEmpty();
  }

  @Test
  void oneDoesNotUseUpWhatIsAnothers() {
    RateLimits limits = new RateLimits(1, clock);
    while (limits.refuse(Rate.GUESTS_OF_ADDRESS, HERE).isEmpty()) {
      clock.pass(Duration.ofNanos(1));
    }

    assertThat(limits.refuse(Rate.GUESTS_OF_ADDRESS, THERE)).isEmpty();
    assertThat(limits.refuse(Rate.LOGINS_OF_ADDRESS, HERE)).isEmpty();
  }

  @Test
  void factorLetsThatManyTimesMoreThrough() {
    RateLimits limits = new RateLimits(10, clock);
    int through = 0;
    for (Optional<Response> none = limits.refuse(Rate.REGISTRATIONS_OF_ADDRESS, HERE);
        none.isEmpty();
        none = limits.refuse(Rate.REGISTRATIONS_OF_ADDRESS, HERE)) {
      through++;
    }

    assertThat(through).isEqualTo(100);
  }
}
