package dev.pitboss.server.database;

import dev.pitboss.connections.CommitOutcomeUnknownException;
import dev.pitboss.connections.ConnectionFunction;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import java.sql.SQLException;
import java.time.Duration;

/// The database as the rest of the casino sees it: hand over what to do with a connection, get its
/// result. Nothing else takes a connection and nothing else commits, so every one comes back.
/// Thread-safe.
public final class Database {
  /// No request may keep a connection longer; statements end after two seconds on their own.
  private static final Duration HOLD = Duration.ofSeconds(3);

  /// A checking scan over whole tables is allowed its time.
  private static final Duration LONG_HOLD = Duration.ofSeconds(60);

  /// A transaction that lost against others this often meets an overloaded row.
  private static final int MAX_ATTEMPTS = 4;

  private final ConnectionTracker tracker;
  private final WriteState writes = new WriteState(System::nanoTime);
  private final PoolRefusals refusals = new PoolRefusals(System::nanoTime);

  public Database(ConnectionTracker tracker) {
    this.tracker = tracker;
  }

  /// What work has met, and whether writes are attempted.
  WriteState writes() {
    return writes;
  }

  ConnectionTracker tracker() {
    return tracker;
  }

  /// Reads with one connection in autocommit.
  ///
  /// @throws DatabaseFailure when the database fails
  public <T> T read(ConnectionFunction<T, SQLException> body) {
    try {
      return tracker.call(HOLD, body);
    } catch (SQLException failure) {
      throw failed(DatabaseFailure.kindOf(failure), failure);
    }
  }

  /// Runs one statement that changes something, in autocommit.
  ///
  /// @throws DatabaseFailure when the database fails; its kind says whether the statement may have
  ///   taken effect
  public <T> T inOneStatement(ConnectionFunction<T, SQLException> body) {
    writes.requireOpen();
    try {
      return committingItself(body);
    } catch (DatabaseFailure failure) {
      writes.failed(failure);
      throw failure;
    }
  }

  /// As [#inOneStatement], for the statement that settles bets: whether it gets through decides
  /// whether this server is ready.
  ///
  /// @throws DatabaseFailure when the database fails; its kind says whether the statement may have
  ///   taken effect
  public <T> T inSettlement(ConnectionFunction<T, SQLException> body) {
    writes.requireOpen();
    try {
      T result = committingItself(body);
      writes.settled();
      return result;
    } catch (DatabaseFailure failure) {
      writes.settlementFailed(failure);
      throw failure;
    }
  }

  private <T> T committingItself(ConnectionFunction<T, SQLException> body) {
    return read(connection -> {
      try {
        return body.apply(connection);
      } catch (SQLException failure) {
        // an error that the server itself reports undid the statement; a lost answer may be a
        // success
        if (DatabaseFailure.isOutcomeOpen(failure)) {
          throw new DatabaseFailure(DatabaseFailure.Kind.OUTCOME_UNKNOWN, failure);
        }
        throw failure;
      }
    });
  }

  /// Runs the body in one transaction that may take up to a minute, off the path of any request. It
  /// is not run again when it loses a conflict.
  ///
  /// @throws DatabaseFailure when the database fails
  public <T> T inLongTransaction(ConnectionFunction<T, SQLException> body) {
    try {
      return tracker.inTransaction(LONG_HOLD, body);
    } catch (SQLException failure) {
      throw failed(DatabaseFailure.kindOf(failure), failure);
    }
  }

  /// Runs the body in one transaction: committed when it returns, rolled back when it throws. The
  /// body runs again when it lost a conflict, so it must change nothing but the database.
  ///
  /// @throws DatabaseFailure when the database fails; its kind says whether the commit may have
  ///   happened
  public <T> T inTransaction(ConnectionFunction<T, SQLException> body) {
    writes.requireOpen();
    for (int attempt = 1; ; attempt++) {
      try {
        return tracker.inTransaction(HOLD, body);
      } catch (SQLException failure) {
        if (!DatabaseFailure.isRetryable(failure) || attempt == MAX_ATTEMPTS) {
          DatabaseFailure failed = failed(kindInTransaction(failure), failure);
          writes.failed(failed);
          throw failed;
        }
      }
    }
  }

  /// Notes a failure of work that borrowed past this class.
  void refused(SQLException failure) {
    refusals.log(FailureReason.of(failure), failure);
  }

  private DatabaseFailure failed(DatabaseFailure.Kind kind, SQLException failure) {
    DatabaseFailure failed = new DatabaseFailure(kind, failure);
    refusals.log(failed.reason(), failure);
    return failed;
  }

  private static DatabaseFailure.Kind kindInTransaction(SQLException failure) {
    // a server that dies over a COMMIT may have written it; died it before, nothing was done, and
    // to look again is right all the same
    return failure instanceof CommitOutcomeUnknownException
            || DatabaseFailure.isDeathOfServer(failure)
        ? DatabaseFailure.Kind.OUTCOME_UNKNOWN
        : DatabaseFailure.kindOf(failure);
  }

  /// Where every connection is right now.
  public LeakReport connections() {
    return tracker.report();
  }
}
