package dev.pitboss.bench.connections;

import dev.pitboss.connections.agent.Agent;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;

/// One row of the table: a way to borrow, and the bare pool it is compared with, which is measured
/// before it.
///
/// @param key the row's name in JSON
/// @param title the row's name for people
/// @param method the benchmark method
/// @param subject the pool
/// @param base key of the row whose cost is one; its own key for the base
/// @param jvmArguments what its virtual machine is started with besides
record Variant(
    String key,
    String title,
    String method,
    Subject subject,
    String base,
    List<String> jvmArguments) {
  private static final String POOL = "hikari";
  private static final String POOL_QUERY = "hikariQuery";
  private static final String POOL_H2 = "hikariH2";

  /// Every row, in the order of the table.
  static List<Variant> all() {
    List<String> agent = List.of("-javaagent:" + jarOf(Agent.class) + "=port=off");
    return List.of(
        pool(POOL, "HikariCP alone", Subject.HIKARI),
        tracked("constant", "tracked, constant site"),
        tracked("lambda", "tracked, lambda"),
        tracked("dropIn", "tracked, drop-in DataSource of one component"),
        tracked("dropInWalking", "tracked, drop-in DataSource, stack walk"),
        new Variant(
            "dropInAgent",
            "tracked, drop-in DataSource, under the agent",
            "dropInWalking",
            Subject.HIKARI_TRACKED,
            POOL,
            agent),
        new Variant("agent", "unchanged code under the agent", "pool", Subject.HIKARI, POOL, agent),
        pool("starter", "bean of an application with the Spring Boot starter", Subject.HIKARI_BEAN),
        pool("hikariDetecting", "HikariCP, own leak detection", Subject.HIKARI_DETECTING),
        pool("agroal", "Agroal alone", Subject.AGROAL),
        pool("agroalDetecting", "Agroal, enhanced leak report", Subject.AGROAL_DETECTING),
        pool("tomcat", "Tomcat JDBC alone", Subject.TOMCAT),
        pool("tomcatDetecting", "Tomcat JDBC, log abandoned", Subject.TOMCAT_DETECTING),
        pool("dbcp", "DBCP 2 alone", Subject.DBCP),
        pool("dbcpDetecting", "DBCP 2, log abandoned", Subject.DBCP_DETECTING),
        query(POOL_H2, "HikariCP alone, a query on H2", "poolQuery", Subject.HIKARI_H2, POOL_H2),
        query(
            "constantH2",
            "tracked, constant site, a query on H2",
            "constantQuery",
            Subject.HIKARI_H2_TRACKED,
            POOL_H2),
        query(
            "lambdaH2",
            "tracked, lambda, a query on H2",
            "lambdaQuery",
            Subject.HIKARI_H2_TRACKED,
            POOL_H2),
        query(
            POOL_QUERY,
            "HikariCP alone, a query that costs nothing",
            "poolQuery",
            Subject.HIKARI,
            POOL_QUERY),
        query(
            "constantQuery",
            "tracked, constant site, a query that costs nothing",
            "constantQuery",
            Subject.HIKARI_TRACKED,
            POOL_QUERY),
        query(
            "lambdaQuery",
            "tracked, lambda, a query that costs nothing",
            "lambdaQuery",
            Subject.HIKARI_TRACKED,
            POOL_QUERY));
  }

  private static Variant pool(String key, String title, Subject subject) {
    return new Variant(key, title, "pool", subject, POOL, List.of());
  }

  private static Variant tracked(String key, String title) {
    return new Variant(key, title, key, Subject.HIKARI_TRACKED, POOL, List.of());
  }

  private static Variant query(
      String key, String title, String method, Subject subject, String base) {
    return new Variant(key, title, method, subject, base, List.of());
  }

  private static Path jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException("no path to " + type, e);
    }
  }
}
