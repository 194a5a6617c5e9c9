package dev.pitboss.server.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.HikariPools;
import java.time.Duration;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;

/// The connections requests work with: HikariCP, tracked.
public final class Pool implements AutoCloseable {
  /// All borrows in this server name their hold time; one that does not is reported soon.
  private static final Duration DEFAULT_HOLD = Duration.ofSeconds(5);

  private final HikariDataSource pool;
  private final ConnectionTracker tracker;
  private final ConnectionWaitTimes acquireTimes;

  private Pool(HikariDataSource pool, ConnectionWaitTimes acquireTimes) {
    this.pool = pool;
    this.acquireTimes = acquireTimes;
    this.tracker =
        ConnectionTracker.builder(pool).name("pitboss").defaultHold(DEFAULT_HOLD).build();
  }

  /// Opens the pool.
  ///
  /// @param physical wraps what connections are made from; the identity outside tests
  @SuppressWarnings("MustBeClosedChecker") // the pool owns it and closes it
  public static Pool open(DatabaseOptions options, UnaryOperator<DataSource> physical) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("pitboss");
    config.setDataSource(physical.apply(Sessions.ofApplication(options)));
    config.setMaximumPoolSize(options.poolSize());
    // of requests, a second: waiting longer would miss the request's own deadline
    config.setConnectionTimeout(options.waits().acquire().toMillis());
    ConnectionWaitTimes acquireTimes = new ConnectionWaitTimes(System::nanoTime);
    config.setMetricsTrackerFactory((_, _) -> acquireTimes);
    config.setExceptionOverride(new UnusableSessions());
    return new Pool(HikariPools.tracked(config), acquireTimes);
  }

  /// Lends the pool's connections.
  public ConnectionTracker tracker() {
    return tracker;
  }

  /// Has every connection made anew: those that are idle at once, those in use when they come back.
  public void renew() {
    HikariPoolMXBean running = pool.getHikariPoolMXBean();
    if (running != null) {
      running.softEvictConnections();
    }
  }

  /// How many connections there are at most.
  public int maximum() {
    return pool.getMaximumPoolSize();
  }

  /// How long borrowers wait.
  public ConnectionWaitTimes acquireTimes() {
    return acquireTimes;
  }

  @Override
  public void close() {
    tracker.close();
    pool.close();
  }
}
