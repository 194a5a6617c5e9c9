package dev.pitboss.connections.examples;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.HikariPools;
import dev.pitboss.connections.ReclaimPolicy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import javax.sql.DataSource;

/// An application that knows no tracker and loses connections: the report names the line, and the
/// pool stays whole.
final class FindTheLeak {
  private FindTheLeak() {}

  public static void main(String[] arguments) throws SQLException, InterruptedException {
    var config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:");
    config.setMaximumPoolSize(2);
    ReclaimPolicy policy = ReclaimPolicy.PROVEN_LEAKS.collectingAtMostEvery(Duration.ofMillis(200));
    try (HikariDataSource pool = HikariPools.tracked(config);
        ConnectionTracker tracker =
            ConnectionTracker.builder(pool)
                .defaultHold(Duration.ofMillis(100))
                .reclaim(policy)
                .build()) {
      tracker.addListener(event -> System.out.println(event));
      for (int day = 0; day < 5; day++) {
        settle(tracker.asDataSource()); // a pool of two would be empty on the third day
      }
      Thread.sleep(1000);
      System.out.println(tracker.report().toText());
    }
  }

  private static void settle(DataSource source) throws SQLException {
    Connection connection = source.getConnection();
    if (connection.isReadOnly()) {
      connection.close();
    }
  }
}
