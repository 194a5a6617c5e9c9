package dev.pitboss.connections;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// A connection as the pool keeps it. The pool says when it lends it and gets it back (JDBC's
/// request boundaries); a loan the tracker did not ask for is counted for the line that did.
final class PhysicalConnection extends DelegatingConnection {
  private final TrackerCore core;
  private final Connection driver;
  private final AtomicReference<@Nullable Lease> lease = new AtomicReference<>();

  PhysicalConnection(TrackerCore core, Connection driver) {
    this.core = core;
    this.driver = driver;
  }

  /// Takes note of the loan the tracker made, so that it ends with this connection at the latest.
  void claim(Lease tracked) {
    lease.set(tracked);
  }

  @Override
  public void beginRequest() throws SQLException {
    if (!TrackerCore.BORROWING.isBound()) {
      Duration hold = core.defaultHold();
      lease.set(core.begin(CallSite.ofUntracked(), hold, false));
    }
    driver.beginRequest();
  }

  @Override
  public void endRequest() throws SQLException {
    endLease();
    driver.endRequest();
  }

  @Override
  public void close() throws SQLException {
    endLease();
    driver.close();
  }

  @Override
  public void abort(Executor executor) throws SQLException {
    driver.abort(executor);
  }

  @Override
  public boolean isClosed() throws SQLException {
    return driver.isClosed();
  }

  @Override
  public String toString() {
    return "PhysicalConnection[" + driver + "]";
  }

  @Override
  Connection delegate() {
    return driver;
  }

  private void endLease() {
    Lease held = lease.getAndSet(null);
    if (held != null) {
      core.end(held);
    }
  }
}
