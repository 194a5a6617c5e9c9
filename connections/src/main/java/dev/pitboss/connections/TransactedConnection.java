package dev.pitboss.connections;

import static java.util.Objects.requireNonNull;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/// The part of a [TrackedConnection] that follows its transaction and notes how its session was
/// lent.
abstract class TransactedConnection implements Connection {
  private boolean inTransaction;
  private @Nullable Failures failures;

  abstract Lease lease();

  /// Starts a call, or refuses it.
  abstract void enter() throws SQLException;

  /// Ends a call.
  abstract void exit();

  final Connection pooled() {
    return requireNonNull(lease().pooled()); // a lease with a handle has one
  }

  final boolean hasFailed() {
    return failures != null;
  }

  /// Whether a failure of a call said that the session is gone.
  final boolean isConnectionLost() {
    return failures != null && failures.connectionLost();
  }

  final boolean hasFailedToRollBack() {
    return failures != null && failures.rollbackFailed();
  }

  final boolean knowsTransactions() throws SQLException {
    return lease().ledger().knowsTransactions(pooled());
  }

  /// A call threw `failure`, which the borrower may catch.
  final void failed(Throwable failure) {
    failuresToAdd().add(failure);
  }

  private Failures failuresToAdd() {
    Failures known = failures;
    if (known == null) {
      known = new Failures();
      failures = known;
    }
    return known;
  }

  /// From here on COMMIT must not be taken at the driver's word.
  final void startTransaction() {
    inTransaction = true;
    if (failures != null) {
      failures.transactionEnded();
    }
  }

  /// Makes sure that the transaction still exists, if there is reason to doubt it.
  ///
  /// @throws TransactionRolledBackException if the database has rolled it back
  final void verifyTransaction() throws SQLException {
    if (failures != null) {
      failures.verify(pooled(), lease().site());
    } else if (lease().isUnwrapped()) {
      Failures.probe(pooled(), lease().site(), null);
    }
  }

  @Override
  public final void commit() throws SQLException {
    enter();
    try {
      if (inTransaction) {
        verifyTransaction();
      }
      pooled().commit();
      transactionEnded();
    } catch (SQLException | RuntimeException e) {
      failuresToAdd().addOfCommit(e);
      throw e;
    } finally {
      exit();
    }
  }

  private void transactionEnded() {
    lease().transactionEnded();
    if (failures != null) {
      failures.transactionEnded();
    }
  }

  @Override
  public final void rollback() throws SQLException {
    enter();
    try {
      pooled().rollback();
      transactionEnded();
    } catch (SQLException | RuntimeException e) {
      failuresToAdd().addOfRollback(e);
      throw e;
    } finally {
      exit();
    }
  }

  @Override
  public final void rollback(Savepoint savepoint) throws SQLException {
    enter();
    try {
      pooled().rollback(savepoint);
      if (failures != null) {
        failures.rolledBackTo(savepoint);
      }
    } catch (SQLException | RuntimeException e) {
      failed(e);
      throw e;
    } finally {
      exit();
    }
  }

  @Override
  public final Savepoint setSavepoint() throws SQLException {
    return savepoint(pooled()::setSavepoint);
  }

  @Override
  public final Savepoint setSavepoint(String name) throws SQLException {
    return savepoint(() -> pooled().setSavepoint(name));
  }

  private interface SavepointMaker {
    Savepoint make() throws SQLException;
  }

  private Savepoint savepoint(SavepointMaker maker) throws SQLException {
    enter();
    try {
      Savepoint savepoint = maker.make();
      if (failures != null) {
        failures.savepointSet(savepoint);
      }
      return savepoint;
    } catch (SQLException | RuntimeException e) {
      failed(e);
      throw e;
    } finally {
      exit();
    }
  }

  @Override
  public final void setAutoCommit(boolean autoCommit) throws SQLException {
    enter();
    try {
      boolean before = pooled().getAutoCommit();
      boolean commits = autoCommit && !before; // by the rules of JDBC
      if (commits && inTransaction) {
        verifyTransaction();
      }
      lease().changesAutoCommit(before);
      pooled().setAutoCommit(autoCommit);
      lease().autoCommit(autoCommit);
      if (autoCommit != before) {
        transactionEnded();
      }
    } catch (SQLException | RuntimeException e) {
      failuresToAdd().addOfCommit(e);
      throw e;
    } finally {
      exit();
    }
  }

  @Override
  public final void setReadOnly(boolean readOnly) throws SQLException {
    change("read-only mode", Connection::isReadOnly, Connection::setReadOnly, readOnly);
  }

  @Override
  public final void setTransactionIsolation(int level) throws SQLException {
    change(
        "isolation",
        Connection::getTransactionIsolation,
        Connection::setTransactionIsolation,
        level);
  }

  @Override
  public final void setCatalog(String catalog) throws SQLException {
    change("catalog", Connection::getCatalog, Connection::setCatalog, catalog);
  }

  @Override
  public final void setSchema(String schema) throws SQLException {
    change("schema", Connection::getSchema, Connection::setSchema, schema);
  }

  @Override
  public final void setHoldability(int holdability) throws SQLException {
    change("holdability", Connection::getHoldability, Connection::setHoldability, holdability);
  }

  private <T> void change(
      String name, SessionState.Getter<T> getter, SessionState.Setter<T> setter, T value)
      throws SQLException {
    enter();
    try {
      if (!lease().ledger().evicts()) {
        lease().session().keep(name, pooled(), getter, setter);
      }
      setter.set(pooled(), value);
    } catch (SQLException | RuntimeException e) {
      failed(e);
      throw e;
    } finally {
      exit();
    }
  }
}
