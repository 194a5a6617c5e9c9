package dev.pitboss.connections;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;

/// A borrowed connection that is counted. Closing it gives it back; closing it again does nothing;
/// using it afterwards throws, so that it can never reach the next borrower's session. Not
/// thread-safe, like every JDBC connection, except for [#close()].
public final class TrackedConnection extends DelegatingConnection {
  private static final String CONNECTION_DOES_NOT_EXIST = "08003";

  private final TrackerCore core;
  private final DataSource pool;
  private final Connection pooled;
  private final Lease lease;
  private final AtomicBoolean closing = new AtomicBoolean();
  private boolean statementsSinceCommit;
  private boolean reusable = true;

  TrackedConnection(TrackerCore core, DataSource pool, Connection pooled, Lease lease) {
    this.core = core;
    this.pool = pool;
    this.pooled = pooled;
    this.lease = lease;
  }

  /// The line that took it.
  public CallSite site() {
    return lease.counts().site();
  }

  @Override
  public void commit() throws SQLException {
    delegate().commit();
    statementsSinceCommit = false;
  }

  @Override
  public void rollback() throws SQLException {
    delegate().rollback();
    statementsSinceCommit = false;
  }

  @Override
  public void setAutoCommit(boolean autoCommit) throws SQLException {
    delegate().setAutoCommit(autoCommit); // which commits what is open
    statementsSinceCommit = false;
  }

  /// Gives the connection back. What was not committed is rolled back and reported; when that
  /// fails, the connection is evicted from the pool.
  @Override
  public void close() throws SQLException {
    if (closing.getAndSet(true)) {
      return;
    }
    try {
      giveBack();
    } finally {
      core.end(lease);
    }
  }

  /// Makes [#close()] evict the connection, because nobody knows what is open on it.
  void doNotReuse() {
    reusable = false;
  }

  /// Takes back [#doNotReuse()]: nothing is open on it.
  void reuse() {
    reusable = true;
  }

  @Override
  public boolean isClosed() throws SQLException {
    return !lease.isHeld() || pooled.isClosed();
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    if (lease.isHeld()) {
      pooled.abort(executor);
    }
  }

  @Override
  public String toString() {
    return "TrackedConnection[" + site() + (lease.isHeld() ? "]" : ", given back]");
  }

  @Override
  Connection delegate() throws SQLException {
    if (!lease.isHeld()) {
      throw new SQLException(
          "this connection was given back; it was taken at " + site(), CONNECTION_DOES_NOT_EXIST);
    }
    return pooled;
  }

  @Override
  Connection statementTarget() throws SQLException {
    statementsSinceCommit = true;
    return delegate();
  }

  private void giveBack() throws SQLException {
    boolean settled = false;
    try {
      if (reusable) {
        rollbackWhatIsOpen();
        settled = true;
      }
    } finally {
      if (settled) {
        pooled.close();
      } else {
        Eviction.evict(pool, pooled);
      }
    }
  }

  private void rollbackWhatIsOpen() throws SQLException {
    if (statementsSinceCommit && !pooled.isClosed() && !pooled.getAutoCommit()) {
      core.transactionLeftOpen(lease);
      pooled.rollback();
    }
  }
}
