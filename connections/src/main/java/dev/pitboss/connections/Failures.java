package dev.pitboss.connections;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The calls of one borrow that failed, whether or not its code caught what they threw.
///
/// Some databases abort a transaction at its first error and answer its COMMIT with a rollback, and
/// their drivers say nothing (pgjdbc, DuckDB). Others roll a whole transaction back at a deadlock
/// and let its remainder run in a new one. So a transaction in which a call failed is looked at
/// before it is committed. Made at the first failure: work that goes well pays nothing. For one
/// thread.
final class Failures {
  /// SQLite rolls a whole transaction back when out of memory, interrupted, at an I/O error and
  /// when the disk is full, in its own codes.
  private static final Set<Integer> SQLITE_ROLLS_BACK = Set.of(7, 9, 10, 13);

  /// A batch reports every failed row in a chain; the first few tell.
  private static final int MAX_CHAIN = 16;

  private @Nullable Throwable first;
  private boolean commitFailed;
  private boolean rolledBack;
  private boolean rollbackFailed;
  private boolean connectionLost;
  private final Set<Savepoint> later = Collections.newSetFromMap(new IdentityHashMap<>());

  /// A call threw `failure`.
  void add(Throwable failure) {
    if (first == null) {
      first = failure;
    }
    rolledBack |= isRolledBack(failure);
    connectionLost |=
        failure instanceof SQLException e && CommitOutcomeUnknownException.isConnectionLost(e);
  }

  /// COMMIT threw `failure`: this transaction is over in any case.
  void addOfCommit(Throwable failure) {
    add(failure);
    commitFailed = true;
  }

  /// ROLLBACK threw `failure`. A later one that succeeds proves nothing: a pool may swallow it.
  void addOfRollback(Throwable failure) {
    add(failure);
    rollbackFailed = true;
  }

  boolean rollbackFailed() {
    return rollbackFailed;
  }

  /// A savepoint set after a failure proves nothing about the time before it.
  void savepointSet(Savepoint savepoint) {
    if (first != null) {
      later.add(savepoint);
    }
  }

  /// The transaction is what it was at `savepoint`. The database still knew that, so it has not
  /// rolled the whole transaction back since.
  void rolledBackTo(Savepoint savepoint) {
    if (!commitFailed && !later.contains(savepoint)) {
      transactionEnded();
    }
  }

  void transactionEnded() {
    first = null;
    commitFailed = false;
    rolledBack = false;
    later.clear();
  }

  boolean connectionLost() {
    return connectionLost;
  }

  /// Makes sure that there is something to commit.
  ///
  /// @throws TransactionRolledBackException if the database has rolled the transaction back
  void verify(Connection connection, CallSite site) throws SQLException {
    Throwable cause = first;
    if (cause == null) {
      return;
    }
    if (commitFailed || (rolledBack && !tellsByRefusing(connection))) {
      throw new TransactionRolledBackException(site, cause);
    }
    probe(connection, site, cause);
  }

  /// An aborted transaction refuses every statement. A database to which this one is no SQL still
  /// sets a savepoint.
  ///
  /// @param cause what aborted it, if that is known
  static void probe(Connection connection, CallSite site, @Nullable Throwable cause)
      throws TransactionRolledBackException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("SELECT 1");
    } catch (SQLException | RuntimeException refusal) {
      try {
        connection.releaseSavepoint(connection.setSavepoint());
      } catch (SQLException | RuntimeException e) {
        refusal.addSuppressed(e);
        throw new TransactionRolledBackException(site, cause == null ? refusal : cause);
      }
    }
  }

  /// PostgreSQL and its kin refuse everything in a transaction that is to be rolled back, until it
  /// is, or a savepoint of it is gone back to: asking is better than judging by the error.
  private static boolean tellsByRefusing(Connection connection) throws SQLException {
    return connection.getMetaData().getDatabaseProductName().equals("PostgreSQL");
  }

  private static boolean isRolledBack(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < MAX_CHAIN && cause instanceof SQLException e; i++) {
      String state = e.getSQLState();
      if (e instanceof SQLTransactionRollbackException
          || (state != null && state.startsWith("40"))
          || (e.getClass().getName().startsWith("org.sqlite.")
              && SQLITE_ROLLS_BACK.contains(e.getErrorCode()))) {
        return true;
      }
      cause = e.getNextException() == null ? e.getCause() : e.getNextException();
    }
    return false;
  }
}
