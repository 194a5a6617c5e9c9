package dev.pitboss.connections;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Savepoint;

/// The part of a [TrackedConnection] that follows its transaction and notes how its session was
/// lent.
abstract class TransactedConnection implements Connection {
  abstract Lease lease();

  abstract LeaseWork work();

  abstract PoolState ledger();

  /// What the pool handed out.
  abstract Connection pooled();

  /// Starts a call, or refuses it.
  abstract void enter() throws SQLException;

  /// Ends a call.
  abstract void exit();

  final boolean knowsTransactions() throws SQLException {
    return ledger().knowsTransactions(pooled());
  }

  /// A call threw `failure`, which the borrower may catch.
  final void failed(Throwable failure) {
    work().failuresToAdd().add(failure);
  }

  /// From here on COMMIT must not be taken at the driver's word.
  final void startTransaction() {
    LeaseWork mine = work();
    mine.inTransaction = true;
    if (mine.failures != null) {
      mine.failures.transactionEnded();
    }
  }

  /// Makes sure that the transaction still exists, if there is reason to doubt it.
  ///
  /// @throws TransactionRolledBackException if the database has rolled it back
  final void verifyTransaction() throws SQLException {
    LeaseWork mine = work();
    if (mine.failures != null) {
      mine.failures.verify(pooled(), lease().site());
    } else if (mine.isUnwrapped()) {
      Failures.probe(pooled(), lease().site(), null);
    }
  }

  @Override
  public final void commit() throws SQLException {
    enter();
    try {
      if (work().inTransaction) {
        verifyTransaction();
      }
      pooled().commit();
      transactionEnded();
    } catch (SQLException | RuntimeException e) {
      work().failuresToAdd().addOfCommit(e);
      throw e;
    } finally {
      exit();
    }
  }

  private void transactionEnded() {
    LeaseWork mine = work();
    mine.transactionEnded();
    if (mine.failures != null) {
      mine.failures.transactionEnded();
    }
  }

  @Override
  public final void rollback() throws SQLException {
    enter();
    try {
      pooled().rollback();
      transactionEnded();
    } catch (SQLException | RuntimeException e) {
      work().failuresToAdd().addOfRollback(e);
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
      Failures failures = work().failures;
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
      Failures failures = work().failures;
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
      if (commits && work().inTransaction) {
        verifyTransaction();
      }
      work().changesAutoCommit(before);
      pooled().setAutoCommit(autoCommit);
      work().autoCommit(autoCommit);
      if (autoCommit != before) {
        transactionEnded();
      }
    } catch (SQLException | RuntimeException e) {
      work().failuresToAdd().addOfCommit(e);
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
      if (!ledger().evicts()) {
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
