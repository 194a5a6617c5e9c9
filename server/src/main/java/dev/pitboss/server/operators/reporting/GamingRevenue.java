package dev.pitboss.server.operators.reporting;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.scheduling.PeriodicTask;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sums settled rounds up by quarter of an hour, a while after they were settled and in the
/// background, so that no report reads them again. Every server tries; one at a time sums.
/// Thread-safe.
public final class GamingRevenue implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(GamingRevenue.class);

  /// Every time zone's days begin at a multiple of it.
  static final Duration QUARTER = Duration.ofMinutes(15);

  /// A round is stamped by its server's clock before its statement, which takes two seconds at the
  /// most; the rest is for clocks that differ. By then no round of the past is still to come.
  static final Duration MARGIN = Duration.ofMinutes(2);

  private static final Duration EVERY = Duration.ofMinutes(1);

  /// After a standstill so much is summed up at once, as long as it takes no longer than it may.
  private static final Duration LONGEST_STEP = Duration.ofDays(1);

  private final Database database;
  private final InstantSource clock;
  private final PeriodicTask schedule = new PeriodicTask("takings", LOG);
  private Duration step = LONGEST_STEP;

  /// One that sums up when it is told to.
  public GamingRevenue(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// Sums up from now on.
  public static GamingRevenue start(Database database, InstantSource clock) {
    GamingRevenue takings = new GamingRevenue(database, clock);
    takings.schedule.start(EVERY, takings::sum, "cannot aggregate the game totals");
    return takings;
  }

  @Override
  public void close() {
    schedule.interrupt();
  }

  /// Sums up everything that is old enough, step by step.
  public synchronized void sum() {
    try {
      while (database.inLongTransaction(this::sumStep)) {
        step = shorter(step.multipliedBy(2), LONGEST_STEP);
      }
    } catch (RuntimeException failure) {
      // most likely it took too long: less at once
      Duration half = step.dividedBy(2);
      step = half.compareTo(QUARTER) < 0 ? QUARTER : half;
      throw failure;
    }
  }

  /// @return whether there is more
  private boolean sumStep(Connection connection) throws SQLException {
    Optional<Instant> until =
        Sql.first(
            connection,
            "SELECT summed_until FROM takings_progress FOR UPDATE SKIP LOCKED",
            row -> Sql.instant(row, "summed_until"));
    Instant last = quarterOf(clock.instant().minus(MARGIN));
    if (until.isEmpty() || !until.get().isBefore(last)) {
      return false;
    }
    Instant from = until.get();
    Instant to = quarterOf(from.plus(step));
    to = to.isAfter(from) ? to : from.plus(QUARTER);
    to = to.isBefore(last) ? to : last;
    Sql.update(connection, "SET LOCAL statement_timeout = '2500ms'");
    Sql.update(connection, "SET LOCAL plan_cache_mode = force_custom_plan");
    Sql.update(connection, "INSERT INTO takings " + SUMS, from, to);
    Sql.update(connection, "UPDATE takings_progress SET summed_until = ?", to);
    return to.isBefore(last);
  }

  /// Rounds settled from one moment up to another, not included, as rows of `takings`.
  static final String SUMS =
      """
      SELECT date_bin('15 minutes', r.settled_at, '2000-01-01Z') AS at, p.operator_id, r.game,
             count(*) AS rounds, sum(r.stake)::bigint AS staked, sum(r.payout)::bigint AS paid,
             array_agg(DISTINCT r.player_id) AS players
        FROM round r JOIN player p ON p.player_id = r.player_id
       WHERE r.settled_at >= ? AND r.settled_at < ?
       GROUP BY 1, 2, 3
      """;

  static Instant quarterOf(Instant at) {
    long seconds = at.getEpochSecond();
    return Instant.ofEpochSecond(seconds - Math.floorMod(seconds, QUARTER.toSeconds()));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
