package dev.pitboss.connections;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import javax.sql.DataSource;

/// What a pool says of itself.
///
/// @param size connections open
/// @param checkedOut connections lent
/// @param max most it will open; 0 when unknown
/// @param waiting borrowers waiting
record PoolGauge(int size, int checkedOut, int max, int waiting) {
  /// Reads a pool. One of a kind not known can only be seen through what was taken from it here.
  static PoolGauge read(DataSource pool, int trackedActive) {
    if (isHikari(pool) && pool instanceof HikariDataSource hikari) {
      HikariPoolMXBean bean = hikari.getHikariPoolMXBean();
      return bean == null // not started, or closed
          ? new PoolGauge(0, 0, hikari.getMaximumPoolSize(), 0)
          : new PoolGauge(
              bean.getTotalConnections(),
              bean.getActiveConnections(),
              hikari.getMaximumPoolSize(),
              bean.getThreadsAwaitingConnection());
    }
    return new PoolGauge(trackedActive, trackedActive, 0, 0);
  }

  /// By name first: HikariCP need not be on the class path.
  static boolean isHikari(DataSource pool) {
    return pool.getClass().getName().equals("com.zaxxer.hikari.HikariDataSource");
  }
}
