package dev.pitboss.connections;

import dev.pitboss.connections.internal.Threads;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/// Slots for a pool that calls out when it hands a connection over, but takes no driver of ours:
/// they are found by the identity of the driver's connection. Thread-safe.
final class RawSlots implements SlotFinder {
  /// How to get from what a pool hands out to the driver's connection.
  @FunctionalInterface
  interface Unwrapper {
    Connection raw(Connection pooled) throws SQLException;
  }

  /// A key that is equal only to a key of the same object, independent of the drivers' `equals`.
  private record Identity(Connection raw) {
    @Override
    @SuppressWarnings("ReferenceEquality") // identity is the point
    public boolean equals(@Nullable Object other) {
      return other instanceof Identity same && same.raw == raw;
    }

    @Override
    public int hashCode() {
      return System.identityHashCode(raw);
    }
  }

  private final ConcurrentHashMap<Identity, ConnectionSlot> slots = new ConcurrentHashMap<>();
  private final PoolState ledger = new PoolState(this);
  private final Unwrapper unwrapper;

  RawSlots(Unwrapper unwrapper) {
    this.unwrapper = unwrapper;
  }

  PoolState ledger() {
    return ledger;
  }

  @Override
  public ConnectionSlot find(Connection pooled) throws SQLException {
    return slot(unwrapper.raw(pooled));
  }

  @Override
  public Optional<Connection> raw(Connection pooled) {
    try {
      return Optional.of(unwrapper.raw(pooled));
    } catch (SQLException ignored) {
      return Optional.empty();
    }
  }

  private ConnectionSlot slot(Connection raw) {
    return slots.computeIfAbsent(new Identity(raw), key -> ledger.newSlot());
  }

  /// The pool hands `raw` to the calling thread.
  void handedOut(Connection raw) {
    ConnectionSlot slot = slot(raw);
    slot.discardedByPool();
    if (!ledger.arrivals().contains(Threads.currentId())) {
      ledger.lendUntracked(slot);
    }
  }

  /// The pool has `raw` back and is about to offer it again.
  void returned(Connection raw) {
    ConnectionSlot slot = slots.get(new Identity(raw));
    if (slot != null) {
      slot.requestEnded();
    }
  }

  /// The pool closed `raw` for good.
  void destroyed(Connection raw) {
    ConnectionSlot slot = slots.remove(new Identity(raw));
    if (slot != null) {
      slot.retire();
    }
  }
}
