package dev.pitboss.connections;

import com.google.errorprone.annotations.MustBeClosed;
import java.lang.System.Logger.Level;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;

/// One transaction, and the connection it runs on. Closing it settles what is not settled yet and
/// gives the connection back; a connection that could not be settled does not go back but is
/// evicted. Used by one thread.
final class Transaction implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(ConnectionTracker.class.getName());

  private enum State {
    NOT_BEGUN,
    OPEN,
    COMMITTED,
    /// COMMIT was sent and nothing came back: a rollback, or the commit that restoring autocommit
    /// implies, would be a second opinion on work that is already decided.
    UNKNOWN
  }

  private final TrackedConnection connection;
  private State state = State.NOT_BEGUN;
  private boolean autoCommitBefore = true;

  @MustBeClosed
  Transaction(TrackedConnection connection) {
    this.connection = connection;
  }

  /// Starts it.
  ///
  /// @throws SQLFeatureNotSupportedException if the driver knows no transactions
  TrackedConnection begin() throws SQLException {
    if (!connection.knowsTransactions()) {
      throw new SQLFeatureNotSupportedException(
          "the driver supports no transactions: use call or run, not inTransaction, for "
              + connection.site());
    }
    autoCommitBefore = connection.getAutoCommit();
    state = State.OPEN;
    connection.setAutoCommit(false);
    connection.startTransaction();
    return connection;
  }

  /// Commits it.
  ///
  /// @throws CommitOutcomeUnknownException when the connection was lost on the way
  /// @throws TransactionRolledBackException when the database has rolled it back already
  void commit() throws SQLException {
    boolean sent = !connection.isClosed();
    try {
      connection.commit();
      state = State.COMMITTED;
    } catch (TransactionRolledBackException decided) {
      throw decided; // COMMIT was not sent, with any SQL state
    } catch (SQLException failure) {
      SQLException meaning = sent ? CommitOutcomeUnknownException.of(failure) : failure;
      if (meaning instanceof CommitOutcomeUnknownException) {
        state = State.UNKNOWN;
        connection.commitUnknown();
      }
      throw meaning;
    }
  }

  /// Rolls back what was not committed and gives the connection back. Never throws after a commit:
  /// the work is done, and a caller told otherwise would do it again.
  @Override
  @SuppressWarnings("try") // the scope only has to end
  public void close() throws SQLException {
    try (AutoCloseableScope scope = connection::endScope) {
      settle();
    } catch (SQLException | RuntimeException failure) {
      if (state != State.COMMITTED) {
        throw failure;
      }
      LOG.log(
          Level.WARNING,
          connection.site() + " committed, but its connection was lost after that",
          failure);
    }
  }

  private void settle() throws SQLException {
    if (state == State.NOT_BEGUN || connection.isClosed()) {
      return; // by the work itself, or by the pool when the connection broke
    }
    connection.doNotReuse(); // until it is settled
    if (state == State.UNKNOWN) {
      return;
    }
    if (state == State.OPEN) {
      connection.rollback();
    }
    connection.setAutoCommit(autoCommitBefore);
    connection.reuse();
  }

  @FunctionalInterface
  private interface AutoCloseableScope extends AutoCloseable {
    @Override
    void close() throws SQLException;
  }
}
