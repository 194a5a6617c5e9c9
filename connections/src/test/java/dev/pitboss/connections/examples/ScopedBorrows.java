package dev.pitboss.connections.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.HikariPools;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;

/// The API for new code: a borrow is a scope, and cannot be forgotten.
final class ScopedBorrows {
  private static final Duration HOLD = Duration.ofSeconds(5);

  private ScopedBorrows() {}

  public static void main(String[] arguments) throws SQLException {
    var config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:casino");
    try (HikariDataSource pool = HikariPools.tracked(config);
        ConnectionTracker tracker = ConnectionTracker.over(pool)) {
      tracker.run(HOLD, connection -> execute(connection, "create table chip (colour varchar)"));
      tracker.inTransaction(
          HOLD, connection -> execute(connection, "insert into chip values ('red')"));
      int chips = tracker.call(HOLD, ScopedBorrows::countChips);
      System.out.printf("%d chip%n%n%s", chips, tracker.report().toText());
    }
  }

  private static boolean execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.execute(sql);
    }
  }

  private static int countChips(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select count(*) from chip")) {
      rows.next();
      return rows.getInt(1);
    }
  }
}
