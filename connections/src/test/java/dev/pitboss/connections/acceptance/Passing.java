package dev.pitboss.connections.acceptance;

import dev.pitboss.connections.ConnectionFunction;
import dev.pitboss.connections.ConnectionTracker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/// Stands for an application's own database class: it hands its caller's lambda straight on.
final class Passing {
  private Passing() {}

  static <T, X extends Exception> T call(ConnectionTracker tracker, ConnectionFunction<T, X> body)
      throws SQLException, X {
    return tracker.call(Duration.ofSeconds(1), body);
  }

  static void borrowFrom(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      connection.clearWarnings();
    }
  }
}
