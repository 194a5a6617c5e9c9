package dev.pitboss.connections.agent;

import dev.pitboss.connections.PoolView;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A well-known pool whose classes this library cannot see, because another class loader has them:
/// asked by reflection. Each number is a path of getters; an empty one is unknown.
///
/// @param evict the method that makes the pool forget a connection; empty if it has none
record StrangePool(
    DataSource pool,
    List<String> sizePath,
    List<String> checkedOutPath,
    List<String> maxSizePath,
    List<String> waitingPath,
    String evict)
    implements PoolView {
  private static final List<String> NONE = List.of();

  /// What is known about `pool`, if its kind is known and its classes are another loader's.
  static Optional<PoolView> of(DataSource pool) {
    for (@Nullable Class<?> type = pool.getClass(); type != null; type = type.getSuperclass()) {
      Optional<PoolView> view = of(pool, type.getName());
      if (view.isPresent()) {
        return isVisible(type) ? Optional.empty() : view;
      }
    }
    return Optional.empty();
  }

  private static Optional<PoolView> of(DataSource pool, String type) {
    return switch (type) {
      case "com.zaxxer.hikari.HikariDataSource" ->
          Optional.of(
              new StrangePool(
                  pool,
                  List.of("getHikariPoolMXBean", "getTotalConnections"),
                  List.of("getHikariPoolMXBean", "getActiveConnections"),
                  List.of("getMaximumPoolSize"),
                  List.of("getHikariPoolMXBean", "getThreadsAwaitingConnection"),
                  "evictConnection"));
      case "org.apache.commons.dbcp2.BasicDataSource" ->
          Optional.of(
              new StrangePool(
                  pool, NONE, List.of("getNumActive"), List.of("getMaxTotal"), NONE, ""));
      case "org.apache.tomcat.jdbc.pool.DataSourceProxy" ->
          Optional.of(
              new StrangePool(
                  pool,
                  List.of("getSize"),
                  List.of("getActive"),
                  List.of("getMaxActive"),
                  List.of("getWaitCount"),
                  ""));
      default -> Optional.empty();
    };
  }

  private static boolean isVisible(Class<?> type) {
    try {
      return Class.forName(type.getName(), false, StrangePool.class.getClassLoader()) == type;
    } catch (ClassNotFoundException _) {
      return false;
    }
  }

  /// The name its owner gave the pool.
  static Optional<String> name(DataSource pool) {
    return read(pool, List.of("getPoolName"))
        .filter(String.class::isInstance)
        .map(String.class::cast);
  }

  @Override
  public int size() {
    return number(sizePath);
  }

  @Override
  public int checkedOut() {
    return number(checkedOutPath);
  }

  @Override
  public int maxSize() {
    return number(maxSizePath);
  }

  @Override
  public int waiting() {
    return number(waitingPath);
  }

  @Override
  public boolean evicts() {
    return !evict.isEmpty();
  }

  @Override
  public void evict(Connection pooled) throws SQLException {
    pooled.abort(Runnable::run);
    try {
      pool.getClass().getMethod(evict, Connection.class).invoke(pool, pooled);
    } catch (InvocationTargetException e) {
      throw new SQLException("the pool does not evict", e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new SQLException("the pool cannot be asked to evict", e);
    }
  }

  private int number(List<String> path) {
    return path.isEmpty()
        ? UNKNOWN
        : read(pool, path)
            .filter(Integer.class::isInstance)
            .map(Integer.class::cast)
            .orElse(UNKNOWN);
  }

  private static Optional<Object> read(Object start, List<String> path) {
    @Nullable Object value = start;
    for (String getter : path) {
      if (value == null) {
        return Optional.empty();
      }
      try {
        value = publicly(value.getClass(), getter).invoke(value);
      } catch (ReflectiveOperationException _) {
        return Optional.empty(); // another version of the pool: what it does not tell is unknown
      }
    }
    return Optional.ofNullable(value);
  }

  /// The getter as a public type declares it: a pool's own class may be hidden.
  private static Method publicly(Class<?> type, String getter) throws NoSuchMethodException {
    for (Class<?> face : type.getInterfaces()) {
      try {
        return face.getMethod(getter);
      } catch (NoSuchMethodException _) {
        // the next interface may have it, or the class itself
      }
    }
    return type.getMethod(getter);
  }
}
