package dev.pitboss.connections.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.TrackedConnection;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.SQLException;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.beans.factory.config.CustomScopeConfigurer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;
import org.springframework.context.annotation.ScopedProxyMode;
import org.springframework.context.support.SimpleThreadScope;
import org.springframework.jdbc.datasource.AbstractDataSource;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/// Which beans are tracked, and as what.
final class TrackedBeansTest {
  private static TrackedDataSources sources(ConfigurableApplicationContext context) {
    return context.getBean(TrackedDataSources.class);
  }

  private static long acquired(ConfigurableApplicationContext context, String bean) {
    return sources(context).tracker(bean).orElseThrow().report().trackingStats().totalAcquired();
  }

  private static void borrow(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      assertThat(connection.isValid(1)).isTrue();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class TwoPools {
    @Bean
    HikariDataSource till() {
      return Applications.pool("till");
    }

    @Bean
    DataSource finalPool() {
      return JdbcConnectionPool.create("jdbc:h2:mem:final", "sa", "");
    }
  }

  @Test
  void finalClassIsReplacedByItsInterfacesIfItIsDeclaredAsOne() throws SQLException {
    try (ConfigurableApplicationContext context = Applications.start(TwoPools.class)) {
      assertThat(context.getBean("till")).isInstanceOf(HikariDataSource.class);
      assertThat(context.getBean("finalPool")).isNotInstanceOf(JdbcConnectionPool.class);
      borrow(context.getBean("till", DataSource.class));
      borrow(context.getBean("finalPool", DataSource.class));

      assertThat(acquired(context, "till")).isEqualTo(1);
      assertThat(acquired(context, "finalPool")).isEqualTo(1);
      try (Connection connection =
          context.getBean("till", HikariDataSource.class).getConnection()) {
        assertThat(connection.unwrap(TrackedConnection.class).site().toString())
            .startsWith("UNTRACKED:TrackedBeansTest.java::finalClassIsReplaced");
      }
    }
  }

  /// A data source whose connections have a type of their own.
  static class Covariant extends AbstractDataSource {
    private final JdbcDataSource source = Driver.source("covariant");

    @Override
    public org.h2.jdbc.JdbcConnection getConnection() throws SQLException {
      return (org.h2.jdbc.JdbcConnection) source.getConnection();
    }

    @Override
    public org.h2.jdbc.JdbcConnection getConnection(String user, String password)
        throws SQLException {
      return (org.h2.jdbc.JdbcConnection) source.getConnection(user, password);
    }
  }

  /// The database's own data sources.
  static final class Driver {
    private Driver() {}

    static JdbcDataSource source(String database) {
      var source = new JdbcDataSource();
      source.setUrl("jdbc:h2:mem:" + database);
      return source;
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class LeftAlone {
    @Bean
    JdbcDataSource declaredAsFinalClass() {
      return Driver.source("final");
    }

    @Bean
    Covariant declaredAsItself() {
      return new Covariant();
    }

    @Bean
    DataSource declaredAsInterface() {
      return new Covariant();
    }

    @Bean
    @Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
    HikariDataSource prototype() {
      return Applications.pool("prototype");
    }

    @Bean
    DataSource shared() {
      return new SingleConnectionDataSource("jdbc:h2:mem:shared", false);
    }

    @Bean(destroyMethod = "")
    DataSource tracked() {
      return ConnectionTracker.over(Driver.source("own")).asDataSource();
    }
  }

  @Test
  void beanThatNoProxyCanStandInForIsLeftAlone() throws SQLException {
    try (ConfigurableApplicationContext context = Applications.start(LeftAlone.class)) {
      assertThat(context.getBean(JdbcDataSource.class)).isNotInstanceOf(TrackedBean.class);
      assertThat(context.getBean(Covariant.class)).isNotInstanceOf(TrackedBean.class);
      try (HikariDataSource prototype = context.getBean(HikariDataSource.class)) {
        assertThat(prototype).isNotInstanceOf(TrackedBean.class);
      }
      assertThat(context.getBean("tracked")).isNotInstanceOf(TrackedBean.class);
      borrow(context.getBean("declaredAsInterface", DataSource.class));

      assertThat(sources(context).trackers()).containsOnlyKeys("declaredAsInterface");
      assertThat(acquired(context, "declaredAsInterface")).isEqualTo(1);
    } finally {
      ConnectionTracker.open().forEach(ConnectionTracker::close);
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class OnePool {
    @Bean
    HikariDataSource till() {
      return Applications.pool("till");
    }
  }

  @Test
  void secondContextTakesTheNextFreeNameAndClosingEndsTrackers() throws Exception {
    var bean = new ObjectName("dev.pitboss.connections:type=ConnectionTracker,name=\"till-2\"");
    ConnectionTracker ended;
    try (ConfigurableApplicationContext first = Applications.start(OnePool.class);
        ConfigurableApplicationContext second = Applications.start(OnePool.class)) {
      assertThat(sources(first).tracker("till").orElseThrow().name()).isEqualTo("till");
      ended = sources(second).tracker("till").orElseThrow();
      assertThat(ended.name()).isEqualTo("till-2");
      assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(bean)).isTrue();
    }
    assertThat(ended.isClosed()).isTrue();
    assertThat(ManagementFactory.getPlatformMBeanServer().isRegistered(bean)).isFalse();
    try (ConfigurableApplicationContext third = Applications.start(OnePool.class)) {
      assertThat(sources(third).tracker("till").orElseThrow().name()).isEqualTo("till");
    }
    assertThat(ConnectionTracker.open()).isEmpty();
  }

  /// Its beans live as long as their thread.
  @Configuration(proxyBeanMethods = false)
  static class Scoped {
    @Bean
    static CustomScopeConfigurer threads() {
      var scopes = new CustomScopeConfigurer();
      scopes.addScope("thread", new SimpleThreadScope());
      return scopes;
    }

    @Bean
    @Scope(value = "thread", proxyMode = ScopedProxyMode.TARGET_CLASS)
    HikariDataSource till() {
      return Applications.pool("till");
    }
  }

  @Test
  void scopedBeanIsTrackedOnceUnderItsName() throws SQLException {
    try (ConfigurableApplicationContext context = Applications.start(Scoped.class);
        HikariDataSource till = context.getBean("till", HikariDataSource.class)) {
      borrow(till);

      assertThat(sources(context).trackers()).containsOnlyKeys("till");
      assertThat(acquired(context, "till")).isEqualTo(1);
    }
  }

  @Test
  void beanThatIsMadeWhenFirstAskedForIsTracked() throws SQLException {
    try (ConfigurableApplicationContext context =
        Applications.start(OnePool.class, "spring.main.lazy-initialization=true")) {
      assertThat(sources(context).trackers()).isEmpty();
      borrow(context.getBean("till", DataSource.class));
      assertThat(acquired(context, "till")).isEqualTo(1);
    }
  }

  @Test
  void poolThatCannotStartFailsAsItWouldUntracked() {
    try (ConfigurableApplicationContext context = Applications.start(NoDriver.class)) {
      DataSource source = context.getBean(DataSource.class);
      assertThatThrownBy(() -> borrow(source)).hasMessageContaining("jdbc:nodatabase:");
      assertThat(sources(context).trackers()).isEmpty();
    }
  }

  @Configuration(proxyBeanMethods = false)
  static class NoDriver {
    @Bean
    HikariDataSource till() {
      var pool = new HikariDataSource();
      pool.setJdbcUrl("jdbc:nodatabase:till");
      return pool;
    }
  }

  @Test
  void excludedBeanIsTheApplicationsOwn() {
    try (ConfigurableApplicationContext context =
        Applications.start(TwoPools.class, "pitboss.connections.excluded-beans=till")) {
      assertThat(context.getBean("till").getClass()).isEqualTo(HikariDataSource.class);
      assertThat(sources(context).trackers()).containsOnlyKeys("finalPool");
    }
  }

  @Test
  void nothingIsTrackedIfItIsSwitchedOff() {
    try (ConfigurableApplicationContext context =
        Applications.start(OnePool.class, "pitboss.connections.enabled=false")) {
      assertThat(context.getBean("till").getClass()).isEqualTo(HikariDataSource.class);
      assertThat(context.getBeansOfType(TrackedDataSources.class)).isEmpty();
    }
  }
}
