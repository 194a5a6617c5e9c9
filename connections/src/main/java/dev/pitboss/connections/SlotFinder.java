package dev.pitboss.connections;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the slot of the physical connection behind what a pool handed out.
@FunctionalInterface
interface SlotFinder {
  /// For a pool that does not tell: every borrow gets a slot of its own.
  SlotFinder NONE = pooled -> null;

  /// For a pool whose physical connections are [PhysicalConnection]s.
  SlotFinder SANDWICH =
      pooled -> {
        try {
          return pooled.unwrap(PhysicalConnection.class).slot();
        } catch (SQLException ignored) {
          return null; // asking first would cost every borrow, for the sake of very few
        }
      };

  /// The slot, or null if something between pool and tracker hides the physical connection.
  @Nullable ConnectionSlot find(Connection pooled) throws SQLException;

  /// The driver's own connection behind what a pool handed out, as far as pool and driver tell.
  default Optional<Connection> raw(Connection pooled) {
    return RawConnections.behind(pooled);
  }
}
