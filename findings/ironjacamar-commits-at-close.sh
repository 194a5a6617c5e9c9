#!/usr/bin/env bash
# IronJacamar 3.0.18 (the pool of WildFly 39) over H2 2.4.240, put together as for a data source without JTA. A borrower
# turns auto-commit off, inserts a row and closes the connection without a commit. Most expect a pool to roll back what
# is left open. Seen: the row is stored. The pool turns auto-commit on again when the connection comes back, and by the
# rules of JDBC that commits.
# Ends with 0 while that is so, with 1 when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
jca=3.0.18.Final
for artifact in org.jboss.ironjacamar:ironjacamar-{common-api,core-api,core-impl,jdbc}:$jca \
  org.jboss.logging:jboss-logging:3.6.1.Final jakarta.platform:jakarta.jakartaee-api:10.0.0 com.h2database:h2:2.4.240; do
  mvn -B -q dependency:copy -Dartifact="$artifact" -DoutputDirectory="$folder" >/dev/null 2>&1
done
cat >Stored.java <<'EOF'
import jakarta.resource.spi.TransactionSupport.TransactionSupportLevel;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import javax.sql.DataSource;
import org.jboss.jca.adapters.jdbc.JDBCResourceAdapter;
import org.jboss.jca.adapters.jdbc.local.LocalManagedConnectionFactory;
import org.jboss.jca.common.api.metadata.common.FlushStrategy;
import org.jboss.jca.core.api.connectionmanager.pool.PoolConfiguration;
import org.jboss.jca.core.connectionmanager.ConnectionManagerFactory;
import org.jboss.jca.core.connectionmanager.pool.api.PoolFactory;
import org.jboss.jca.core.connectionmanager.pool.api.PoolStrategy;

public class Stored {
  public static void main(String[] arguments) throws Exception {
    String url = "jdbc:h2:mem:till";
    try (Connection other = DriverManager.getConnection(url)) {
      other.createStatement().execute("CREATE TABLE payment (id INT)");
      var factory = new LocalManagedConnectionFactory();
      factory.setConnectionURL(url);
      factory.setDriverClass("org.h2.Driver");
      factory.setResourceAdapter(new JDBCResourceAdapter());
      var pool =
          new PoolFactory()
              .create(
                  PoolStrategy.ONE_POOL, factory, new PoolConfiguration(), false, true,
                  "org.jboss.jca.core.connectionmanager.pool.mcp"
                      + ".SemaphoreConcurrentLinkedDequeManagedConnectionPool");
      var connections =
          new ConnectionManagerFactory()
              .createNonTransactional(
                  TransactionSupportLevel.NoTransaction, pool, null, null, false, null, false,
                  false, false, false, FlushStrategy.FAILING_CONNECTION_ONLY, null, null);
      var source = (DataSource) factory.createConnectionFactory(connections);
      try (Connection connection = source.getConnection()) {
        connection.setAutoCommit(false);
        connection.createStatement().execute("INSERT INTO payment VALUES (1)");
      }
      try (ResultSet rows = other.createStatement().executeQuery("SELECT count(*) FROM payment")) {
        rows.next();
        System.out.println("rows stored without a commit: " + rows.getInt(1));
      }
      pool.shutdown();
    }
    System.exit(0); // its threads live on
  }
}
EOF
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -cp "$folder/*" Stored.java
seen=$("${java}java" -cp "$folder/*:$folder" Stored 2>/dev/null)
echo "org.jboss.ironjacamar:ironjacamar-jdbc $jca"
echo "$seen"
[ "$seen" = "rows stored without a commit: 1" ]
