package org.springframework.jdbc.datasource;

public class DataSourceUtils {
  public static java.sql.Connection getConnection(javax.sql.DataSource pool) { return null; }
  public static void releaseConnection(java.sql.Connection c, javax.sql.DataSource pool) {}
}
