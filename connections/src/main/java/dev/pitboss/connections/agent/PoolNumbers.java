package dev.pitboss.connections.agent;

import dev.pitboss.connections.PoolView;
import java.lang.ref.WeakReference;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// A pool's own counters, read by reflection: its classes may be in a class loader that this one
/// does not see. Thread-safe, and does not keep the pool from being collected.
final class PoolNumbers implements PoolView {
  /// The pools this knows. A number is the sum of chains of calls, such as `getPool.getActive`.
  private enum Kind {
    HIKARI(
        "com.zaxxer.hikari.HikariDataSource",
        "getHikariPoolMXBean.getTotalConnections",
        "getHikariPoolMXBean.getActiveConnections",
        "getMaximumPoolSize",
        "getHikariPoolMXBean.getThreadsAwaitingConnection"),
    AGROAL(
        "io.agroal.pool.DataSource",
        "getMetrics.activeCount+getMetrics.availableCount",
        "getMetrics.activeCount",
        "getConfiguration.connectionPoolConfiguration.maxSize",
        "getMetrics.awaitingCount"),
    DBCP(
        "org.apache.commons.dbcp2.BasicDataSource",
        "getNumActive+getNumIdle",
        "getNumActive",
        "getMaxTotal",
        ""),
    TOMCAT_DBCP(
        "org.apache.tomcat.dbcp.dbcp2.BasicDataSource",
        "getNumActive+getNumIdle",
        "getNumActive",
        "getMaxTotal",
        ""),
    TOMCAT(
        "org.apache.tomcat.jdbc.pool.DataSourceProxy",
        "getSize",
        "getActive",
        "getMaxActive",
        "getWaitCount");

    private final String className;
    private final String size;
    private final String checkedOut;
    private final String maxSize;
    private final String waiting;

    Kind(String className, String size, String checkedOut, String maxSize, String waiting) {
      this.className = className;
      this.size = size;
      this.checkedOut = checkedOut;
      this.maxSize = maxSize;
      this.waiting = waiting;
    }
  }

  private static final String METRICS = "getMetrics";

  private final Kind kind;
  private final WeakReference<DataSource> pool;

  private PoolNumbers(Kind kind, DataSource pool) {
    this.kind = kind;
    this.pool = new WeakReference<>(pool);
  }

  /// Empty for a data source of an unknown pool.
  static Optional<PoolNumbers> of(DataSource source) {
    for (@Nullable Class<?> type = source.getClass(); type != null; type = type.getSuperclass()) {
      for (Kind kind : Kind.values()) {
        if (type.getName().equals(kind.className)) {
          return Optional.of(new PoolNumbers(kind, source));
        }
      }
    }
    return Optional.empty();
  }

  /// What the pool's owner calls it.
  Optional<String> name() {
    if (kind != Kind.HIKARI) {
      return Optional.empty();
    }
    try {
      DataSource source = pool.get();
      Object name = source == null ? null : call(source, "getPoolName");
      return Optional.ofNullable(name).map(Object::toString);
    } catch (SQLException _) {
      return Optional.empty();
    }
  }

  @Override
  public int size() {
    return sum(kind.size);
  }

  @Override
  public int checkedOut() {
    return sum(kind.checkedOut);
  }

  @Override
  public int maxSize() {
    return sum(kind.maxSize);
  }

  @Override
  public int waiting() {
    return sum(kind.waiting);
  }

  private int sum(String chains) {
    DataSource source = pool.get();
    if (source == null || chains.isEmpty() || (chains.startsWith(METRICS) && !counts(source))) {
      return UNKNOWN;
    }
    int sum = 0;
    for (String chain : chains.split("\\+", -1)) {
      try {
        Object value = source;
        for (String method : chain.split("\\.", -1)) {
          value = value == null ? null : call(value, method);
        }
        sum +=
            value instanceof Number number ? number.intValue() : 0; // not started: nothing is out
      } catch (SQLException _) {
        return UNKNOWN;
      }
    }
    return sum;
  }

