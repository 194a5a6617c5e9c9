#!/usr/bin/env bash
# Commons DBCP 2.13.0 has two families of pools. BasicDataSource resets auto-commit and rolls back when a connection
# comes back; most expect the same of SharedPoolDataSource from the same jar. Seen: it resets nothing that was not
# configured as a default. The next borrower finds auto-commit off, so that its single INSERT, closed without a commit,
# is not stored, and no error says so.
# Ends with 0 while that is so, with 1 when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for artifact in org.apache.commons:commons-dbcp2:2.13.0 org.apache.commons:commons-pool2:2.12.0 \
  commons-logging:commons-logging:1.3.4 jakarta.transaction:jakarta.transaction-api:1.3.3 com.h2database:h2:2.4.240; do
  mvn -B -q dependency:copy -Dartifact="$artifact" -DoutputDirectory="$folder" >/dev/null 2>&1
done
cat >Shared.java <<'EOF'
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.commons.dbcp2.cpdsadapter.DriverAdapterCPDS;
import org.apache.commons.dbcp2.datasources.SharedPoolDataSource;

public class Shared {
  public static void main(String[] arguments) throws Exception {
    String url = "jdbc:h2:mem:till";
    try (Connection other = DriverManager.getConnection(url)) {
      other.createStatement().execute("CREATE TABLE payment (id INT)");
      BasicDataSource basic = new BasicDataSource();
      basic.setUrl(url);
      basic.setMaxTotal(1);
      DriverAdapterCPDS adapter = new DriverAdapterCPDS();
      adapter.setDriver("org.h2.Driver");
      adapter.setUrl(url);
      SharedPoolDataSource shared = new SharedPoolDataSource();
      shared.setConnectionPoolDataSource(adapter);
      shared.setMaxTotal(1);
      insert(basic, 1);
      System.out.println("BasicDataSource, rows stored: " + rows(other));
      insert(shared, 2);
      System.out.println("SharedPoolDataSource, rows stored: " + rows(other));
      basic.close();
      shared.close();
    }
  }

  private static void insert(DataSource pool, int id) throws Exception {
    try (Connection first = pool.getConnection()) {
      first.setAutoCommit(false);
    }
    try (Connection second = pool.getConnection()) {
      second.createStatement().execute("INSERT INTO payment VALUES (" + id + ")");
    }
  }

  private static int rows(Connection connection) throws Exception {
    try (ResultSet rows = connection.createStatement().executeQuery("SELECT count(*) FROM payment")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
EOF
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -cp "$folder/*" Shared.java
seen=$("${java}java" -cp "$folder/*:$folder" Shared 2>/dev/null)
echo "org.apache.commons:commons-dbcp2 2.13.0"
echo "$seen"
[ "$seen" = "BasicDataSource, rows stored: 1
SharedPoolDataSource, rows stored: 1" ]
