package dev.pitboss.connections.acceptance;

import com.alibaba.druid.pool.DruidDataSource;
import com.atomikos.jdbc.AtomikosNonXADataSourceBean;
import com.google.errorprone.annotations.Immutable;
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.DbcpPools;
import dev.pitboss.connections.HikariPools;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.commons.dbcp2.cpdsadapter.DriverAdapterCPDS;
import org.apache.commons.dbcp2.datasources.PerUserPoolDataSource;
import org.apache.commons.dbcp2.datasources.SharedPoolDataSource;

/// Pools of one connection, as applications make them, over any driver.
@SuppressWarnings("MustBeClosedChecker") // the test closes them
enum AnyPool {
  HIKARI_TRACKED(url -> HikariPools.tracked(hikari(url))),
  HIKARI_STARTED(url -> new HikariDataSource(hikari(url))),
  AGROAL(AnyPool::agroal),
  DBCP_TRACKED(url -> dbcp(DbcpPools.tracked(), url)),
  DBCP(url -> dbcp(new BasicDataSource(), url)),
  DBCP_SHARED(AnyPool::shared),
  DBCP_PER_USER(AnyPool::perUser),
  TOMCAT(AnyPool::tomcat),
  C3P0(AnyPool::c3p0),
  VIBUR(AnyPool::vibur),
  DRUID(AnyPool::druid),
  UCP(AnyPool::ucp),
  BEECP(AnyPool::beecp),
  ATOMIKOS(AnyPool::atomikos),
  BITRONIX(AnyPool::bitronix),
  IRONJACAMAR(url -> JcaPool.over(url, Duration.ofSeconds(5)));

  private static final int WAIT_MILLIS = 5000;
  private static final int WAIT_SECONDS = 5;

  /// Atomikos waits that long for what it will not get, where a driver fails in everything.
  private static final int SHORT_WAIT_SECONDS = 2;

  private static final AtomicInteger NAMES = new AtomicInteger();

  @Immutable
  private interface Maker {
    DataSource make(AnyDriver.Target target) throws Exception;
  }

  private final Maker maker;

  AnyPool(Maker maker) {
    this.maker = maker;
  }

  DataSource make(AnyDriver.Target target) throws Exception {
    return maker.make(target);
  }

  private static HikariConfig hikari(AnyDriver.Target target) {
    var config = new HikariConfig();
    config.setJdbcUrl(target.url());
    config.setUsername(target.user());
    config.setPassword(target.password());
    config.setMaximumPoolSize(1);
    config.setConnectionTimeout(WAIT_MILLIS);
    return config;
  }

  private static DataSource agroal(AnyDriver.Target target) throws Exception {
    return agroal(target, Duration.ZERO);
  }

