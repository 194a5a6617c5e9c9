package com.zaxxer.hikari;

public class HikariConfig {
  public void setJdbcUrl(String url) {}
}
