#!/usr/bin/env bash
# Spring 6.2.19, LazyConnectionDataSourceProxy over a data source. Its purpose is to borrow a connection only when a
# statement is made. Most expect getConnection() and close() without a statement to borrow nothing. Seen: the first
# getConnection() borrows one at once and gives it back, to learn the default auto-commit mode and isolation. Later
# calls borrow nothing, nor does a proxy that was told both defaults.
# Ends with 0 while that is so, with 1 when the behaviour has changed.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
for artifact in spring-jdbc spring-tx spring-core spring-beans spring-jcl; do
  mvn -B -q dependency:copy -Dartifact="org.springframework:$artifact:6.2.19" -DoutputDirectory="$folder" >/dev/null 2>&1
done
mvn -B -q dependency:copy -Dartifact=com.h2database:h2:2.4.240 -DoutputDirectory="$folder" >/dev/null 2>&1
cat >Lazy.java <<'EOF'
import java.sql.Connection;
import java.sql.SQLException;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;

public class Lazy {
  static int borrowed;

  public static void main(String[] arguments) throws Exception {
    DriverManagerDataSource counting =
        new DriverManagerDataSource("jdbc:h2:mem:till") {
          @Override
          public Connection getConnection() throws SQLException {
            borrowed++;
            return super.getConnection();
          }
        };
    LazyConnectionDataSourceProxy lazy = new LazyConnectionDataSourceProxy();
    lazy.setTargetDataSource(counting);
    for (int i = 1; i <= 2; i++) {
      lazy.getConnection().close();
      System.out.println("borrowed after " + i + " without a statement: " + borrowed);
    }
    LazyConnectionDataSourceProxy told = new LazyConnectionDataSourceProxy();
    told.setTargetDataSource(counting);
    told.setDefaultAutoCommit(true);
    told.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    borrowed = 0;
    told.getConnection().close();
    System.out.println("borrowed by one that was told: " + borrowed);
  }
}
EOF
java=${JAVA_HOME:+$JAVA_HOME/bin/}
"${java}javac" -cp "$folder/*" Lazy.java
seen=$("${java}java" -cp "$folder/*:$folder" Lazy 2>/dev/null)
echo "org.springframework:spring-jdbc 6.2.19"
echo "$seen"
[ "$seen" = "borrowed after 1 without a statement: 1
borrowed after 2 without a statement: 1
borrowed by one that was told: 0" ]
