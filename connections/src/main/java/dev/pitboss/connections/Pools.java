package dev.pitboss.connections;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Finds what is known about a pool, without needing any pool's classes that are not there.
final class Pools {
  private Pools() {}

  /// The books of `pool`: those that see every borrow if the pool tells, or else new ones for the
  /// borrows through the tracker.
  static PoolState ledger(DataSource pool) {
    if (pool instanceof PhysicalDataSource) {
      throw new IllegalArgumentException("track the pool, not the driver under it");
    }
    Optional<PoolState> telling =
        switch (kind(pool)) {
          case HIKARI -> HikariPools.ledger(pool);
          case AGROAL -> Optional.of(AgroalPools.ledger(pool));
          case DBCP -> DbcpPools.ledger(pool);
          case TOMCAT -> Optional.of(TomcatPools.ledger(pool));
          case OTHER -> Optional.empty();
        };
    return telling.orElseGet(() -> new PoolState(SlotFinder.NONE));
  }

  static Optional<PoolView> view(DataSource pool) {
    return switch (kind(pool)) {
      case HIKARI -> Optional.of(HikariPools.view(pool));
      case AGROAL -> Optional.of(AgroalPools.view(pool));
      case DBCP -> Optional.of(DbcpPools.view(pool));
      case TOMCAT -> Optional.of(TomcatPools.view(pool));
      case OTHER -> PoolView.of(pool);
    };
  }

  /// Whether `pool`, of any class, says that it is closed.
  static boolean isClosed(DataSource pool) {
    try {
      Method question = pool.getClass().getMethod("isClosed");
      return Boolean.TRUE.equals(question.invoke(pool));
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ignored) {
      return false;
    }
  }

  private enum Kind {
    HIKARI("com.zaxxer.hikari.HikariDataSource"),
    AGROAL("io.agroal.pool.DataSource"),
    DBCP("org.apache.commons.dbcp2.BasicDataSource"),
    TOMCAT("org.apache.tomcat.jdbc.pool.DataSourceProxy"),
    OTHER("");

    private final String className;

    Kind(String className) {
      this.className = className;
    }
  }

  private static Kind kind(DataSource pool) {
    for (Kind kind : Kind.values()) {
      if (isA(pool, kind.className)) {
        return kind;
      }
    }
    return Kind.OTHER;
  }

  /// By name, so that the class need not exist; pools are subclassed by frameworks. A class of that
  /// name that another loader made, out of sight of this library, is a stranger.
  private static boolean isA(DataSource pool, String name) {
    for (@Nullable Class<?> type = pool.getClass(); type != null; type = type.getSuperclass()) {
      if (type.getName().equals(name)) {
        return isVisible(type);
      }
    }
    return false;
  }

  private static boolean isVisible(Class<?> type) {
    try {
      return Class.forName(type.getName(), false, Pools.class.getClassLoader()) == type;
    } catch (ClassNotFoundException ignored) {
      return false;
    }
  }
}
