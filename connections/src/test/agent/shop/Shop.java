package shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;
import java.util.function.Supplier;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** Borrows in every way there is; a line that leaks says so. */
public final class Shop {
  private static final String URL = "jdbc:h2:mem:shop;DB_CLOSE_DELAY=-1";

  interface Lender {
    Connection lend() throws SQLException;
  }

  interface Opener<S> {
    Connection open(S source) throws SQLException;
  }

  private final HikariDataSource pool;
  private final JdbcDataSource plain = new JdbcDataSource();

  private Shop() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.setMaximumPoolSize(10);
    config.setPoolName("shop");
    pool = new HikariDataSource(config);
    plain.setURL(URL);
  }

  public static void main(String[] arguments) throws Exception {
    Shop shop = new Shop();
    shop.fromPool();
    shop.fromDataSource();
    shop.byReference();
    shop.fromDriver();
    shop.clean();
    shop.unlikeOthers();
    System.out.println("ready");
    while (System.in.available() == 0) {
      System.gc();
      Thread.sleep(100);
    }
    System.out.println(
        ManagementFactory.getPlatformMBeanServer()
            .getAttribute(
                new ObjectName("dev.pitboss.connections:type=ConnectionTracker,name=\"shop\""),
                "Text"));
  }

  private void fromPool() throws SQLException {
    Connection lost = pool.getConnection(); // LEAK
    lost.isReadOnly();
    if (lost.isClosed()) {
      lost.close();
    }
    Runnable later = () -> {
      try {
        pool.getConnection().createStatement(); // LEAK
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    };
    later.run();
  }

  private void fromDataSource() throws SQLException {
    DataSource source = plain;
    source.getConnection("", "").isReadOnly(); // LEAK
    plain.getConnection().isReadOnly(); // LEAK
  }

  private void byReference() throws SQLException {
    Lender bound = pool::getConnection; // LEAK
    bound.lend().isReadOnly();
    Opener<DataSource> unbound = DataSource::getConnection; // LEAK
    unbound.open(plain).isReadOnly();
    Opener<String> driver = DriverManager::getConnection; // LEAK
    driver.open(URL).isReadOnly();
  }

  private void fromDriver() throws SQLException {
    DriverManager.getConnection(URL).isReadOnly(); // LEAK
    DriverManager.getConnection(URL, "", "").isReadOnly(); // LEAK
    long wide = System.nanoTime();
    for (int i = 0; i < 2; i++) {
      Connection found = i == 0 ? null : DriverManager.getConnection(URL, new Properties()); // LEAK
      if (found != null && wide != 0) {
        found.isReadOnly();
      }
    }
  }

  private void clean() throws SQLException {
    try (Connection given = pool.getConnection()) { // CLEAN
      given.createStatement().close();
    }
    try (Connection given = DriverManager.getConnection(URL)) { // CLEAN
      given.isReadOnly();
    }
  }

  /** Has the method, and is no data source. */
  static final class Registry {
    Connection getConnection() {
      return null;
    }
  }

  private void unlikeOthers() throws SQLException {
    Registry registry = new Registry();
    Supplier<Connection> none = registry::getConnection;
    if (registry.getConnection() != null || none.get() != null) {
      throw new IllegalStateException("a registry without connections has one");
    }
    org.h2.jdbc.JdbcConnection own = (org.h2.jdbc.JdbcConnection) DriverManager.getConnection(URL); // CAST
    own.close();
    Connection any = DriverManager.getConnection(URL); // CAST
    System.out.println("driver's own: " + (any instanceof org.h2.jdbc.JdbcConnection));
    any.close();
  }
}
