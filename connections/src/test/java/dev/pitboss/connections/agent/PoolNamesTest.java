package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.alibaba.druid.pool.DruidDataSource;
import com.mchange.v2.c3p0.ComboPooledDataSource;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.AgroalDataSourceListener;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Constructor;
import java.util.Map;
import javax.management.MBeanRegistration;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.datasource.AbstractDataSource;

/// A pool is called what its owner calls it.
@SuppressWarnings("MustBeClosedChecker") // no connection is made
final class PoolNamesTest {
  private static final String URL = "jdbc:h2:mem:pool-names";

  /// Tomcat registers what it makes for a JNDI name, without telling the pool in any other way.
  @Test
  void poolsThatTomcatRegisteredGoByTheirJndiName() throws Exception {
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    var dbcp = new org.apache.tomcat.dbcp.dbcp2.BasicDataSource();
    var tomcat = new org.apache.tomcat.jdbc.pool.DataSource();
    tomcat.setUrl(URL);
    tomcat.setDriverClassName("org.h2.Driver");
    tomcat.createPool();
    Map<String, DataSource> sources = Map.of("jdbc/shop", dbcp, "jdbc/bar", tomcat);
    for (Map.Entry<String, DataSource> each : sources.entrySet()) {
      assertThat(PoolNames.of(each.getValue())).as("not registered").doesNotContain("jdbc/");
      var name =
          new ObjectName(
              "Catalina:type=DataSource,host=localhost,context=/shop,name=\""
                  + each.getKey()
                  + "\"");
      ((MBeanRegistration) each.getValue()).preRegister(server, name); // as its registry does it
      assertThat(PoolNames.of(each.getValue())).isEqualTo(each.getKey());
    }
    tomcat.close();
  }

  /// A data source that stands before another one, as TomEE's managed ones do.
  public static final class ManagedDataSource extends AbstractDataSource {
    private final DataSource delegate;

    ManagedDataSource(DataSource delegate) {
      this.delegate = delegate;
    }

    /// Called by reflection.
    public DataSource getDelegate() {
      return delegate;
    }

    @Override
    public java.sql.Connection getConnection() throws java.sql.SQLException {
      return delegate.getConnection();
    }

    @Override
    public java.sql.Connection getConnection(String user, String password)
        throws java.sql.SQLException {
      return delegate.getConnection(user, password);
    }
  }

  @Test
  void dataSourceBeforeANamedPoolGoesByThePoolsName() {
    var pool = new org.apache.tomcat.jdbc.pool.DataSource();
    pool.setName("till");
    assertThat(PoolNames.of(new ManagedDataSource(pool))).isEqualTo("till");
    assertThat(PoolNames.of(new ManagedDataSource(new BasicDataSource())))
        .isEqualTo("ManagedDataSource");
  }

  @Configuration(proxyBeanMethods = false)
  static class Pools {
    @Bean(destroyMethod = "")
    HikariDataSource tills() {
      var pool = new HikariDataSource();
      pool.setJdbcUrl(URL);
      pool.setPoolName("HikariPool-7"); // as HikariCP does it
      return pool;
    }

    @Bean(destroyMethod = "")
    BasicDataSource staff() {
      return new BasicDataSource();
    }

    @Bean(destroyMethod = "")
    DruidDataSource stock() {
      return new DruidDataSource();
    }

    @Bean(destroyMethod = "")
    ComboPooledDataSource guests() {
      return new ComboPooledDataSource();
    }

    @Bean(destroyMethod = "")
    HikariDataSource named() {
      var pool = new HikariDataSource();
      pool.setPoolName("bank");
      return pool;
    }
  }

  @Test
  void beanOfSpringBootGoesByItsNameUnlessItWasGivenOne() {
    var application = new SpringApplication(Pools.class);
    application.setWebApplicationType(WebApplicationType.NONE);
    application.setLogStartupInfo(false);
    try (ConfigurableApplicationContext context = application.run()) {
      for (String bean : new String[] {"tills", "staff", "stock", "guests"}) {
        assertThat(PoolNames.of(context.getBean(bean, DataSource.class))).isEqualTo(bean);
      }
      assertThat(PoolNames.of(context.getBean("named", DataSource.class))).isEqualTo("bank");
      assertThat(PoolNames.of(new BasicDataSource())).as("no bean").isEqualTo("BasicDataSource");
    }
  }

  @Test
  void poolOfQuarkusGoesByTheNameOfItsConfiguration() throws Exception {
    Constructor<?> listener =
        Class.forName("io.quarkus.agroal.runtime.AgroalEventLoggingListener")
            .getConstructor(String.class, boolean.class);
    listener.setAccessible(true);
    var configuration =
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(pool ->
                pool.maxSize(1).connectionFactoryConfiguration(driver -> driver.jdbcUrl(URL)))
            .get();
    try (var named =
            AgroalDataSource.from(
                configuration, (AgroalDataSourceListener) listener.newInstance("users", false));
        var nameless = AgroalDataSource.from(configuration)) {
      assertThat(PoolNames.of(named)).isEqualTo("users");
      assertThat(PoolNames.of(nameless)).isEqualTo("DataSource");
    }
  }
}
