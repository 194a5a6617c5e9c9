package dev.pitboss.server.database;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;

/// Waiting times for a connection, reported by the pool, over the last one to two minutes.
/// Thread-safe.
public final class ConnectionWaitTimes implements IMetricsTracker {
  /// Eight steps for each doubling: a quantile is at most an eighth too high.
  private static final int STEPS = 8;

  /// Up to 2^40 ns, 18 minutes.
  private static final int DOUBLINGS = 40;

  private static final long WINDOW_NANOS = 60_000_000_000L;

  private final LongSupplier nanoTime;
  private final LongAdder timeouts = new LongAdder();
  private volatile Window window;

  /// Counts by duration; the one before is kept until the next begins.
  private record Window(long startedAt, AtomicLongArray now, AtomicLongArray before) {
    static AtomicLongArray empty() {
      return new AtomicLongArray(STEPS * DOUBLINGS);
    }
  }

  /// What was seen.
  ///
  /// @param borrows how many, of the last one to two minutes
  /// @param p50Nanos half of them waited no longer
  /// @param p99Nanos all but one in a hundred waited no longer
  /// @param timeouts how many were given up since the start
  public record Seen(long borrows, long p50Nanos, long p99Nanos, long timeouts) {}

  /// @param nanoTime the clock, as `System.nanoTime()`
  ConnectionWaitTimes(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
    this.window = new Window(nanoTime.getAsLong(), Window.empty(), Window.empty());
  }

  @Override
  public void recordConnectionAcquiredNanos(long elapsedNanos) {
    current().now().incrementAndGet(step(elapsedNanos));
  }

  @Override
  public void recordConnectionTimeout() {
    timeouts.increment();
  }

  /// The state of now.
  public Seen seen() {
    Window seen = current();
    long[] counts = new long[STEPS * DOUBLINGS];
    long borrows = 0;
    for (int step = 0; step < counts.length; step++) {
      counts[step] = seen.now().get(step) + seen.before().get(step);
      borrows += counts[step];
    }
    return new Seen(
        borrows, quantile(counts, borrows, 0.50), quantile(counts, borrows, 0.99), timeouts.sum());
  }

  private Window current() {
    Window current = window;
    long now = nanoTime.getAsLong();
    return now - current.startedAt() < WINDOW_NANOS ? current : turned(now);
  }

  private synchronized Window turned(long now) {
    long age = now - window.startedAt();
    if (age >= WINDOW_NANOS) {
      AtomicLongArray before = age < 2 * WINDOW_NANOS ? window.now() : Window.empty();
      window = new Window(now, Window.empty(), before);
    }
    return window;
  }

  private static long quantile(long[] counts, long of, double part) {
    long rank = (long) Math.ceil(of * part);
    long passed = 0;
    for (int step = 0; step < counts.length; step++) {
      passed += counts[step];
      if (passed >= rank && passed > 0) {
        return longestOf(step);
      }
    }
    return 0;
  }

  /// The three bits after the highest one choose a step within a doubling.
  private static int step(long nanos) {
    long value = Math.max(nanos, STEPS);
    int doubling = 63 - Long.numberOfLeadingZeros(value);
    int within = (int) (value >>> (doubling - 3)) & (STEPS - 1);
    return Math.min(doubling, DOUBLINGS - 1) * STEPS + within;
  }

  private static long longestOf(int step) {
    int doubling = step / STEPS;
    return ((long) (STEPS + step % STEPS + 1) << doubling) / STEPS;
  }
}
