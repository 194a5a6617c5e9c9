package shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.logging.Logger;
import javax.sql.DataSource;

/** A data source around a pool around a data source: one borrow is one. */
public final class Wrapping {
  /** Passes on what another one hands out, as it is or in a wrapper that hides it. */
  static class Outer implements DataSource {
    private final DataSource inner;
    private final boolean hides;

    Outer(DataSource inner, boolean hides) {
      this.inner = inner;
      this.hides = hides;
    }

    @Override
    public Connection getConnection() throws SQLException {
      Connection connection = inner.getConnection();
      return hides ? hidden(connection) : connection;
    }

    private static Connection hidden(Connection connection) {
      return (Connection)
          Proxy.newProxyInstance(
              Outer.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, values) ->
                  method.getName().equals("isWrapperFor")
                      ? Boolean.FALSE
                      : method.invoke(connection, values));
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
      return getConnection();
    }

    @Override
    public PrintWriter getLogWriter() {
      return null;
    }

    @Override
    public void setLogWriter(PrintWriter out) {}

    @Override
    public void setLoginTimeout(int seconds) {}

    @Override
    public int getLoginTimeout() {
      return 0;
    }

    @Override
    public Logger getParentLogger() {
      return Logger.getGlobal();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
      throw new SQLException("wraps nothing it tells about");
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
      return false;
    }
  }

  /** What the pool opens its connections with. */
  static final class Driver extends Outer {
    Driver() {
      super(null, false);
    }

    @Override
    public Connection getConnection() throws SQLException {
      return DriverManager.getConnection("jdbc:h2:mem:wrapped");
    }
  }

  public static void main(String[] arguments) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setDataSource(new Driver());
    config.setMaximumPoolSize(4);
    config.setPoolName("inner");
    HikariDataSource pool = new HikariDataSource(config);
    borrow(new Outer(pool, false));
    hide(new Outer(pool, true));
    through(new Outer(new Outer(pool, true), false));
    Connection kept = pool.getConnection(); // OUT
    System.out.println("ready");
    System.in.read();
    kept.close();
  }

  private static void borrow(DataSource source) throws SQLException {
    try (Connection given = source.getConnection()) { // CLEAN
      given.isReadOnly();
    }
  }

  private static void hide(DataSource source) throws SQLException {
    try (Connection given = source.getConnection()) { // CLEAN
      given.isReadOnly();
    }
  }

  private static void through(DataSource source) throws SQLException {
    try (Connection given = source.getConnection()) { // CLEAN
      given.isReadOnly();
    }
  }
}
