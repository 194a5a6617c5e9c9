package dev.pitboss.connections;

import java.sql.Connection;
import java.sql.SQLException;

/// A pool's own counters, and eviction.
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

  /// Whether the pool has been closed and will lend nothing more. The default is for pools that do
  /// not tell.
  default boolean isClosed() {
    return false;
  }

  /// Whether [#evict] does anything.
  boolean evicts();

  /// Whether [#evict] turns auto-commit on before it closes a connection. That would commit a
  /// transaction which could not be rolled back, so such a connection is not evicted.
  default boolean restoresAutoCommit() {
    return false;
  }

  /// Breaks a connection that may be in use, and makes the pool forget a connection it handed out,
  /// and close the physical one, without lending it again. Its transaction has been rolled back
  /// before, if that was possible at all.
  ///
  /// @param pooled exactly what the pool's `getConnection()` returned
  /// @throws SQLException if the pool could not close the physical connection
  void evict(Connection pooled) throws SQLException;
}
