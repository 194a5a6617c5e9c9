package org.hibernate;

public interface Session {
  java.sql.Connection connection();
}
