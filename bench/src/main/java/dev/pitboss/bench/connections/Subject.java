package dev.pitboss.bench.connections;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.HikariPools;
import dev.pitboss.connections.spring.boot.ConnectionsAutoConfiguration;
import dev.pitboss.connections.spring.boot.TrackedBean;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;

/// The pools that are compared, all with ten connections, of the stub driver unless they say
/// otherwise, and else with their own defaults: alone, with their own means against leaks, and
/// under the tracker.
public enum Subject {
  /// HikariCP alone: what everything is compared with.
  HIKARI,
  /// HikariCP with its own leak detection.
  HIKARI_DETECTING,
  /// HikariCP under the tracker.
  HIKARI_TRACKED,
  /// HikariCP as the bean of an application with the starter for Spring Boot.
  HIKARI_BEAN,
  /// HikariCP alone, over H2 in memory: a driver that does something.
  HIKARI_H2,
  /// HikariCP under the tracker, over H2 in memory.
  HIKARI_H2_TRACKED,
  /// Agroal alone.
  AGROAL,
  /// Agroal with its own leak detection and enhanced report.
  AGROAL_DETECTING,
  /// Tomcat JDBC alone.
  TOMCAT,
  /// Tomcat JDBC that notes the stack of every borrow.
  TOMCAT_DETECTING,
  /// Commons DBCP 2 alone.
  DBCP,
  /// Commons DBCP 2 that notes the stack of every borrow.
  DBCP_DETECTING;

  private static final int SIZE = 10;
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @SuppressWarnings("MustBeClosedChecker") // the caller closes it
  DataSource open() {
    return switch (this) {
      case HIKARI -> new HikariDataSource(hikari(0));
      case HIKARI_DETECTING -> new HikariDataSource(hikari(TIMEOUT.toMillis()));
      case HIKARI_TRACKED -> HikariPools.tracked(hikari(0));
      case HIKARI_BEAN -> bean();
      case HIKARI_H2 -> new HikariDataSource(h2());
      case HIKARI_H2_TRACKED -> HikariPools.tracked(h2());
      case AGROAL -> agroal(false);
      case AGROAL_DETECTING -> agroal(true);
      case TOMCAT -> tomcat(false);
      case TOMCAT_DETECTING -> tomcat(true);
      case DBCP -> dbcp(false);
      case DBCP_DETECTING -> dbcp(true);
    };
  }

  boolean isTracked() {
    return this == HIKARI_TRACKED || this == HIKARI_H2_TRACKED;
  }

  private static DataSource bean() {
    var application = new AnnotationConfigApplicationContext();
    application.register(ConnectionsAutoConfiguration.class);
    application.registerBean("pool", HikariDataSource.class, () -> new HikariDataSource(hikari(0)));
    application.refresh();
    DataSource bean = application.getBean(DataSource.class);
    if (!(bean instanceof TrackedBean)) {
      throw new IllegalStateException("the starter does not track " + bean);
    }
    return bean;
  }

  private static HikariConfig hikari(long leakMillis) {
    var config = new HikariConfig();
    config.setDriverClassName(StubDriver.class.getName());
    config.setJdbcUrl(StubDriver.URL);
    config.setMaximumPoolSize(SIZE);
    config.setLeakDetectionThreshold(leakMillis);
    return config;
  }

  private static HikariConfig h2() {
    var config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:bench;DB_CLOSE_DELAY=-1");
    config.setMaximumPoolSize(SIZE);
    config.setConnectionInitSql(
        "create table if not exists player (id int primary key, balance bigint)");
    return config;
  }

  private static AgroalDataSource agroal(boolean detecting) {
    var config =
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(pool -> {
              pool.maxSize(SIZE)
                  .acquisitionTimeout(TIMEOUT)
                  .connectionFactoryConfiguration(driver ->
                      driver.jdbcUrl(StubDriver.URL).connectionProviderClass(StubDriver.class));
              if (detecting) {
                pool.leakTimeout(TIMEOUT).enhancedLeakReport();
              }
              return pool;
            });
    try {
      return AgroalDataSource.from(config);
    } catch (SQLException e) {
      throw new IllegalStateException("Agroal does not start", e);
    }
  }

  private static DataSource tomcat(boolean detecting) {
    var config = new PoolProperties();
    config.setDriverClassName(StubDriver.class.getName());
    config.setUrl(StubDriver.URL);
    config.setMaxActive(SIZE);
    config.setMaxIdle(SIZE);
    config.setLogAbandoned(detecting);
    config.setSuspectTimeout(detecting ? (int) TIMEOUT.toSeconds() : 0);
    return new org.apache.tomcat.jdbc.pool.DataSource(config);
  }

  private static DataSource dbcp(boolean detecting) {
    var pool = new BasicDataSource();
    pool.setDriverClassName(StubDriver.class.getName());
    pool.setUrl(StubDriver.URL);
    pool.setMaxTotal(SIZE);
    pool.setMaxIdle(SIZE);
    pool.setRemoveAbandonedOnMaintenance(detecting);
    pool.setLogAbandoned(detecting);
    return pool;
  }
}
