package dev.pitboss.connections;

import java.sql.Connection;
import java.sql.SQLException;

/// What a pool knows about itself, and the one thing the tracker asks of it.
///
/// The tracker finds the view of a pool it knows by itself; for any other, an application can
/// supply one. Thread-safe. Every number may be [#UNKNOWN].
public interface PoolView {
  /// Says that a pool does not tell.
  int UNKNOWN = -1;

  /// Physical connections, idle or in use.
  int size();

  /// Connections that are with a borrower now.
  int checkedOut();

  /// The most connections the pool will open.
  int maxSize();

  /// Threads that wait for a connection now.
  int waiting();

  /// Whether [#evict] does anything.
  boolean evicts();

  /// Breaks a connection that may be in use, and makes the pool forget a connection it handed out,
  /// and close the physical one, without giving it to anybody again.
  ///
  /// @param pooled exactly what the pool's `getConnection()` returned
  /// @throws SQLException if the pool could not close the physical connection
  void evict(Connection pooled) throws SQLException;
}
