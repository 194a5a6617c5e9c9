/// Tracked JDBC connections: who holds one now, since when, and proof that every one came back.
module dev.pitboss.connections {
  requires transitive java.sql;
  requires org.slf4j;
  requires static transitive com.google.errorprone.annotations;
  requires static transitive org.jspecify;
  requires static transitive com.zaxxer.hikari;

  exports dev.pitboss.connections;
}
