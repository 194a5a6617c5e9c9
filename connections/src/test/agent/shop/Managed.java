package shop;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;

/**
 * A managed data source as application servers put one before a pool: it fetches the pool's
 * connection when what it handed out is first used, or at once.
 */
public final class Managed {
  static final class ManagedSource extends Wrapping.Outer {
    private final DataSource pool;
    private final boolean fetchesLater;

    ManagedSource(DataSource pool, boolean fetchesLater) {
      super(pool, false);
      this.pool = pool;
      this.fetchesLater = fetchesLater;
    }

    @Override
    public Connection getConnection() throws SQLException {
      ManagedConnection managed = new ManagedConnection(pool);
      if (!fetchesLater) {
        managed.newConnection();
      }
      return (Connection)
          Proxy.newProxyInstance(
              Managed.class.getClassLoader(), new Class<?>[] {Connection.class}, managed);
    }
  }

  /** Neither a data source nor of a framework that is known by name. */
  static final class ManagedConnection implements InvocationHandler {
    private final DataSource pool;
    private Connection delegate;

    ManagedConnection(DataSource pool) {
      this.pool = pool;
    }

    Connection newConnection() throws SQLException {
      if (delegate == null) {
        delegate = pool.getConnection();
      }
      return delegate;
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
      if (delegate == null && method.getName().matches("close|isClosed|toString|hashCode")) {
        return method.getName().equals("isClosed") ? (Object) false : null;
      }
      try {
        return method.invoke(newConnection(), arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause();
      }
    }
  }

  public static void main(String[] arguments) throws Exception {
    PoolProperties properties = new PoolProperties();
    properties.setUrl("jdbc:h2:mem:managed");
    properties.setDriverClassName("org.h2.Driver");
    properties.setMaxActive(8);
    DataSource pool = new org.apache.tomcat.jdbc.pool.DataSource(properties);
    DataSource later = new ManagedSource(pool, true);
    DataSource atOnce = new ManagedSource(pool, false);
    for (int i = 0; i < 2; i++) {
      work(atOnce);
      again(later);
    }
    lose(later);
    Connection kept = pool.getConnection(); // OUT
    System.out.println("ready");
    while (System.in.available() == 0) {
      System.gc();
      Thread.sleep(100);
    }
    kept.close();
  }

  private static void work(DataSource source) throws SQLException {
    try (Connection given = source.getConnection(); // CLEAN
        Statement statement = given.createStatement()) {
      statement.execute("select 1");
    }
  }

  private static void again(DataSource source) throws SQLException {
    try (Connection given = source.getConnection(); // CLEAN
        Statement statement = given.createStatement()) {
      statement.execute("select 1");
    }
  }

  private static void lose(DataSource source) throws SQLException {
    Connection lost = source.getConnection(); // LEAK
    lost.createStatement().execute("select 1");
  }
}
