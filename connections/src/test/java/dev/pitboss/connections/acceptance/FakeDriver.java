package dev.pitboss.connections.acceptance;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/// A driver written by hand: it knows autocommit and closing, answers every query with nothing,
/// writes down the calls it gets and fails the ones it is told to.
final class FakeDriver {
  private static final Map<Class<?>, Object> NOTHING =
      Map.of(boolean.class, false, int.class, 0, long.class, 0L, short.class, (short) 0);

  private final Map<String, SQLException> failures = new ConcurrentHashMap<>();

  /// Every call of method `name` fails from now on.
  void fail(String name, String message) {
    failures.put(name, new SQLException(message));
  }

  FakeConnection connect() {
    return new FakeConnection();
  }

  /// One physical connection and what happened to it.
  final class FakeConnection implements InvocationHandler {
    final List<String> calls = new CopyOnWriteArrayList<>();
    private boolean autoCommit = true;
    private boolean closed;
    final Connection jdbc = fake(Connection.class, this);

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments)
        throws SQLException {
      calls.add(method.getName());
      SQLException failure = failures.get(method.getName());
      if (failure != null) {
        throw failure;
      }
      return switch (method.getName()) {
        case "getAutoCommit" -> autoCommit;
        case "setAutoCommit" -> {
          autoCommit = arguments != null && (boolean) arguments[0];
          yield null;
        }
        case "isClosed" -> closed;
        case "close", "abort" -> {
          closed |= proxy instanceof Connection;
          yield null;
        }
        case "isValid" -> !closed;
        case "toString" -> "fake connection";
        case "hashCode" -> System.identityHashCode(this);
        case String _ -> nothing(method);
      };
    }

    private @Nullable Object nothing(Method method) {
      Class<?> type = method.getReturnType();
      if (type == Statement.class || type == PreparedStatement.class || type == ResultSet.class) {
        return fake(type, this);
      }
      return NOTHING.get(type);
    }
  }

  private static <T> T fake(Class<T> type, InvocationHandler handler) {
    return type.cast(
        Proxy.newProxyInstance(FakeDriver.class.getClassLoader(), new Class<?>[] {type}, handler));
  }
}
