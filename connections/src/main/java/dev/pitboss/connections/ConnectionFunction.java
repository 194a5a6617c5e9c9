package dev.pitboss.connections;

import java.sql.SQLException;

/// Work that needs a connection and has a result.
///
/// @param <T> the result
/// @param <X> what it may throw besides [SQLException]
@FunctionalInterface
public interface ConnectionFunction<T, X extends Exception> {
  /// Does the work. The connection is lent until this returns: it must not be kept.
  T apply(TrackedConnection connection) throws SQLException, X;
}
