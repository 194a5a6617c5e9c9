package dev.pitboss.connections;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;

/// A pool's own counters, and eviction.
///
/// The tracker finds the view of a pool it knows by itself; for any other, an application can
/// supply one. Thread-safe. Every number may be [#UNKNOWN].
public interface PoolView {
  /// Says that a pool does not tell.
  int UNKNOWN = -1;

  /// The view of a pool of a kind this library knows, the one a tracker uses by itself where the
  /// pool's classes are out of its sight: HikariCP, Agroal, Commons DBCP 2 and Tomcat's copy of it,
  /// Tomcat JDBC, c3p0, Druid, Vibur, BeeCP, UCP, Atomikos, Bitronix, IronJacamar, and the pools of
  /// HSQLDB, pgjdbc and MariaDB. It does not keep the pool from being collected.
  ///
  /// @return empty for any other data source
  static Optional<PoolView> of(DataSource pool) {
    return ReflectedPool.of(pool);
  }

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
