/// Leak-tracked JDBC connections.
module dev.pitboss.connections {
  requires transitive java.sql;
  requires org.slf4j;
  requires static transitive com.zaxxer.hikari;
  requires static transitive com.google.errorprone.annotations;
  requires static transitive org.jspecify;

  exports dev.pitboss.connections;
}
