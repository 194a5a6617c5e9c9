package dev.pitboss.connections;

import com.google.errorprone.annotations.MustBeClosed;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import com.zaxxer.hikari.util.DriverDataSource;
import com.zaxxer.hikari.util.PropertyElf;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.ToIntFunction;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// HikariCP pools in which no borrow escapes notice, not even one made around the tracker.
///
/// HikariCP tells its physical connections when they are handed out and when they are back, if the
/// system property `com.zaxxer.hikari.enableRequestBoundaries` is set while the pool is built. A
/// pool made here gets physical connections that listen, and the property for as long as that
/// takes.
public final class HikariPools {
  private static final String REQUEST_BOUNDARIES = "com.zaxxer.hikari.enableRequestBoundaries";

  private static final System.Logger LOG = System.getLogger(ConnectionTracker.class.getName());

  private HikariPools() {}

  /// A started pool over connections that know where they are. Hand it to
  /// [ConnectionTracker#over(DataSource)].
  ///
  /// @param config copied, not changed; needs a data source, a data source class or a JDBC URL
  ///   (look a JNDI name up and set the data source it gives)
  @MustBeClosed
  public static HikariDataSource tracked(HikariConfig config) {
    DataSource driver =
        driver(config)
            .orElseThrow(() ->
                new IllegalArgumentException(
                    "set a dataSource, a dataSourceClassName or a jdbcUrl"));
    var copy = new HikariConfig();
    config.copyStateTo(copy);
    copy.setDataSource(
        driver instanceof PhysicalDataSource ? driver : new PhysicalDataSource(driver));
    synchronized (HikariPools.class) {
      String before = System.getProperty(REQUEST_BOUNDARIES);
      System.setProperty(REQUEST_BOUNDARIES, "true");
      try {
        return new HikariDataSource(copy);
      } finally {
        restore(before);
      }
    }
  }

  private static void restore(@Nullable String before) {
    if (before == null) {
      System.clearProperty(REQUEST_BOUNDARIES);
    } else {
      System.setProperty(REQUEST_BOUNDARIES, before);
    }
  }

  /// The ledger that sees every borrow of `pool`, if there is one or one can still be put under it.
  ///
  /// A `HikariDataSource` made without a configuration starts with its first `getConnection()`:
  /// until then its driver can be replaced. The property stays set in that case, since nothing
  /// tells when the pool will start.
  static Optional<PoolState> ledger(DataSource pool) {
    var hikari = (HikariDataSource) pool;
    if (hikari.getDataSource() instanceof PhysicalDataSource physical) {
      return Optional.of(physical.ledger());
    }
    if (hikari.isClosed() || hikari.getHikariPoolMXBean() != null) {
      return Optional.empty();
    }
    return driver(hikari)
        .map(driver -> {
          var physical = new PhysicalDataSource(driver);
          hikari.setDataSource(physical);
          System.setProperty(REQUEST_BOUNDARIES, "true");
          return physical.ledger();
        });
  }

  /// The data source HikariCP would make of `config` itself.
  private static Optional<DataSource> driver(HikariConfig config) {
    if (config.getDataSource() != null) {
      return Optional.of(config.getDataSource());
    }
    if (config.getDataSourceClassName() != null) {
      try {
        DataSource source =
            Class.forName(config.getDataSourceClassName())
                .asSubclass(DataSource.class)
                .getDeclaredConstructor()
                .newInstance();
        PropertyElf.setTargetFromProperties(source, config.getDataSourceProperties());
        return Optional.of(source);
      } catch (ReflectiveOperationException e) {
        throw new IllegalArgumentException("no data source " + config.getDataSourceClassName(), e);
      }
    }
    if (config.getJdbcUrl() != null) {
      return Optional.of(
          new DriverDataSource(
              config.getJdbcUrl(),
              config.getDriverClassName(),
              config.getDataSourceProperties(),
              config.getUsername(),
              config.getPassword()));
    }
    return Optional.empty();
  }

  static PoolView view(DataSource pool) {
    return new View((HikariDataSource) pool);
  }

  private record View(HikariDataSource hikari) implements PoolView {
    @Override
    public int size() {
      return ifStarted(HikariPoolMXBean::getTotalConnections);
    }

    @Override
    public int checkedOut() {
      return ifStarted(HikariPoolMXBean::getActiveConnections);
    }

    @Override
    public int maxSize() {
      return hikari.getMaximumPoolSize();
    }

    @Override
    public int waiting() {
      return ifStarted(HikariPoolMXBean::getThreadsAwaitingConnection);
    }

    private int ifStarted(ToIntFunction<HikariPoolMXBean> number) {
      HikariPoolMXBean started = hikari.getHikariPoolMXBean();
      return started == null ? 0 : number.applyAsInt(started);
    }

    @Override
    public boolean isClosed() {
      return hikari.isClosed();
    }

    @Override
    public boolean evicts() {
      return true;
    }

    @Override
    public void evict(Connection pooled) {
      try {
        pooled.abort(Reclaimer.ASIDE);
      } catch (SQLException e) {
        LOG.log(Level.DEBUG, "The driver does not abort: HikariCP closes the connection", e);
      }
      hikari.evictConnection(pooled); // abort alone leaves it counted as out
    }
  }
}
