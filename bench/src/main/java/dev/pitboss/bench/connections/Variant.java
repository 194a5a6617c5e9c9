package dev.pitboss.bench.connections;

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

  /// Every row, in the order of the table.
  static List<Variant> all() {
    return List.of(
        pool(POOL, "HikariCP alone", Subject.HIKARI),
        tracked("constant", "tracked, constant site", POOL),
        tracked("lambda", "tracked, lambda", POOL),
        tracked("dropIn", "tracked, drop-in DataSource, stack walk", POOL),
        pool("hikariDetecting", "HikariCP, own leak detection", Subject.HIKARI_DETECTING),
        pool("agroal", "Agroal alone", Subject.AGROAL),
        pool("agroalDetecting", "Agroal, enhanced leak report", Subject.AGROAL_DETECTING),
        pool("tomcat", "Tomcat JDBC alone", Subject.TOMCAT),
        pool("tomcatDetecting", "Tomcat JDBC, log abandoned", Subject.TOMCAT_DETECTING),
        pool("dbcp", "DBCP 2 alone", Subject.DBCP),
        pool("dbcpDetecting", "DBCP 2, log abandoned", Subject.DBCP_DETECTING),
        new Variant(
            POOL_QUERY,
            "HikariCP alone, with a query",
            "poolQuery",
            Subject.HIKARI,
            POOL_QUERY,
            List.of()),
        tracked("constantQuery", "tracked, constant site, with a query", POOL_QUERY),
        tracked("lambdaQuery", "tracked, lambda, with a query", POOL_QUERY),
        tracked("dropInQuery", "tracked, drop-in, stack walk, with a query", POOL_QUERY));
  }

  private static Variant pool(String key, String title, Subject subject) {
    return new Variant(key, title, "pool", subject, POOL, List.of());
  }

  private static Variant tracked(String key, String title, String base) {
    return new Variant(key, title, key, Subject.HIKARI_TRACKED, base, List.of());
  }
}
