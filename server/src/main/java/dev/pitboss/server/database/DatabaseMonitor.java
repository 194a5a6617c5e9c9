package dev.pitboss.server.database;

import dev.pitboss.server.logging.ThrottledLog;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds out every second whether the database takes writes and keeps them, at a cost that does not
/// depend on what is stored. Thread-safe.
///
/// **Protocol.** On a connection of the pool, as requests get them: settings are read in one round
/// trip, then a row of `heartbeat` is updated and committed. The first tells of a standby and of
/// settings that lose commits, the second of a full disk and of commits that hang.
///
/// **The gate.** What the settings or the heartbeat prove (read-only, not durable, disk full,
/// commits that hang) closes the gate of [Database]: writes are refused at once, reads go on. It
/// opens with the first heartbeat that is committed. Other failures of a heartbeat (no connection,
/// a lost session, a time-out) do not stop bets: bets detect them by themselves.
///
/// **Commits that hang.** A commit that waits for a frozen standby cannot be cancelled without
/// losing what it promises, and holds its session until the standby is back. So there is one such
/// heartbeat at a time: another is only tried when the session of the last has gone.
///
/// **Durations** are measured by a monotonic clock; the wall clock only dates them.
public final class DatabaseMonitor implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(DatabaseMonitor.class);

  private static final Duration EVERY = Duration.ofSeconds(1);

  /// A session that was just killed says nothing about the next one.
  private static final Duration AFTER_FAILURE = Duration.ofMillis(250);

  /// Longer than a statement may take: a single one that was lost is no outage.
  static final Duration SILENCE_ALLOWED = Duration.ofSeconds(3);

  /// Statements end after two seconds, the socket gives up after three.
  private static final Duration HOLD = Duration.ofSeconds(8);

  /// Looks at a database that is unsuitable until sessions are made anew: where the login now leads
  /// to, or what it is given, may have changed.
  private static final int RENEW_EVERY = 3;

  /// A process id may be used again. After so long another heartbeat is tried in any case.
  private static final Duration HUNG_AT_MOST = Duration.ofMinutes(5);

  /// Settlements that failed in that time, and none that succeeded since, tell more than a
  /// heartbeat that gets through.
  private static final int REFUSED_SETTLEMENTS = 3;

  private static final Duration REFUSED_WITHIN = Duration.ofSeconds(10);

  private static final int SLOTS = 64;

  /// More than what is left over on the pages of a nearly full disk.
  private static final int PROBE_BYTES = 1 << 20;

  private final Database database;
  private final WriteState writes;
  private final Runnable renewPool;
  private final InstantSource clock;
  private final LongSupplier nanoTime;
  private final ThrottledLog log;
  private final ScheduledExecutorService schedule =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("database-monitor").factory());

  private volatile Success lastSuccess;
  private volatile @Nullable DatabaseProblem problem;

  // of the monitor's thread
  private @Nullable Hung hung;
  private int unsuitableLooks;
  private int slot = ThreadLocalRandom.current().nextInt(SLOTS);

  /// A heartbeat that was committed.
  private record Success(Instant at, long atNanos, Duration took) {}

  /// A heartbeat whose commit was not answered.
  private record Hung(int backend, long sinceNanos) {}

  /// How the database is.
  ///
  /// @param problem empty while it takes writes
  /// @param writtenAt when a heartbeat was last committed
  /// @param took how long that took, waiting for a connection included
  public record Status(Optional<DatabaseProblem> problem, Instant writtenAt, Duration took) {}

  private DatabaseMonitor(
      Database database, Runnable renewPool, InstantSource clock, LongSupplier nanoTime) {
    this.database = database;
    this.writes = database.writes();
    this.renewPool = renewPool;
    this.clock = clock;
    this.nanoTime = nanoTime;
    this.log = new ThrottledLog(nanoTime);
    this.lastSuccess = new Success(clock.instant(), nanoTime.getAsLong(), Duration.ZERO);
  }

  /// Looks once, then keeps looking.
  ///
  /// @throws DatabaseUnsuitableException when the database cannot serve as it is
  public static DatabaseMonitor start(Database database, Pool pool, InstantSource clock)
      throws DatabaseUnsuitableException {
    DatabaseMonitor monitor = new DatabaseMonitor(database, pool::renew, clock, System::nanoTime);
    Optional<DatabaseProblem> found = monitor.look();
    if (found.isPresent()) {
      monitor.close();
      Requirements.refuse(found);
    }
    monitor.lookAfter(EVERY);
    return monitor;
  }

  /// How the database is. Asks what the last looks found and not the database: an answer about a
  /// database that hangs must not hang with it.
  public Status status() {
    Success last = lastSuccess;
    return new Status(problem(last), last.at(), last.took());
  }

  private Optional<DatabaseProblem> problem(Success last) {
    Optional<DatabaseProblem> proven = writes.closed();
    if (proven.isPresent()) {
      return proven;
    }
    Duration silent = Duration.ofNanos(nanoTime.getAsLong() - last.atNanos());
    if (silent.compareTo(SILENCE_ALLOWED) > 0) {
      DatabaseProblem known = problem;
      DatabaseProblem what = known == null ? DatabaseProblem.of(FailureReason.UNANSWERED) : known;
      return Optional.of(
          new DatabaseProblem(
              what.reason(),
              what.sqlState(),
              "%s; no write was committed for %d s".formatted(what.detail(), silent.toSeconds())));
    }
    return writes.settlementsFail(REFUSED_SETTLEMENTS, REFUSED_WITHIN.toNanos());
  }

  @Override
  public void close() {
    schedule.shutdownNow();
  }

  private void lookAfter(Duration pause) {
    try {
      // run never throws, so there is no failure to wait for
      ScheduledFuture<?> _ = schedule.schedule(this::run, pause.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException _) {
      // closed meanwhile
    }
  }

  private void run() {
    boolean sound = false;
    try {
      sound = look().isEmpty();
    } catch (RuntimeException unexpected) {
      log.log(
          unexpected.getClass().getName(),
          (_, suffix) -> LOG.error("cannot check the database{}", suffix, unexpected));
    }
    lookAfter(sound || writes.closed().isPresent() ? EVERY : AFTER_FAILURE);
  }

  /// Looks once.
  private Optional<DatabaseProblem> look() {
    long began = nanoTime.getAsLong();
    Look look = new Look();
    Optional<DatabaseProblem> found;
    boolean isProven = true;
    try {
      found = database.tracker().call(HOLD, look::at);
    } catch (SQLException failure) {
      database.refused(failure);
      found = Optional.of(met(look, failure));
      isProven = isProof(found.get().reason());
    }
    if (found.isEmpty()) {
      succeeded(began);
    } else {
      failed(found.get(), isProven, look, began);
    }
    return found;
  }

  /// Whether a heartbeat that failed so shows that all writes do.
  private static boolean isProof(FailureReason reason) {
    return reason == FailureReason.READ_ONLY
        || reason == FailureReason.DISK_FULL
        || reason == FailureReason.IO_ERROR;
  }

  private void succeeded(long began) {
    hung = null;
    unsuitableLooks = 0;
    long now = nanoTime.getAsLong();
    lastSuccess = new Success(clock.instant(), now, Duration.ofNanos(now - began));
    problem = null;
    Optional<DatabaseProblem> closed = writes.closed();
    if (closed.isPresent()) {
      // sessions that were made meanwhile may still be read-only, or at the wrong server
      renewPool.run();
      writes.open();
      LOG.info(
          "the database accepts writes again; it had refused them because: {}",
          closed.get().text());
    }
  }

  private void failed(DatabaseProblem found, boolean isProven, Look look, long began) {
    problem = found;
    boolean hangs = found.reason() == FailureReason.COMMIT_HANGS;
    if (hangs && hung == null) {
      hung = new Hung(look.backend, began);
    }
    // a heartbeat that was lost on its way stops nothing while bets get through
    Hung last = hung;
    boolean nothingCommits =
        hangs && !writes.hasSettledSince(last == null ? began : last.sinceNanos());
    if ((isProven && !hangs) || nothingCommits || writes.closed().isPresent()) {
      if (writes.closed().isEmpty()) {
        LOG.error("writes are refused: {}", found.text());
      }
      writes.close(found);
      return;
    }
    log.log(
        found.reason().code(),
        (_, suffix) -> LOG.warn("the database heartbeat failed: {}{}", found.text(), suffix));
  }

  /// What a failed look means: a COMMIT without an answer hangs, unless the session was ended.
  private DatabaseProblem met(Look look, SQLException failure) {
    FailureReason reason = FailureReason.of(failure);
    slot = (slot + 1) % SLOTS; // a session may hold this row for long
    return look.isWriting && reason == FailureReason.UNREACHABLE && look.isOverdue()
        ? DatabaseProblem.of(FailureReason.COMMIT_HANGS)
        : new DatabaseProblem(reason, failure.getSQLState(), reason.words());
  }

  /// One look at the database, and how far it got.
  private final class Look {
    private boolean isWriting;
    private long writingSince;
    private int backend;

    Optional<DatabaseProblem> at(Connection connection) throws SQLException {
      Durability durability = Durability.read(connection);
      Optional<DatabaseProblem> found =
          Sessions.otherRole(durability.role()).or(durability::problem);
      if (found.isPresent()) {
        if (unsuitableLooks++ % RENEW_EVERY == 0) {
          renewPool.run(); // a session made later may see other settings, or another server
        }
        return found;
      }
      if (isStillHung(connection)) {
        return Optional.of(DatabaseProblem.of(FailureReason.COMMIT_HANGS));
      }
      backend = durability.backend();
      isWriting = true;
      writingSince = nanoTime.getAsLong();
      beat(connection);
      if (writes.ranOutOfSpace()) {
        proveSpace(connection);
      }
      return Optional.empty();
    }

    /// Whether it waited about as long as the socket lets it.
    boolean isOverdue() {
      return nanoTime.getAsLong() - writingSince > Duration.ofSeconds(2).toNanos();
    }

    private boolean isStillHung(Connection connection) throws SQLException {
      Hung last = hung;
      if (last == null) {
        return false;
      }
      boolean isThere =
          Sql.first(
                  connection,
                  // an open transaction that has written; sessions of others show nothing else
                  """
                  SELECT 1 FROM pg_locks
                   WHERE pid = ? AND locktype = 'transactionid' AND granted LIMIT 1
                  """,
                  _ -> true,
                  last.backend())
              .isPresent();
      if (!isThere || nanoTime.getAsLong() - last.sinceNanos() > HUNG_AT_MOST.toNanos()) {
        hung = null;
        return false;
      }
      return true;
    }

    private void beat(Connection connection) throws SQLException {
      int rows =
          Sql.update(
              connection,
              "UPDATE heartbeat SET beats = beats + 1, beat_at = clock_timestamp() WHERE slot = ?",
              slot);
      if (rows != 1) {
        throw new SQLException("the heartbeat table has lost its rows", "XX000");
      }
    }

    /// New rows in a new file: they find no room on pages that are there.
    private void proveSpace(Connection connection) throws SQLException {
      long began = nanoTime.getAsLong();
      connection.setAutoCommit(false);
      try {
        Sql.update(connection, "TRUNCATE disk_space_probe");
        Sql.update(connection, "INSERT INTO disk_space_probe VALUES (repeat('x', ?))", PROBE_BYTES);
        connection.commit();
        Sql.update(connection, "TRUNCATE disk_space_probe");
        connection.commit();
      } catch (SQLException failure) {
        rollBack(connection, failure);
        throw failure;
      }
      connection.setAutoCommit(true);
      writes.spaceProven(began);
    }

    private static void rollBack(Connection connection, SQLException failure) {
      try {
        connection.rollback();
        connection.setAutoCommit(true);
      } catch (SQLException second) {
        failure.addSuppressed(second);
      }
    }
  }
}
