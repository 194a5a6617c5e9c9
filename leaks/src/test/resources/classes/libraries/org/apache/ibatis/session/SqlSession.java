package org.apache.ibatis.session;

public interface SqlSession {
  java.sql.Connection getConnection();
}
