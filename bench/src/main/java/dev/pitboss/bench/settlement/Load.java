package dev.pitboss.bench.settlement;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// Sends bets and takes their times.
final class Load {
  private static final long HIGHEST_NANOS = Duration.ofSeconds(60).toNanos();

  /// One client: sends a bet and waits for its answer.
  interface Client extends AutoCloseable {
    void bet() throws IOException;

    @Override
    default void close() throws IOException {}
  }

  /// Makes the n-th client.
  interface Clients {
    Client client(int number) throws Exception;
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

  /// As many bets as the clients can make, each its next one as soon as the last is answered.
  static Result closed(Clients clients, int count, Duration time) throws InterruptedException {
    return run(clients, count, time, 0);
  }

  /// Bets at a fixed rate, whatever the answers take; a bet that is sent late because the one
  /// before was not answered counts from when it was due, so that nothing is left out.
  static Result open(Clients clients, int count, Duration time, double perSecond)
      throws InterruptedException {
    return run(clients, count, time, perSecond);
  }

  private static Result run(Clients clients, int count, Duration time, double perSecond)
      throws InterruptedException {
    Histogram nanos = new ConcurrentHistogram(HIGHEST_NANOS, 3);
    LongAdder failures = new LongAdder();
    long start = System.nanoTime();
    long end = start + time.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < count; i++) {
        int number = i;
        threads.execute(() -> {
          try (Client client = clients.client(number)) {
            for (long n = 0; ; n++) {
              long due =
                  perSecond == 0
                      ? System.nanoTime()
                      : start + (long) ((number + n * count) / perSecond * 1e9);
              if (due >= end) {
                return;
              }
              sleepUntil(due);
              client.bet();
              nanos.recordValue(Math.min(HIGHEST_NANOS, System.nanoTime() - due));
            }
          } catch (Exception failure) {
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

  private static void sleepUntil(long due) throws InterruptedException {
    long left = due - System.nanoTime();
    if (left > 0) {
      Thread.sleep(Duration.ofNanos(left));
    }
  }
}
