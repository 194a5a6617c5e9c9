#!/usr/bin/env bash
# Tomcat JDBC 11.0.10 over H2 2.4.240, nothing but the URL set. A borrower turns auto-commit off, inserts a row and
# closes the connection without a commit. Most expect the row to be gone, or at worst stored. Seen: neither. The pool
# hands the connection on as it is: the next borrower, who never asked for a transaction, finds auto-commit off and the
# other's row uncommitted in its own; another session sees nothing until that borrower happens to commit, which
# stores the stranger's row as well. (The pool's ConnectionState interceptor and rollbackOnReturn change that.)
# Ends with 0 while that is so, with 1 when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for artifact in org.apache.tomcat:tomcat-jdbc:11.0.10 org.apache.tomcat:tomcat-juli:11.0.10 com.h2database:h2:2.4.240; do
  mvn -B -q dependency:copy -Dartifact="$artifact" -DoutputDirectory="$folder" >/dev/null 2>&1
done
cat >Handed.java <<'EOF'
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import org.apache.tomcat.jdbc.pool.DataSource;

public class Handed {
  public static void main(String[] arguments) throws Exception {
    String url = "jdbc:h2:mem:till";
    try (Connection other = DriverManager.getConnection(url)) {
      other.createStatement().execute("CREATE TABLE payment (id INT)");
      DataSource pool = new DataSource();
      pool.setUrl(url);
      pool.setDriverClassName("org.h2.Driver");
      pool.setInitialSize(1);
      pool.setMaxActive(1);
      try (Connection first = pool.getConnection()) {
        first.setAutoCommit(false);
        first.createStatement().execute("INSERT INTO payment VALUES (1)");
      }
      try (Connection second = pool.getConnection()) {
        System.out.println("auto-commit of the next borrower: " + second.getAutoCommit());
        System.out.println("rows it sees: " + rows(second) + ", rows stored: " + rows(other));
        second.commit();
        System.out.println("rows stored after its commit: " + rows(other));
      }
      pool.close();
    }
  }

  private static int rows(Connection connection) throws Exception {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT count(*) FROM payment")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
EOF
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -cp "$folder/*" Handed.java
seen=$("${java}java" -cp "$folder/*:$folder" Handed 2>/dev/null)
echo "org.apache.tomcat:tomcat-jdbc 11.0.10"
echo "$seen"
[ "$seen" = "auto-commit of the next borrower: false
rows it sees: 1, rows stored: 0
rows stored after its commit: 1" ]
