package dev.pitboss.connections.acceptance;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A driver over another one whose connections fail as told: `jdbc:faulty:NAME:jdbc:…`. Pools make
/// it by the name of its class.
public final class FaultyDriver implements Driver {
  private static final String PREFIX = "jdbc:faulty:";
  private static final Map<String, Faults> FAULTS = new ConcurrentHashMap<>();

  static {
    try {
      DriverManager.registerDriver(new FaultyDriver());
    } catch (SQLException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// What goes wrong with the connections of one database, and what was called.
  static final class Faults {
    final Map<String, SQLException> failures = new ConcurrentHashMap<>();
    final List<String> calls = new CopyOnWriteArrayList<>();
    private final Map<String, Object> answers = new ConcurrentHashMap<>();
    private final Map<String, Integer> times = new ConcurrentHashMap<>();

    /// The next `often` calls of `method` fail.
    void fail(String method, int often, SQLException failure) {
      times.put(method, often);
      failures.put(method, failure);
    }

    /// Every call of `method` gets this answer.
    void answer(String method, Object answer) {
      answers.put(method, answer);
    }

    private @Nullable SQLException next(String method) {
      int left = times.getOrDefault(method, 0);
      if (left == 0) {
        return null;
      }
      times.put(method, left - 1);
      return failures.get(method);
    }
  }

  /// For pools, which make their drivers by reflection.
  public FaultyDriver() {}

  static AnyDriver.Target over(AnyDriver.Target real, String name, Faults faults) {
    FAULTS.put(name, faults);
    return new AnyDriver.Target(
        PREFIX + name + ":" + real.url(), real, FaultyDriver.class.getName());
  }

  @Override
  public boolean acceptsURL(String url) {
    return url.startsWith(PREFIX);
  }

  @Override
  public @Nullable Connection connect(String url, Properties info) throws SQLException {
    if (!acceptsURL(url)) {
      return null;
    }
    int end = url.indexOf(':', PREFIX.length());
    Faults faults = FAULTS.get(url.substring(PREFIX.length(), end));
    Connection real = DriverManager.getConnection(url.substring(end + 1), info);
    return (Connection)
        Proxy.newProxyInstance(
            FaultyDriver.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> {
              String name = method.getName();
              if (name.equals("unwrap") && ((Class<?>) arguments[0]).isInstance(proxy)) {
                return proxy;
              }
              if (faults != null) {
                faults.calls.add(name);
                SQLException failure = faults.next(name);
                if (failure != null) {
                  throw failure;
                }
                if (faults.answers.containsKey(name)) {
                  return faults.answers.get(name);
                }
              }
              try {
                return method.invoke(real, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause() == null ? e : e.getCause();
              }
            });
  }

  @Override
  public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
    return new DriverPropertyInfo[0];
  }

  @Override
  public int getMajorVersion() {
    return 1;
  }

  @Override
  public int getMinorVersion() {
    return 0;
  }

  @Override
  public boolean jdbcCompliant() {
    return false;
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }
}
