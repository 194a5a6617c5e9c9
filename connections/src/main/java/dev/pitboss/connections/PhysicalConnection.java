package dev.pitboss.connections;

import dev.pitboss.connections.internal.Threads;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.Executor;

/// The lower half of the sandwich: what the pool takes for the driver's connection.
///
/// It owns the connection's [ConnectionSlot] and hears from the pool when it is handed out and when
/// it is back, so it sees the borrows that go around the tracker as well. [WrapperGenerator] adds
/// the JDBC methods, which pass straight through.
abstract class PhysicalConnection implements Connection {
  private static final WrapperGenerator.Template<PhysicalConnection> TEMPLATE =
      WrapperGenerator.delegator(PhysicalConnection.class, Connection.class);

  private final Connection raw;
  private final ConnectionSlot slot;
  private final PoolState ledger;
  private int innerRequests;
  private volatile boolean broken;

  PhysicalConnection(Connection raw, ConnectionSlot slot, PoolState ledger) {
    this.raw = raw;
    this.slot = slot;
    this.ledger = ledger;
  }

  static PhysicalConnection over(Connection raw, PoolState ledger) {
    return TEMPLATE.make(raw, ledger.newSlot(), ledger);
  }

  final ConnectionSlot slot() {
    return slot;
  }

  final Object delegate() {
    return raw;
  }

  final void enter() throws SQLException {
    if (broken) {
      throw new SQLException("this physical connection was taken out of service", "08003");
    }
  }

  final void exit() {
    // nothing to note down here: the handle above does
  }

  /// The pool hands this connection out. An application may mark requests of its own inside: those
  /// do not count.
  @Override
  public final void beginRequest() throws SQLException {
    if (slot.isHeld()) {
      innerRequests++;
      raw.beginRequest();
      return;
    }
    innerRequests = 0;
    if (!ledger.arrivals().contains(Threads.currentId())) {
      ledger.lendUntracked(slot);
    }
  }

  /// The pool has this connection back and is about to offer it again.
  @Override
  public final void endRequest() throws SQLException {
    if (innerRequests > 0) {
      innerRequests--;
      raw.endRequest();
      return;
    }
    slot.requestEnded();
  }

  @Override
  public final void close() throws SQLException {
    try {
      raw.close();
    } finally {
      broken = true;
      slot.retire();
    }
  }

  /// The pool has forgotten this connection, whether or not it closed it.
  final void discarded() {
    broken = true;
    slot.retire();
  }

  /// The driver's own connection, also when this one was taken out of service.
  final Connection raw() {
    return raw;
  }

  /// Puts the connection out of service at once, even if the driver ignores the request: some do
  /// nothing.
  @Override
  public final void abort(Executor executor) throws SQLException {
    broken = true;
    raw.abort(executor);
  }

  @Override
  public final boolean isClosed() throws SQLException {
    return broken || raw.isClosed();
  }

  @Override
  public final <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    return type.isInstance(raw) ? type.cast(raw) : raw.unwrap(type);
  }

  @Override
  public final boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type.isInstance(raw) || raw.isWrapperFor(type);
  }

  @Override
  public final String toString() {
    return raw.toString();
  }
}
