package dev.pitboss.connections.agent;

import java.lang.ref.Reference;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.SQLException;
import javax.sql.DataSource;

/// What a tracker takes for its pool: it must not keep the pool from being collected.
final class WatchedSource {
  private WatchedSource() {}

  static DataSource of(Reference<DataSource> source) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          DataSource pool = source.get();
          if (method.getDeclaringClass() == Object.class) {
            return switch (method.getName()) {
              case "hashCode" -> System.identityHashCode(source);
              case "equals" -> false;
              default -> "watched " + pool;
            };
          }
          if (pool == null) {
            throw new SQLException("the agent only watches: borrow from the data source itself");
          }
          try {
            return method.invoke(pool, arguments);
          } catch (InvocationTargetException e) {
            throw e.getCause() == null ? e : e.getCause();
          }
        };
    return (DataSource)
        Proxy.newProxyInstance(
            WatchedSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, handler);
  }
}
