package dev.pitboss.leaks.java.flow;

import dev.pitboss.leaks.java.source.Type;
import dev.pitboss.leaks.java.source.Types;

/// What the methods of `java.sql` and `javax.sql` answer.
final class LibraryTypes {
  private LibraryTypes() {}

  static Type returned(Types types, Type receiver, String method) {
    String name = "";
    if (types.isConnection(receiver)) {
      name = ofConnection(method);
    } else if (types.isStatement(receiver)) {
      name = ofStatement(method);
    } else if (types.isResultSet(receiver)) {
      name =
          switch (method) {
            case "getStatement" -> "java.sql.Statement";
            case "getMetaData" -> "java.sql.ResultSetMetaData";
            case "getBinaryStream", "getAsciiStream" -> "java.io.InputStream";
            case "getCharacterStream" -> "java.io.Reader";
            case "getString" -> "java.lang.String";
            case "getInt", "getRow" -> "int";
            case "getLong" -> "long";
            case "next", "getBoolean" -> "boolean";
            default -> "";
          };
    } else if (receiver.name().equals("java.sql.DatabaseMetaData")) {
      name = ofMetaData(method);
    } else if (types.isDataSource(receiver)) {
      name =
          switch (method) {
            case "getConnection" -> "java.sql.Connection";
            case "getPooledConnection" -> "javax.sql.PooledConnection";
            case "getXAConnection" -> "javax.sql.XAConnection";
            default -> "";
          };
    } else if (receiver.simpleName().equals("DriverManager") && method.equals("getConnection")) {
      name = "java.sql.Connection";
    } else if (receiver.name().equals("java.lang.String")) {
      name =
          switch (method) {
            case "length", "indexOf" -> "int";
            case "isEmpty", "equals" -> "boolean";
            default -> "java.lang.String";
          };
    }
    return name.isEmpty() ? Type.UNKNOWN : Type.library(name);
  }

  private static String ofConnection(String method) {
    return switch (method) {
      case "createStatement" -> "java.sql.Statement";
      case "prepareStatement" -> "java.sql.PreparedStatement";
      case "prepareCall" -> "java.sql.CallableStatement";
      case "getMetaData" -> "java.sql.DatabaseMetaData";
      case "createBlob" -> "java.sql.Blob";
      case "createClob" -> "java.sql.Clob";
      case "createNClob" -> "java.sql.NClob";
      case "createSQLXML" -> "java.sql.SQLXML";
      case "createArrayOf" -> "java.sql.Array";
      case "getConnection" -> "java.sql.Connection";
      case "isClosed", "isValid", "isReadOnly", "getAutoCommit" -> "boolean";
      default -> "";
    };
  }

  private static String ofStatement(String method) {
    return switch (method) {
      case "executeQuery", "getResultSet", "getGeneratedKeys" -> "java.sql.ResultSet";
      case "getConnection" -> "java.sql.Connection";
      case "getMetaData" -> "java.sql.ResultSetMetaData";
      case "executeUpdate", "getUpdateCount" -> "int";
      case "execute" -> "boolean";
      default -> "";
    };
  }

  private static String ofMetaData(String method) {
    return switch (method) {
      case "getConnection" -> "java.sql.Connection";
      case "getTables",
          "getColumns",
          "getPrimaryKeys",
          "getIndexInfo",
          "getSchemas",
          "getCatalogs",
          "getImportedKeys",
          "getExportedKeys",
          "getTypeInfo",
          "getTableTypes",
          "getProcedures" ->
          "java.sql.ResultSet";
      case "getDatabaseProductName", "getDatabaseProductVersion", "getURL", "getUserName" ->
          "java.lang.String";
      default -> "";
    };
  }
}
