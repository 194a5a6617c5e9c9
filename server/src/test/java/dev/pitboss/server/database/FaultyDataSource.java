package dev.pitboss.server.database;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/// A data source whose connections fail when told to: the n-th statement or commit from now on
/// throws, as a database that gives up in the middle of the work.
public final class FaultyDataSource {
  private final AtomicInteger countdown = new AtomicInteger();
  private volatile String sqlState = "XX000";
  private volatile boolean afterwards;

  /// Fails the n-th statement or commit from now on, before it reaches the database.
  public void failAt(int n, String state) {
    afterwards = false;
    sqlState = state;
    countdown.set(n);
  }

  /// Lets the n-th statement or commit from now on succeed, then loses its answer.
  public void loseAnswerAt(int n) {
    afterwards = true;
    sqlState = "08006";
    countdown.set(n);
  }

  /// Whether the armed fault has struck.
  public boolean hasStruck() {
    return countdown.get() <= 0;
  }

  /// No more faults.
  public void disarm() {
    countdown.set(0);
  }

  /// The data source with its faults.
  public DataSource over(DataSource database) {
    return proxy(DataSource.class, database);
  }

  private <T> T proxy(Class<T> type, Object target) {
    InvocationHandler handler = (_, method, arguments) -> invoke(target, method, arguments);
    return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
  }

  private Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    boolean strikes = isWork(method) && countdown.getAndUpdate(n -> n > 0 ? n - 1 : 0) == 1;
    if (strikes && !afterwards) {
      throw new SQLException("injected before " + method.getName(), sqlState);
    }
    Object result;
    try {
      result = method.invoke(target, arguments);
    } catch (InvocationTargetException failure) {
      throw failure.getCause();
    }
    if (strikes) {
      throw new SQLException("injected after " + method.getName(), sqlState);
    }
    return switch (result) {
      case Connection connection -> proxy(Connection.class, connection);
      case Statement statement ->
          proxy(method.getReturnType().asSubclass(Statement.class), statement);
      case null, default -> result;
    };
  }

  private static boolean isWork(Method method) {
    return method.getName().startsWith("execute") || method.getName().equals("commit");
  }
}
