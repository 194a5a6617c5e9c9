package dev.pitboss.leaks.java.source;

import java.util.Map;
import java.util.Set;

/// Which types matter.
public final class Types {
  private static final Set<String> CONNECTIONS =
      Set.of(
          "java.sql.Connection",
          "javax.sql.PooledConnection",
          "javax.sql.XAConnection",
          "oracle.jdbc.OracleConnection",
          "oracle.jdbc.driver.OracleConnection",
          "org.postgresql.PGConnection",
          "org.postgresql.jdbc.PgConnection",
          "com.mysql.jdbc.Connection",
          "com.mysql.cj.jdbc.JdbcConnection",
          "org.h2.jdbc.JdbcConnection",
          "org.sqlite.SQLiteConnection");

  private static final Set<String> STATEMENTS =
      Set.of("java.sql.Statement", "java.sql.PreparedStatement", "java.sql.CallableStatement");

  private static final Set<String> DEPENDENTS =
      Set.of(
          "java.sql.Statement",
          "java.sql.PreparedStatement",
          "java.sql.CallableStatement",
          "java.sql.ResultSet",
          "java.sql.DatabaseMetaData",
          "java.sql.ResultSetMetaData",
          "java.sql.Blob",
          "java.sql.Clob",
          "java.sql.NClob",
          "java.sql.SQLXML",
          "java.sql.Array",
          "java.io.InputStream",
          "java.io.Reader");

  private static final Set<String> PLAIN =
      Set.of(
          "void",
          "int",
          "long",
          "boolean",
          "double",
          "float",
          "short",
          "byte",
          "char",
          "java.lang.String",
          "java.lang.Integer",
          "java.lang.Long",
          "java.lang.Boolean",
          "java.lang.Double",
          "java.lang.Void",
          "java.lang.Number",
          "java.lang.Short",
          "java.lang.Byte",
          "java.lang.Character",
          "java.lang.Float",
          "java.lang.Class",
          "java.util.Date",
          "java.math.BigDecimal",
          "java.sql.Timestamp",
          "java.sql.Date");

  private static final Map<String, String> ERASED_CONTAINERS =
      Map.of("List", "", "Collection", "", "Set", "", "Map", "", "Optional", "");

  private final Symbols symbols;

  Types(Symbols symbols) {
    this.symbols = symbols;
  }

  /// Types as a project's names mean them.
  public static Types of(Project project) {
    return new Types(project.symbols());
  }

  /// Whether a value of the type is a connection.
  public boolean isConnection(Type type) {
    return type.dimensions() == 0 && is(type, CONNECTIONS);
  }

  /// Whether a value of the type is a statement.
  public boolean isStatement(Type type) {
    return type.dimensions() == 0 && is(type, STATEMENTS);
  }

  /// Whether a value of the type is a result set.
  public boolean isResultSet(Type type) {
    return type.dimensions() == 0 && is(type, Set.of("java.sql.ResultSet"));
  }

  /// Whether a value of the type lives on a connection and does not close it.
  public boolean isDependent(Type type) {
    return type.dimensions() == 0 && is(type, DEPENDENTS);
  }

  /// Whether a value of the type cannot hold a connection.
  public boolean isPlain(Type type) {
    return PLAIN.contains(type.name())
        || (type.declared() == null
            && ERASED_CONTAINERS.containsKey(type.simpleName())
            && type.arguments().stream().allMatch(this::isPlain)
            && !type.arguments().isEmpty());
  }

  /// Whether the type is a data source, by its ancestry or its name.
  public boolean isDataSource(Type type) {
    if (type.simpleName().endsWith("DataSource")) {
      return type.declared() == null || is(type, Set.of("javax.sql.DataSource"));
    }
    return is(type, Set.of("javax.sql.DataSource"));
  }

  /// Whether the type can be closed by a `try`.
  public boolean isCloseable(Type type) {
    return is(type, Set.of("java.lang.AutoCloseable", "java.io.Closeable"))
        || isConnection(type)
        || isDependent(type);
  }

  /// Whether the type is one of the names, or one of the tree that inherits from one.
  public boolean is(Type type, Set<String> names) {
    if (names.contains(type.name())) {
      return true;
    }
    ClassInfo declared = type.declared();
    return declared != null
        && symbols.librarySupertypes(declared).stream().anyMatch(names::contains);
  }
}
