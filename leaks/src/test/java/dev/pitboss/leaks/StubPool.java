package dev.pitboss.leaks;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A data source that counts. Its connections answer everything with nothing, but fail on what is
/// missing, as a database would.
final class StubPool {
  private static final Map<Class<?>, Object> NOTHING =
      Map.of(boolean.class, false, int.class, 2, long.class, 0L, String.class, "stub");

  private final int failing;
  private int calls;
  private int borrowed;
  private int open;

  /// @param failing which call on what is lent fails, from 1; 0 for none
  StubPool(int failing) {
    this.failing = failing;
  }

  int borrowed() {
    return borrowed;
  }

  int open() {
    return open;
  }

  DataSource dataSource() {
    return fake(
        DataSource.class,
        (_, method, _) -> {
          if (!method.getName().equals("getConnection")) {
            throw new UnsupportedOperationException(method.getName());
          }
          borrowed++;
          open++;
          return fake(Connection.class, new Lent());
        });
  }

  private final class Lent implements InvocationHandler {
    private boolean closed;

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws SQLException {
      Class<?> type = method.getReturnType();
      if (method.getName().equals("close")) {
        open -= closed ? 0 : 1;
        closed = true;
        return null;
      }
      if (++calls == failing) {
        throw new SQLException(method.getName() + " was told to fail");
      }
      if (closed) {
        throw new SQLException(method.getName() + " after close");
      }
      if (arguments != null && String.valueOf(arguments[0]).contains("missing")) {
        throw new SQLException("there is no " + arguments[0]);
      }
      return type.isInterface() && type.getName().startsWith("java.sql.")
          ? fake(
              type,
              (child, called, given) ->
                  called.getName().equals("close") ? null : invoke(child, called, given))
          : NOTHING.get(type);
    }
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(StubPool.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
