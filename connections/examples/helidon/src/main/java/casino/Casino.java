package casino;

import com.zaxxer.hikari.HikariConfig;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.HikariPools;
import io.helidon.dbclient.DbClient;
import io.helidon.dbclient.DbTransaction;
import io.helidon.dbclient.jdbc.JdbcClientBuilder;
import io.helidon.webserver.WebServer;

/// Loses a connection, and shows the report once the loss has been proven.
public class Casino {
  public static void main(String[] arguments) throws Exception {
    var config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:casino");
    config.setMaximumPoolSize(2);
    TrackedPool pool = TrackedPool.over(HikariPools.tracked(config));
    DbClient client = JdbcClientBuilder.create().connectionPool(pool).build();

    ConnectionTracker tracker = pool.tracker();
    WebServer.builder()
        .routing(routing ->
            routing.get("/connections", (request, response) ->
                response.send(tracker.report().toText())))
        .build()
        .start();
    settle(client);
    while (tracker.report().trackingStats().totalReclaimed() == 0) {
      System.gc();
      Thread.sleep(50);
    }
    System.out.println(tracker.report().toText());
    System.exit(0);
  }

  private static void settle(DbClient client) {
    DbTransaction transaction = client.transaction(); // neither committed nor rolled back
    transaction.query("select 1").forEach(row -> {});
  }
}
