package org.springframework.jdbc.support;

public class JdbcUtils {
  public static void closeConnection(java.sql.Connection c) {}
}
