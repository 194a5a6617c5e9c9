package dev.pitboss.connections.inner;

import java.util.List;

/// Tells an application's own code from code that borrows on its behalf. Prefixes of class names.
public final class Frames {
  /// Platform, pools, drivers and proxies in front of them: a connection they take from one another
  /// is no borrow.
  public static final List<String> PLUMBING =
      List.of(
          "java.",
          "javax.",
          "jdk.",
          "sun.",
          "com.sun.",
          "jakarta.",
          "com.zaxxer.hikari.",
          "io.agroal.",
          "org.apache.commons.dbcp2.",
          "org.apache.commons.pool2.",
          "org.apache.tomcat.",
          "com.mchange.",
          "org.vibur.",
          "oracle.ucp.",
          "com.p6spy.",
          "net.ttddyy.",
          "org.postgresql.",
          "org.h2.",
          "org.hsqldb.",
          "org.apache.derby.",
          "org.sqlite.",
          "org.mariadb.",
          "com.mysql.",
          "com.microsoft.sqlserver.",
          "com.ibm.db2.",
          "oracle.jdbc.");

  /// Libraries that borrow when the application asks them for something else.
  public static final List<String> FRAMEWORKS =
      List.of(
          "org.springframework.",
          "org.hibernate.",
          "org.eclipse.persistence.",
          "org.jooq.",
          "org.jdbi.",
          "org.apache.ibatis.",
          "org.flywaydb.",
          "liquibase.",
          "io.quarkus.",
          "io.micronaut.",
          "kotlin.",
          "scala.",
          "groovy.",
          "clojure.");

  private static final String LIBRARY = "dev.pitboss.connections";

  private Frames() {}

  /// Whether a class of this package belongs to this library.
  public static boolean isLibrary(String packageName) {
    return packageName.equals(LIBRARY) || packageName.equals(LIBRARY + ".agent");
  }

  /// The method as written in the source. The compiler calls the body of a lambda in `settle`
  /// something like `lambda$settle$3`: that is `settle` to a reader.
  public static String written(String method) {
    if (!method.startsWith("lambda$")) {
      return method;
    }
    int end = method.lastIndexOf('$');
    String written = end > "lambda$".length() ? method.substring("lambda$".length(), end) : method;
    return switch (written) {
      case "new" -> "<init>";
      case "static" -> "<clinit>";
      case String name -> name;
    };
  }
}
