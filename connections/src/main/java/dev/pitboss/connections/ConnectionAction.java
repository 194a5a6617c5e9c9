package dev.pitboss.connections;

import java.sql.SQLException;

/// Work that needs a connection and gives no result.
///
/// @param <X> what the work itself may throw; infers to `RuntimeException` when it throws nothing
///   checked
@FunctionalInterface
public interface ConnectionAction<X extends Exception> {
  /// Works with `connection`, which is returned to the pool when this method ends: do not keep it.
  void accept(TrackedConnection connection) throws SQLException, X;
}
