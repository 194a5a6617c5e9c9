package dev.pitboss.server.archive;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.scheduling.PeriodicTask;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Begins a new table of bets with each month. Every server tries; one succeeds. Until one does,
/// bets go where they went before. Thread-safe.
public final class BetMonths implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BetMonths.class);

  /// A month may begin a few minutes late; a look costs a read of one row.
  private static final Duration EVERY = Duration.ofMinutes(1);

  private final Database database;
  private final InstantSource clock;
  private final PeriodicTask schedule = new PeriodicTask("months", LOG);

  /// One that looks when it is told to.
  public BetMonths(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Looks from now on.
  public static BetMonths start(Database database, InstantSource clock) {
    BetMonths months = new BetMonths(database, clock);
    months.schedule.start(EVERY, months::closeEnded, "cannot begin a new month of bets");
    return months;
  }

  /// Closes the open month if it has ended. Without an effect when a long read of bets is in its
  /// way; the next look may succeed.
  ///
  /// @return the table that the closed month has now
  public Optional<String> closeEnded() {
    Optional<String> closed =
        database.inOneStatement(connection ->
            Sql.one(
                connection,
                "SELECT close_bet_month(?)",
                row -> Optional.ofNullable(row.getString(1)),
                clock.instant()));
    closed.ifPresent(table -> LOG.info("a new month of bets began; table {} has the last", table));
    return closed;
  }

  @Override
  public void close() {
    schedule.interrupt();
  }
}
