package dev.pitboss.connections;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The end of a connection whose transaction nobody could settle. Given back to the pool as usual,
/// it would carry that transaction to the next borrower, whose commit would commit it.
final class Eviction {
  private static final Logger LOG = LoggerFactory.getLogger(ConnectionTracker.class);

  private Eviction() {}

  /// Ends the connection and takes its place in the pool from it. Never throws: it runs while a
  /// worse failure is on its way to the caller.
  static void evict(DataSource pool, Connection pooled) {
    try {
      if (PoolGauge.isHikari(pool) && pool instanceof HikariDataSource hikari) {
        hikari.evictConnection(pooled); // and no close: it would roll back while that runs
      } else {
        try (pooled) { // the pool drops what it finds dead
          pooled.abort(Runnable::run);
        }
      }
    } catch (SQLException | RuntimeException failure) {
      LOG.warn("a connection in an unknown state could not be closed cleanly", failure);
    }
  }
}
