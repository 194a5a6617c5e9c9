package dev.pitboss.bench.crash;

import java.util.Arrays;

/// Times in milliseconds, and their percentiles. Thread-safe.
final class Times {
  private double[] times = new double[1 << 16];
  private int size;

  synchronized void add(double millis) {
    if (size == times.length) {
      times = Arrays.copyOf(times, 2 * size);
    }
    times[size++] = millis;
  }

  synchronized void clear() {
    size = 0;
  }

  synchronized int count() {
    return size;
  }

  /// @param percent from 0 to 100
  synchronized double percentile(double percent) {
    if (size == 0) {
      return 0;
    }
    double[] sorted = Arrays.copyOf(times, size);
    Arrays.sort(sorted);
    return sorted[Math.min(size - 1, (int) (size * percent / 100))];
  }
}
