package dev.pitboss.bench.settlement;

import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Makes bets in this process and takes their times.
final class Load {
  static final long HIGHEST_NANOS = Duration.ofSeconds(60).toNanos();

  /// One client: makes a bet and waits for its answer.
  interface Client {
    void bet();
  }

  /// Makes the n-th client.
  interface Clients {
    Client client(int number);
  }

  /// What was measured.
  ///
  /// @param perSecond answers a second
  /// @param nanos from when a bet was due until it was answered
  record Result(double perSecond, Histogram nanos) {
    double millis(double percentile) {
      return nanos.getValueAtPercentile(percentile) / 1e6;
    }
  }

  private Load() {}

  static Histogram histogram() {
    return new ConcurrentHistogram(HIGHEST_NANOS, 3);
  }

  /// As many bets as the clients can make, each its next one as soon as the last is answered; each
  /// makes one at least.
  static Result closed(Clients clients, int count, Duration time) throws InterruptedException {
    Histogram nanos = histogram();
    LongAdder failures = new LongAdder();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        Client client = clients.client(i);
        threads.execute(() -> {
          try {
            long sent = System.nanoTime();
            do {
              client.bet();
              long answered = System.nanoTime();
              nanos.recordValue(Math.min(HIGHEST_NANOS, answered - sent));
              sent = answered;
            } while (sent < end);
          } catch (RuntimeException failure) {
            failures.increment();
            System.err.println("a client gave up: " + failure);
          }
        });
      }
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    if (failures.sum() > 0) {
      throw new IllegalStateException(failures.sum() + " clients gave up");
    }
    return new Result(nanos.getTotalCount() / seconds, nanos);
  }
}
