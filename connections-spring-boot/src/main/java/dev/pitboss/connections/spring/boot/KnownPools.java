package dev.pitboss.connections.spring.boot;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Tells pools from data sources that only pass a request on.
final class KnownPools {
  private static final List<String> PACKAGES =
      List.of(
          "com.zaxxer.hikari.",
          "io.agroal.",
          "org.apache.commons.dbcp2.",
          "org.apache.tomcat.",
          "com.mchange.v2.c3p0.",
          "com.alibaba.druid.pool.",
          "org.vibur.dbcp.",
          "org.stone.beecp.",
          "cn.beecp.",
          "oracle.ucp.",
          "com.atomikos.",
          "bitronix.tm.");

  private KnownPools() {}

  /// Whether a class, or one that it extends, is a pool's.
  static boolean include(Class<?> type) {
    for (@Nullable Class<?> each = type; each != null; each = each.getSuperclass()) {
      if (PACKAGES.stream().anyMatch(each.getName()::startsWith)) {
        return true;
      }
    }
    return false;
  }

  /// The data source that another one opens its connections with, or passes requests on to.
  static Optional<DataSource> behind(DataSource source) {
    try {
      Method getter = source.getClass().getMethod("getDataSource");
      return getter.invoke(source) instanceof DataSource behind
          ? Optional.of(behind)
          : Optional.empty();
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ignored) {
      return Optional.empty();
    }
  }
}