  /// @param leakTimeout after which it logs a borrow, or zero
  static DataSource agroal(AnyDriver.Target target, Duration leakTimeout) throws Exception {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(pool ->
                pool.maxSize(1)
                    .leakTimeout(leakTimeout)
                    .acquisitionTimeout(Duration.ofMillis(WAIT_MILLIS))
                    .connectionFactoryConfiguration(driver ->
                        driver
                            .jdbcUrl(target.url())
                            .principal(new NamePrincipal(target.user()))
                            .credential(new SimplePassword(target.password())))));
  }

  private static DataSource dbcp(BasicDataSource pool, AnyDriver.Target target) {
    pool.setUrl(target.url());
    pool.setUsername(target.user());
    pool.setPassword(target.password());
    pool.setMaxTotal(1);
    pool.setMaxWait(Duration.ofMillis(WAIT_MILLIS));
    return pool;
  }

  private static DriverAdapterCPDS adapter(AnyDriver.Target target) throws Exception {
    var adapter = new DriverAdapterCPDS();
    adapter.setDriver(target.driverClass());
    adapter.setUrl(target.url());
    adapter.setUser(target.user());
    adapter.setPassword(target.password());
    return adapter;
  }

  private static DataSource shared(AnyDriver.Target target) throws Exception {
    var pool = new SharedPoolDataSource();
    pool.setConnectionPoolDataSource(adapter(target));
    pool.setMaxTotal(1);
    pool.setDefaultMaxWait(Duration.ofMillis(WAIT_MILLIS));
    return pool;
  }

  private static DataSource perUser(AnyDriver.Target target) throws Exception {
    var pool = new PerUserPoolDataSource();
    pool.setConnectionPoolDataSource(adapter(target));
    pool.setDefaultMaxTotal(1);
    pool.setDefaultMaxWait(Duration.ofMillis(WAIT_MILLIS));
    return pool;
  }

  private static DataSource tomcat(AnyDriver.Target target) {
    var pool = new org.apache.tomcat.jdbc.pool.DataSource();
    pool.setUrl(target.url());
    pool.setDriverClassName(target.driverClass());
    pool.setUsername(target.user());
    pool.setPassword(target.password());
    pool.setMaxActive(1);
    pool.setMaxIdle(1);
    pool.setInitialSize(1);
    pool.setMaxWait(WAIT_MILLIS);
    return pool;
  }

  private static DataSource c3p0(AnyDriver.Target target) throws Exception {
    var pool = new ComboPooledDataSource();
    pool.setJdbcUrl(target.url());
    pool.setDriverClass(target.driverClass());
    pool.setUser(target.user());
    pool.setPassword(target.password());
    pool.setInitialPoolSize(1);
    pool.setMinPoolSize(1);
    pool.setMaxPoolSize(1);
    pool.setNumHelperThreads(1);
    pool.setCheckoutTimeout(WAIT_MILLIS);
    return pool;
  }

  private static DataSource vibur(AnyDriver.Target target) {
    var pool = new org.vibur.dbcp.ViburDBCPDataSource();
    pool.setJdbcUrl(target.url());
    pool.setUsername(target.user());
    pool.setPassword(target.password());
    pool.setPoolInitialSize(1);
    pool.setPoolMaxSize(1);
    pool.setConnectionTimeoutInMs(WAIT_MILLIS);
    pool.start();
    return pool;
  }

  private static DataSource druid(AnyDriver.Target target) {
    var pool = new DruidDataSource();
    pool.setUrl(target.url());
    pool.setDriverClassName(target.driverClass());
    pool.setUsername(target.user());
    pool.setPassword(target.password());
    pool.setInitialSize(1);
    pool.setMaxActive(1);
    pool.setMaxWait(WAIT_MILLIS);
    return pool;
  }

  private static DataSource ucp(AnyDriver.Target target) throws Exception {
    oracle.ucp.jdbc.PoolDataSource pool = oracle.ucp.jdbc.PoolDataSourceFactory.getPoolDataSource();
    pool.setConnectionFactoryClassName(target.driverClass());
    pool.setURL(target.url());
    pool.setUser(target.user());
    pool.setPassword(target.password());
    pool.setInitialPoolSize(1);
    pool.setMinPoolSize(1);
    pool.setMaxPoolSize(1);
    pool.setConnectionWaitDuration(Duration.ofMillis(WAIT_MILLIS));
    return pool;
  }

  private static DataSource beecp(AnyDriver.Target target) {
    return beecp(target, Duration.ZERO);
  }

  /// @param holdTimeout after which it takes back a connection that is not used, or zero
  static DataSource beecp(AnyDriver.Target target, Duration holdTimeout) {
    var config = new org.stone.beecp.BeeDataSourceConfig();
    config.setJdbcUrl(target.url());
    config.setDriverClassName(target.driverClass());
    config.setUsername(target.user());
    config.setPassword(target.password());
    config.setInitialSize(1);
    config.setMaxActive(1);
    config.setMaxWait(WAIT_MILLIS);
    config.setHoldTimeout(holdTimeout.toMillis());
    config.setTimerCheckInterval(1000);
    return new org.stone.beecp.BeeDataSource(config);
  }

  private static DataSource atomikos(AnyDriver.Target target) throws Exception {
    var pool = new AtomikosNonXADataSourceBean();
    pool.setUniqueResourceName("atomikos" + NAMES.incrementAndGet());
    pool.setUrl(target.url());
    pool.setDriverClassName(target.driverClass());
    pool.setUser(target.user());
    pool.setPassword(target.password());
    pool.setMinPoolSize(1);
    pool.setMaxPoolSize(1);
    pool.setBorrowConnectionTimeout(SHORT_WAIT_SECONDS);
    pool.setLocalTransactionMode(true);
    return pool;
  }

  private static DataSource bitronix(AnyDriver.Target target) {
    var pool = new bitronix.tm.resource.jdbc.PoolingDataSource();
    pool.setClassName("bitronix.tm.resource.jdbc.lrc.LrcXADataSource");
    pool.setUniqueName("bitronix" + NAMES.incrementAndGet());
    pool.setMinPoolSize(1);
    pool.setMaxPoolSize(1);
    pool.setAcquisitionTimeout(WAIT_SECONDS);
    pool.setAllowLocalTransactions(true);
    pool.getDriverProperties().setProperty("driverClassName", target.driverClass());
    pool.getDriverProperties().setProperty("url", target.url());
    pool.getDriverProperties().setProperty("user", target.user());
    pool.getDriverProperties().setProperty("password", target.password());
    pool.init();
    return pool;
  }

  static void close(DataSource pool) throws Exception {
    switch (pool) {
      case ComboPooledDataSource c3p0 -> c3p0.close();
      case AutoCloseable closeable -> closeable.close();
      case org.apache.tomcat.jdbc.pool.DataSource tomcat -> tomcat.close();
      case bitronix.tm.resource.jdbc.PoolingDataSource bitronix -> bitronix.close();
      case AtomikosNonXADataSourceBean atomikos -> atomikos.close();
      case DataSource other -> {
        // UCP and IronJacamar end with the virtual machine
      }
    }
  }
}
