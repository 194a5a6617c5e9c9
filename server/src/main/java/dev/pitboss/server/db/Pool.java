package dev.pitboss.server.db;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.ConnectionTracker;
import java.sql.SQLException;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/// The connections requests work with: HikariCP under the tracker.
public final class Pool implements AutoCloseable {
  /// Waiting longer would miss the request's own deadline.
  private static final long ACQUIRE_MILLIS = 1_000;

  private final HikariDataSource pool;
  private final ConnectionTracker tracker;

  private Pool(HikariDataSource pool, ConnectionTracker tracker) {
    this.pool = pool;
    this.tracker = tracker;
  }

  /// Opens the pool.
  ///
  /// @param physical wraps what connections are made from; the identity outside tests
  public static Pool open(DatabaseOptions options, UnaryOperator<DataSource> physical) {
    PGSimpleDataSource database = new PGSimpleDataSource();
    database.setUrl(options.url());
    options
        .applicationProperties()
        .forEach((name, value) -> {
          try {
            database.setProperty(String.valueOf(name), String.valueOf(value));
          } catch (SQLException unknown) {
            throw new IllegalArgumentException("the driver does not know " + name, unknown);
          }
        });
    HikariConfig config = new HikariConfig();
    config.setDataSource(physical.apply(database));
    config.setMaximumPoolSize(options.poolSize());
    config.setConnectionTimeout(ACQUIRE_MILLIS);
    HikariDataSource pool = new HikariDataSource(config);
    return new Pool(pool, new ConnectionTracker(pool));
  }

  /// Lends the pool's connections.
  public ConnectionTracker tracker() {
    return tracker;
  }

  @Override
  public void close() {
    tracker.close();
    pool.close();
  }
}
