package org.apache.commons.dbutils;

public class DbUtils {
  public static void closeQuietly(java.sql.Connection c) {}
  public static void closeQuietly(java.sql.Statement s) {}
}
