package dev.pitboss.connections;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import javax.sql.DataSource;

/// A HikariCP pool that is tracked on both sides: what is borrowed through the tracker is counted
/// for its line, and what is taken from [#pool()] directly shows as
/// `UNTRACKED:File.java::method:Lnn`.
///
/// Thread-safe. Closing it closes the pool and stops the watching.
public final class TrackedHikariPool implements AutoCloseable {
  /// Read by HikariCP when a pool is made: only then does it announce loans and returns to the
  /// connections below it.
  private static final String REQUEST_BOUNDARIES = "com.zaxxer.hikari.enableRequestBoundaries";

  private final HikariDataSource pool;
  private final ConnectionTracker tracker;

  private TrackedHikariPool(HikariDataSource pool, ConnectionTracker tracker) {
    this.pool = pool;
    this.tracker = tracker;
  }

  /// Opens the pool.
  ///
  /// @param config must have a `dataSource`, the one to wrap; the configuration itself is not
  ///   changed
  /// @param defaultHold how long a borrower who does not say is expected to keep a connection
  /// @throws IllegalArgumentException when the configuration has no `dataSource`
  public static TrackedHikariPool open(HikariConfig config, Duration defaultHold) {
    DataSource database = config.getDataSource();
    if (database == null) {
      throw new IllegalArgumentException(
          "a tracked pool needs HikariConfig.setDataSource: a JDBC URL leaves nothing to wrap");
    }
    String name = config.getPoolName() == null ? "connections" : config.getPoolName();
    TrackerCore core = new TrackerCore(name, defaultHold, System::nanoTime);
    HikariConfig watched = new HikariConfig();
    config.copyStateTo(watched);
    watched.setDataSource(new PhysicalDataSource(core, database));
    System.setProperty(REQUEST_BOUNDARIES, "true");
    HikariDataSource pool = new HikariDataSource(watched);
    return new TrackedHikariPool(pool, ConnectionTracker.builder(pool).build(core));
  }

  /// Lends the pool's connections.
  public ConnectionTracker tracker() {
    return tracker;
  }

  /// The pool itself; what is borrowed from it is counted as `UNTRACKED`.
  public HikariDataSource pool() {
    return pool;
  }

  @Override
  public void close() {
    tracker.close();
    pool.close();
  }
}
