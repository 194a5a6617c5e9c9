package dev.pitboss.connections.agent;

import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.sql.DataSource;

/// Which classes are woven, and which of them borrow on behalf of their callers. Names are those of
/// `Class.getName()`. Immutable.
final class WeavingRules {
  /// The library itself, by package: programs in packages below it are woven like any other.
  private static final Set<String> LIBRARY =
      Set.of(
          "dev.pitboss.connections",
          "dev.pitboss.connections.agent",
          "dev.pitboss.connections.junit",
          "dev.pitboss.connections.metrics");

  private static final List<String> PLATFORM =
      List.of("java.", "javax.", "jdk.", "sun.", "com.sun.");

  private static final List<String> POOLS =
      List.of(
          "com.zaxxer.hikari.",
          "io.agroal.",
          "org.apache.commons.dbcp",
          "org.apache.commons.pool",
          "org.apache.tomcat.dbcp.",
          "org.apache.tomcat.jdbc.",
          "com.mchange.",
          "com.alibaba.druid.",
          "org.vibur.",
          "com.p6spy.",
          "net.ttddyy.");

  private static final List<String> DRIVERS =
      List.of(
          "oracle.",
          "org.postgresql.",
          "com.mysql.",
          "org.mariadb.",
          "org.h2.",
          "org.hsqldb.",
          "org.apache.derby.",
          "org.sqlite.",
          "org.duckdb.",
          "org.firebirdsql.",
          "com.microsoft.sqlserver.",
          "net.sourceforge.jtds.",
          "com.ibm.db2.",
          "com.sap.db.",
          "com.clickhouse.",
          "net.snowflake.",
          "software.amazon.jdbc.");

  /// Drivers and pools: what these take from each other is no borrow.
  private static final List<String> UNDERNEATH =
      Stream.of(POOLS, DRIVERS).flatMap(List::stream).toList();

  /// Code between an application and its pool: the line that matters is its caller's.
  private static final List<String> FRAMEWORKS =
      List.of(
          "jakarta.",
          "org.springframework.",
          "org.hibernate.",
          "org.eclipse.persistence.",
          "org.apache.openjpa.",
          "org.apache.ibatis.",
          "org.apache.commons.dbutils.",
          "org.jooq.",
          "org.jdbi.",
          "org.flywaydb.",
          "liquibase.",
          "com.querydsl.",
          "io.ebean.",
          "io.quarkus.",
          "io.micronaut.",
          "org.quartz.",
          "slick.",
          "doobie.",
          "kotlin.",
          "scala.",
          "groovy.",
          "org.codehaus.groovy.",
          "org.apache.groovy.",
          "clojure.");

  private final List<String> notWoven;
  private final List<String> frameworks;

  WeavingRules(AgentOptions options) {
    notWoven = Stream.of(PLATFORM, UNDERNEATH, options.exclude()).flatMap(List::stream).toList();
    frameworks = Stream.concat(FRAMEWORKS.stream(), options.frameworks().stream()).toList();
  }

  boolean weaves(String className) {
    return !isLibrary(className) && notWoven.stream().noneMatch(className::startsWith);
  }

  /// Whether calls in this class are made on behalf of its callers.
  boolean isFramework(String className) {
    return frameworks.stream().anyMatch(className::startsWith);
  }

  /// Whether a driver brought the data source: what it hands out belongs to no pool.
  boolean isOfDriver(Class<?> dataSource) {
    return DRIVERS.stream().anyMatch(dataSource.getName()::startsWith);
  }

  /// What a class on the stack of a borrow is.
  enum Layer {
    /// Its line borrowed.
    APPLICATION,
    /// It passed the request on.
    BETWEEN,
    /// A pool, or a driver: it does not borrow, it opens a connection of its own.
    POOL
  }

  Layer layer(Class<?> type) {
    String name = type.getName();
    if (PLATFORM.stream().noneMatch(name::startsWith)
        && UNDERNEATH.stream().anyMatch(name::startsWith)) {
      return Layer.POOL;
    }
    return !weaves(name) || isFramework(name) || DataSource.class.isAssignableFrom(type)
        ? Layer.BETWEEN
        : Layer.APPLICATION;
  }

  private static boolean isLibrary(String className) {
    int end = className.lastIndexOf('.');
    return end > 0 && LIBRARY.contains(className.substring(0, end));
  }
}
