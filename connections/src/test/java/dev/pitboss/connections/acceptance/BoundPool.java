package dev.pitboss.connections.acceptance;

import com.atomikos.jdbc.AtomikosDataSourceBean;
import com.google.errorprone.annotations.Immutable;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.hsqldb.jdbc.JDBCPool;
import org.mariadb.jdbc.MariaDbPoolDataSource;
import org.postgresql.ds.PGPoolingDataSource;

/// Pools of one connection that go with one database: those that drivers bring, and those over its
/// XA data source.
@SuppressWarnings({"MustBeClosedChecker", "deprecation"}) // the test closes them
enum BoundPool {
  AGROAL_XA("Agroal 2.8 over an XA data source", AnyDriver.H2, BoundPool::agroal),
  ATOMIKOS_XA("Atomikos 6.0.0 `AtomikosDataSourceBean` (XA)", AnyDriver.H2, BoundPool::atomikos),
  HSQLDB("HSQLDB 2.7.4 `JDBCPool`", AnyDriver.HSQLDB, BoundPool::hsqldb),
  PGPOOLING("pgjdbc 42.7.14 `PGPoolingDataSource`", AnyDriver.POSTGRESQL, BoundPool::pgPooling),
  MARIADB("MariaDB 3.5.11 `MariaDbPoolDataSource`", AnyDriver.MARIADB, BoundPool::mariaDb);

  private static final Duration WAIT = Duration.ofSeconds(5);
  private static final AtomicInteger NAMES = new AtomicInteger();

  @Immutable
  private interface Maker {
    DataSource make(AnyDriver.Target target) throws Exception;
  }

  final String label;
  final AnyDriver driver;
  private final Maker maker;

  BoundPool(String label, AnyDriver driver, Maker maker) {
    this.label = label;
    this.driver = driver;
    this.maker = maker;
  }

  DataSource make(AnyDriver.Target target) throws Exception {
    return maker.make(target);
  }

  /// Skips the test where its database is not installed.
  void assumeInstalled() {
    if (driver == AnyDriver.MARIADB) {
      MariaDb.assumeInstalled();
    }
  }

  private static DataSource agroal(AnyDriver.Target target) throws Exception {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .metricsEnabled()
            .connectionPoolConfiguration(pool ->
                pool.maxSize(1)
                    .acquisitionTimeout(WAIT)
                    .connectionFactoryConfiguration(driver ->
                        driver
                            .connectionProviderClass(org.h2.jdbcx.JdbcDataSource.class)
                            .jdbcUrl(target.url())
                            .xaProperty("user", target.user()))));
  }

  private static DataSource atomikos(AnyDriver.Target target) throws Exception {
    var pool = new AtomikosDataSourceBean();
    pool.setUniqueResourceName("xa" + NAMES.incrementAndGet());
    pool.setXaDataSourceClassName("org.h2.jdbcx.JdbcDataSource");
    var properties = new Properties();
    properties.setProperty("URL", target.url());
    properties.setProperty("user", target.user());
    pool.setXaProperties(properties);
    pool.setMinPoolSize(1);
    pool.setMaxPoolSize(1);
    pool.setBorrowConnectionTimeout((int) WAIT.toSeconds());
    pool.setLocalTransactionMode(true);
    return pool;
  }

  private static DataSource hsqldb(AnyDriver.Target target) {
    var pool = new JDBCPool(1);
    pool.setUrl(target.url());
    pool.setUser(target.user());
    pool.setPassword(target.password());
    return pool;
  }

  private static DataSource pgPooling(AnyDriver.Target target) {
    var pool = new PGPoolingDataSource();
    pool.setDataSourceName("till" + NAMES.incrementAndGet());
    pool.setUrl(target.url());
    pool.setInitialConnections(0);
    pool.setMaxConnections(1);
    return pool;
  }

  private static DataSource mariaDb(AnyDriver.Target target) throws Exception {
    String url = target.url() + "&maxPoolSize=1&minPoolSize=1&connectTimeout=" + WAIT.toMillis();
    var pool = new MariaDbPoolDataSource(url);
    pool.setUser(target.user());
    return pool;
  }

  static void close(DataSource pool) throws Exception {
    switch (pool) {
      case AutoCloseable closeable -> closeable.close();
      case AtomikosDataSourceBean atomikos -> atomikos.close();
      case PGPoolingDataSource postgres -> postgres.close();
      case JDBCPool hsqldb -> hsqldb.close(0);
      case DataSource other -> throw new IllegalArgumentException("not closed: " + other);
    }
  }
}
