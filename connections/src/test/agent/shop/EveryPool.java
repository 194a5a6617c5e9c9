package shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;

/** Leaks one connection out of two of every pool, and holds the other one. */
public final class EveryPool {
  private static final String URL = "jdbc:h2:mem:every";

  public static void main(String[] arguments) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.setMaximumPoolSize(2);
    config.setPoolName("HikariDataSource");
    BasicDataSource dbcp = new BasicDataSource();
    dbcp.setUrl(URL);
    dbcp.setMaxTotal(2);
    dbcp.setAccessToUnderlyingConnectionAllowed(true);
    PoolProperties properties = new PoolProperties();
    properties.setUrl(URL);
    properties.setDriverClassName("org.h2.Driver");
    properties.setMaxActive(2);
    AgroalDataSource agroal =
        AgroalDataSource.from(
            new AgroalDataSourceConfigurationSupplier()
                .metricsEnabled()
                .connectionPoolConfiguration(pool ->
                    pool.maxSize(2)
                        .acquisitionTimeout(Duration.ofSeconds(5))
                        .connectionFactoryConfiguration(driver -> driver.jdbcUrl(URL))));
    DataSource[] pools = {
      new HikariDataSource(config),
      dbcp,
      new org.apache.tomcat.jdbc.pool.DataSource(properties),
      agroal
    };
    Connection[] kept = new Connection[pools.length];
    for (int i = 0; i < pools.length; i++) {
      lose(pools[i]);
      kept[i] = pools[i].getConnection();
    }
    System.out.println("ready");
    while (System.in.available() == 0) {
      System.gc();
      Thread.sleep(100);
    }
    for (Connection connection : kept) {
      connection.close();
    }
  }

  private static void lose(DataSource pool) throws SQLException {
    Connection lost = pool.getConnection();
    lost.isReadOnly();
  }
}
