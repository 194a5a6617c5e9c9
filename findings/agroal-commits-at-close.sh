#!/usr/bin/env bash
# Agroal 2.8 over H2 2.4.240. A borrower turns auto-commit off, inserts a row and closes the connection without a commit,
# as after an exception that nothing caught. Most expect the pool to roll back, as HikariCP, c3p0 and Druid do.
# Seen: the row is stored. On return the pool turns auto-commit on again, which by JDBC's rules commits what is open.
# Ends with 0 while that is so, with 1 when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for artifact in io.agroal:agroal-api:2.8 io.agroal:agroal-pool:2.8 com.h2database:h2:2.4.240; do
  mvn -B -q dependency:copy -Dartifact="$artifact" -DoutputDirectory="$folder" >/dev/null 2>&1
done
cat >Closed.java <<'EOF'
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;

public class Closed {
  public static void main(String[] arguments) throws Exception {
    var configuration =
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(pool ->
                pool.maxSize(1).connectionFactoryConfiguration(driver -> driver.jdbcUrl("jdbc:h2:mem:till")));
    try (AgroalDataSource pool = AgroalDataSource.from(configuration)) {
      try (Connection first = pool.getConnection(); Statement statement = first.createStatement()) {
        statement.execute("CREATE TABLE payment (id INT)");
      }
      try (Connection second = pool.getConnection(); Statement statement = second.createStatement()) {
        second.setAutoCommit(false);
        statement.execute("INSERT INTO payment VALUES (1)");
      }
      try (Connection third = pool.getConnection();
          Statement statement = third.createStatement();
          ResultSet rows = statement.executeQuery("SELECT count(*) FROM payment")) {
        rows.next();
        System.out.println("rows after a close without a commit: " + rows.getInt(1));
      }
    }
  }
}
EOF
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -cp "$folder/*" Closed.java
seen=$("${java}java" -cp "$folder/*:$folder" Closed 2>/dev/null)
echo "io.agroal:agroal-pool 2.8"
echo "$seen"
[ "$seen" = "rows after a close without a commit: 1" ]
