/// Tracked JDBC connections: who holds one now, since when, and proof that every one came back.
module dev.pitboss.connections {
  requires java.management;
  requires transitive java.sql;
  requires jdk.jfr;

  // For the agent only, which runs outside of any module.
  requires static java.instrument;
  requires static jdk.attach;
  requires static jdk.httpserver;

  // For the compiler and for readers of signatures only.
  requires static transitive com.google.errorprone.annotations;
  requires static transitive org.jspecify;

  // Pools, metrics and tests: used if they are there.
  requires static agroal.api;
  requires static agroal.pool;
  requires static org.apache.commons.pool2;
  requires static transitive com.zaxxer.hikari;
  requires static transitive io.opentelemetry.api;
  requires static transitive junit;
  requires static transitive micrometer.core;
  requires static transitive org.apache.commons.dbcp2;
  requires static transitive org.junit.jupiter.api;
  requires static transitive org.testng;
  requires static transitive tomcat.jdbc;

  exports dev.pitboss.connections;
  exports dev.pitboss.connections.junit;
  exports dev.pitboss.connections.metrics;
  exports dev.pitboss.connections.testing;
  exports dev.pitboss.connections.testng;

  opens dev.pitboss.connections.junit to
      org.junit.platform.commons;
}
