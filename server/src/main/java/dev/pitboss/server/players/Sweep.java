package dev.pitboss.server.players;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes what has expired, in batches that hold up nobody. Every node sweeps; each row goes with
/// whoever comes first. Thread-safe.
public final class Sweep implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Sweep.class);

  private static final Duration EVERY = Duration.ofSeconds(30);

  /// Rows of one statement: milliseconds of work.
  private static final int BATCH = 500;

  /// After a long standstill the rest waits for the next time.
  private static final int MAX_BATCHES = 20;

  private final List<IntUnaryOperator> kinds;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("sweep").factory());

  private Sweep(List<IntUnaryOperator> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  /// Sweeps from now on.
  public static Sweep start(Sessions sessions, Lockout lockout) {
    Sweep sweep = new Sweep(List.of(sessions::deleteExpired, lockout::deleteForgotten));
    // run never throws, so there is no failure to wait for
    ScheduledFuture<?> _ =
        sweep.schedule.scheduleWithFixedDelay(
            sweep::run, EVERY.toMillis(), EVERY.toMillis(), TimeUnit.MILLISECONDS);
    return sweep;
  }

  /// Deletes what has expired by now.
  ///
  /// @return how many rows
  int sweep() {
    int deleted = 0;
    for (IntUnaryOperator kind : kinds) {
      for (int batch = 0; batch < MAX_BATCHES && !schedule.isShutdown(); batch++) {
        int now = kind.applyAsInt(BATCH);
        deleted += now;
        if (now < BATCH) {
          break;
        }
      }
    }
    return deleted;
  }

  private void run() {
    try {
      int deleted = sweep();
      if (deleted > 0) {
        LOG.debug("{} rows that had expired were deleted", deleted);
      }
    } catch (RuntimeException failure) {
      // the schedule would silently end with an exception; the next time may succeed
      LOG.warn("what has expired could not be deleted: {}", failure.toString());
    }
  }

  /// Lets the batch in work end and stops.
  @Override
  public void close() {
    schedule.close();
  }
}
