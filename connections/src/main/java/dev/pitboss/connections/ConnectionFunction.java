package dev.pitboss.connections;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/// Work that needs a connection and gives a result.
///
/// @param <T> the result
/// @param <X> what the work itself may throw; infers to `RuntimeException` when it throws nothing
///   checked
@FunctionalInterface
public interface ConnectionFunction<T extends @Nullable Object, X extends Exception> {
  /// Works with `connection`, which is returned to the pool when this method ends: do not keep it.
  T apply(TrackedConnection connection) throws SQLException, X;
}
