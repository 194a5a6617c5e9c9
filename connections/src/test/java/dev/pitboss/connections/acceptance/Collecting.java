package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Waits for what only a garbage collection brings to light.
final class Collecting {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private Collecting() {}

  /// Collects until `condition` holds. Between two collections it rests at least as long as one
  /// takes: what is waited for has to get its turn of a busy machine.
  static void until(BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + LIMIT.toNanos();
    while (!condition.getAsBoolean()) {
      long before = System.nanoTime();
      assertThat(before).as("waited for 30 s").isLessThan(deadline);
      System.gc();
      long took = System.nanoTime() - before;
      TimeUnit.NANOSECONDS.sleep(Math.max(Duration.ofMillis(10).toNanos(), took));
    }
  }
}
