package dev.pitboss.connections.acceptance;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionTracker;
import java.sql.SQLException;
import java.time.Duration;

/// Stands for a class that gives its caller something better than a connection, through a lambda of
/// its own.
final class Adapting {
  private Adapting() {}

  static void run(ConnectionTracker tracker, Runnable body) throws SQLException {
    tracker.run(CallSite.of(body), Duration.ofSeconds(1), _ -> body.run());
  }
}
