package dev.pitboss.connections.agent;

import dev.pitboss.connections.TrackedConnection;
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
          "dev.pitboss.connections.internal",
          "dev.pitboss.connections.internal.asm",
          "dev.pitboss.connections.junit",
          "dev.pitboss.connections.metrics",
          "dev.pitboss.connections.spring.boot",
          "dev.pitboss.connections.testing",
          "dev.pitboss.connections.testng");

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
          "org.stone.beecp.",
          "cn.beecp.",
          "com.atomikos.",
          "bitronix.",
          "com.jolbox.bonecp.",
          "org.logicalcobwebs.proxool.",
          "org.jboss.jca.",
          "org.jboss.resource.adapter.jdbc.",
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

  /// Code between an application and its pool, and servers that call the application: the line that
  /// matters is its caller's.
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
          "io.helidon.dbclient.",
          "io.helidon.webserver.",
          "io.vertx.",
          "io.netty.",
          "io.undertow.",
          "org.quartz.",
          "org.apache.catalina.",
          "org.apache.coyote.",
          "org.apache.tomcat.",
          "org.apache.openejb.",
          "org.apache.tomee.",
          "org.apache.geronimo.",
          "org.apache.jasper.",
          "org.eclipse.jetty.",
          "org.glassfish.",
          "org.jboss.as.connector.",
          "org.jboss.as.ee.",
          "org.jboss.as.ejb3.",
          "org.jboss.ejb3.",
          "org.jboss.invocation.",
          "org.jboss.modules.",
          "org.jboss.resteasy.",
          "org.jboss.threads.",
          "org.jboss.weld.",
          "org.wildfly.",
          "org.junit.",
          "org.testng.",
          "com.ibm.ws.",
          "weblogic.",
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
    /// A data source that is no pool's: in `getConnection` it passes the request on, too.
    SOURCE,
    /// A pool: it does not borrow, it opens a connection of its own.
    POOL,
    /// A driver. One that runs in this virtual machine calls the application's triggers.
    DRIVER,
    /// What the application calls when it uses a tracked connection.
    HANDLE
  }

  Layer layer(Class<?> type) {
    String name = type.getName();
    if (PLATFORM.stream().noneMatch(name::startsWith)) {
      if (DRIVERS.stream().anyMatch(name::startsWith)) {
        return Layer.DRIVER;
      }
      if (POOLS.stream().anyMatch(name::startsWith)) {
        return Layer.POOL;
      }
    }
    if (isHandle(type)) {
      return Layer.HANDLE;
    }
    if (DataSource.class.isAssignableFrom(type)) {
      return Layer.SOURCE;
    }
    return !weaves(name) || isFramework(name) ? Layer.BETWEEN : Layer.APPLICATION;
  }

  private static boolean isHandle(Class<?> type) {
    Class<?> above = type.getSuperclass();
    return TrackedConnection.class.isAssignableFrom(type)
        || (above != null && above.getName().equals("dev.pitboss.connections.TrackedResource"));
  }

  private static boolean isLibrary(String className) {
    int end = className.lastIndexOf('.');
    return end > 0 && LIBRARY.contains(className.substring(0, end));
  }
}
