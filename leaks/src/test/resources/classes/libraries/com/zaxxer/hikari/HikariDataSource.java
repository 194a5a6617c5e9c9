package com.zaxxer.hikari;

import java.sql.Connection;
import java.sql.SQLException;

public class HikariDataSource implements AutoCloseable {
  public HikariDataSource() {}
  public HikariDataSource(HikariConfig config) {}
  public Connection getConnection() throws SQLException { return null; }
  public void evictConnection(Connection connection) {}
  @Override public void close() {}
}
