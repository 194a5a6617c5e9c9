package dev.pitboss.server.players;

import dev.pitboss.server.scheduling.PeriodicTask;
import java.time.Duration;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes expired data in batches short enough not to block other work. Every node sweeps; each
/// row is deleted by the first to reach it. Thread-safe.
public final class ExpiredDataCleaner implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExpiredDataCleaner.class);

  private static final Duration EVERY = Duration.ofSeconds(30);

  /// Rows of one statement: milliseconds of work.
  private static final int BATCH = 500;

  /// After a long standstill the rest waits for the next time.
  private static final int MAX_BATCHES = 20;

  private final List<IntUnaryOperator> kinds;
  private final PeriodicTask schedule = new PeriodicTask("sweep", LOG);

  private ExpiredDataCleaner(List<IntUnaryOperator> kinds) {
    this.kinds = List.copyOf(kinds);
  }

  /// Sweeps from now on.
  static ExpiredDataCleaner start(
      Sessions sessions,
      GameSessions gameSessions,
      Lockout lockout,
      Passkeys passkeys,
      PlayerOpenings openings,
      IdleGuests guests) {
    ExpiredDataCleaner sweep =
        new ExpiredDataCleaner(
            List.of(
                sessions::deleteExpired,
                gameSessions::deleteExpired,
                lockout::deleteForgotten,
                passkeys::deleteForgotten,
                openings::deleteForgotten,
                guests::sweep));
    sweep.schedule.start(EVERY, sweep::run, "cannot delete expired rows");
    return sweep;
  }

  /// Deletes what has expired by now.
  ///
  /// @return how many rows went, and guests were looked at
  int sweep() {
    int deleted = 0;
    for (IntUnaryOperator kind : kinds) {
      for (int batch = 0; batch < MAX_BATCHES && !schedule.isEnding(); batch++) {
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
    int deleted = sweep();
    if (deleted > 0) {
      LOG.debug("{} rows expired or were examined", deleted);
    }
  }

  /// Lets the batch in work end and stops.
  @Override
  public void close() {
    schedule.close();
  }
}