  /// Agroal counts only when told to; begun in the middle, it would count wrong.
  private static boolean counts(DataSource source) {
    try {
      Object configuration = call(source, "getConfiguration");
      return configuration != null && Boolean.TRUE.equals(call(configuration, "metricsEnabled"));
    } catch (SQLException _) {
      return false;
    }
  }

  @Override
  public boolean evicts() {
    DataSource source = pool.get();
    return switch (kind) {
      case HIKARI, AGROAL, TOMCAT -> source != null;
      case DBCP, TOMCAT_DBCP -> source != null && allowsInvalidating(source);
    };
  }

  @Override
  public boolean restoresAutoCommit() {
    return kind == Kind.AGROAL;
  }

  private static boolean allowsInvalidating(DataSource source) {
    try {
      return Boolean.TRUE.equals(call(source, "isAccessToUnderlyingConnectionAllowed"));
    } catch (SQLException _) {
      return false;
    }
  }

  @Override
  public void evict(Connection pooled) throws SQLException {
    DataSource source = pool.get();
    if (source == null) {
      pooled.close();
      return;
    }
    switch (kind) {
      case HIKARI -> {
        try {
          pooled.abort(task -> Thread.ofVirtual().name("connection-reclaim").start(task));
        } catch (SQLException _) {
          // a driver that does not abort: HikariCP closes the connection
        }
        call(source, "evictConnection", pooled); // abort alone leaves it counted as out
      }
      case AGROAL -> {
        Object handler = call(pooled, "getHandler");
        if (handler != null) {
          call(handler, "setFlushOnly"); // destroyed when closed, not offered again
        }
        pooled.close();
      }
      case DBCP, TOMCAT_DBCP -> call(source, "invalidateConnection", pooled);
      case TOMCAT -> {
        call(unwrapped(source, pooled), "setDiscarded", true); // released when closed
        pooled.close();
      }
    }
  }

  private static Object unwrapped(DataSource source, Connection pooled) throws SQLException {
    try {
      return pooled.unwrap(
          Class.forName(
              "org.apache.tomcat.jdbc.pool.PooledConnection",
              false,
              source.getClass().getClassLoader()));
    } catch (ClassNotFoundException e) {
      throw new SQLException("a Tomcat pool without its connections", e);
    }
  }

  /// Calls a method of this name with as many arguments.
  ///
  /// @throws SQLException if the method is missing or fails
  private static @Nullable Object call(Object target, String name, Object... arguments)
      throws SQLException {
    Method method =
        accessible(target.getClass(), name, arguments)
            .orElseThrow(() -> new SQLException("no " + name + " in " + target.getClass()));
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause() instanceof SQLException cause
          ? cause
          : new SQLException(name + " failed", e.getCause());
    } catch (IllegalAccessException e) {
      throw new SQLException(name + " must not be called", e);
    }
  }

  private static boolean takes(Method method, Object[] arguments) {
    Class<?>[] parameters = method.getParameterTypes();
    boolean fits = parameters.length == arguments.length;
    for (int i = 0; fits && i < parameters.length; i++) {
      fits = parameters[i] == boolean.class || parameters[i].isInstance(arguments[i]);
    }
    return fits;
  }

  /// A public method may be implemented in a class that is not public: it is called through the
  /// type that is.
  private static Optional<Method> accessible(Class<?> start, String name, Object[] arguments) {
    Deque<Class<?>> types = new ArrayDeque<>();
    types.add(start);
    while (!types.isEmpty()) {
      Class<?> type = types.poll();
      if (Modifier.isPublic(type.getModifiers())) {
        for (Method method : type.getDeclaredMethods()) {
          if (Modifier.isPublic(method.getModifiers())
              && method.getName().equals(name)
              && !Modifier.isStatic(method.getModifiers())
              && takes(method, arguments)) {
            return Optional.of(method);
          }
        }
      }
      if (type.getSuperclass() != null) {
        types.add(type.getSuperclass());
      }
      types.addAll(List.of(type.getInterfaces()));
    }
    return Optional.empty();
  }
}
