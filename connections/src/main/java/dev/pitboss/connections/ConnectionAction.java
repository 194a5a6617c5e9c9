package dev.pitboss.connections;

import java.sql.SQLException;

/// Work that needs a connection and has no result.
///
/// @param <X> what it may throw besides [SQLException]
@FunctionalInterface
public interface ConnectionAction<X extends Exception> {
  /// Does the work. The connection is lent until this returns: it must not be kept.
  void run(TrackedConnection connection) throws SQLException, X;
}
