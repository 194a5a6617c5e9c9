package dev.pitboss.connections.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.TrackedConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;

/// What passes a request on does not count it again.
final class FrontsTest {
  private static long acquired(ConfigurableApplicationContext context, String bean) {
    return context
        .getBean(TrackedDataSources.class)
        .tracker(bean)
        .orElseThrow()
        .report()
        .trackingStats()
        .totalAcquired();
  }

  private static void use(ConfigurableApplicationContext context, String bean) throws SQLException {
    try (Connection connection = context.getBean(bean, DataSource.class).getConnection();
        Statement statement = connection.createStatement()) {
      assertThat(statement.execute("select 1")).isTrue();
    }
  }

  /// A front that Spring does not know.
  static class Passing extends AbstractDataSource {
    private final DataSource behind;

    Passing(DataSource behind) {
      this.behind = behind;
    }

    @Override
    public Connection getConnection() throws SQLException {
      return behind.getConnection();
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return behind.getConnection(user, password);
    }
  }

  /// Sends every borrow to one place.
  static class Routing extends AbstractRoutingDataSource {
    @Override
    protected Object determineCurrentLookupKey() {
      return "reports";
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OverBeans {
    @Bean
    HikariDataSource till() {
      return Applications.pool("till");
    }

    @Bean
    DataSource lazy(HikariDataSource till) {
      return new LazyConnectionDataSourceProxy(till);
    }

    @Bean
    DataSource aware(HikariDataSource till) {
      return new TransactionAwareDataSourceProxy(till);
    }

    @Bean
    Routing routing(HikariDataSource till) {
      var routing = new Routing();
      routing.setTargetDataSources(Map.of("reports", till));
      return routing;
    }

    @Bean
    Passing passing(HikariDataSource till) {
      return new Passing(till);
    }
  }

  @Test
  void frontOfATrackedBeanDoesNotCount() throws SQLException {
    try (ConfigurableApplicationContext context = Applications.start(OverBeans.class)) {
      use(context, "lazy"); // which first finds out what a connection is like
      long before = acquired(context, "till");
      use(context, "lazy");
      use(context, "aware");
      use(context, "routing");
      use(context, "passing");

      assertThat(context.getBean(TrackedDataSources.class).trackers()).containsOnlyKeys("till");
      assertThat(acquired(context, "till")).isEqualTo(before + 4);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OverPoolsOfTheirOwn {
    @Bean
    LazyConnectionDataSourceProxy lazy() {
      return new LazyConnectionDataSourceProxy(Applications.pool("lazy"));
    }

    @Bean
    Routing routing() {
      var routing = new Routing();
      routing.setTargetDataSources(
          Map.of("reports", Applications.pool("reports"), "bets", Applications.pool("bets")));
      return routing;
    }
  }

  @Test
  void poolBehindAFrontIsTrackedUnderItsName() throws SQLException {
    try (ConfigurableApplicationContext context = Applications.start(OverPoolsOfTheirOwn.class)) {
      use(context, "lazy");
      use(context, "routing");

      assertThat(context.getBean(TrackedDataSources.class).trackers())
          .containsOnlyKeys("lazy", "routing.reports", "routing.bets");
      assertThat(acquired(context, "lazy")).isPositive();
      assertThat(acquired(context, "routing.reports")).isEqualTo(1);
      assertThat(acquired(context, "routing.bets")).isZero();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class PoolOverABean {
    @Bean
    DataSource driver() {
      var driver = new JdbcDataSource();
      driver.setUrl("jdbc:h2:mem:driver");
      return driver;
    }

    @Bean
    HikariDataSource till(DataSource driver) {
      var pool = new HikariDataSource();
      pool.setDataSource(driver);
      return pool;
    }
  }

  @Test
  void whatAPoolOpensItsConnectionsWithIsNotTracked() throws SQLException {
    try (ConfigurableApplicationContext context = Applications.start(PoolOverABean.class)) {
      try (Connection connection =
          context.getBean("till", HikariDataSource.class).getConnection()) {
        assertThat(connection).isInstanceOf(TrackedConnection.class);
      }

      assertThat(context.getBean(TrackedDataSources.class).trackers()).containsOnlyKeys("till");
      assertThat(acquired(context, "till")).isEqualTo(1);
    }
  }
}
