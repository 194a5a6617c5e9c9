package dev.pitboss.connections.acceptance;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Data sources without a pool.
final class Sources {
  private Sources() {}

  @FunctionalInterface
  interface Opening {
    Connection open() throws SQLException;
  }

  @SuppressWarnings("ReferenceEquality") // a data source is equal to itself
  static DataSource of(Opening opening) {
    return (DataSource)
        Proxy.newProxyInstance(
            Sources.class.getClassLoader(),
            new Class<?>[] {DataSource.class},
            (proxy, method, arguments) ->
                switch (method.getName()) {
                  case "getConnection" -> opening.open();
                  case "hashCode" -> System.identityHashCode(proxy);
                  case "equals" -> proxy == arguments[0];
                  case "toString" -> "a data source";
                  case String name -> throw new UnsupportedOperationException(name);
                });
  }
}
