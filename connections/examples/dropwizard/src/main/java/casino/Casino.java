package casino;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.pitboss.connections.ConnectionTracker;
import io.dropwizard.core.Application;
import io.dropwizard.core.Configuration;
import io.dropwizard.core.setup.Environment;
import io.dropwizard.db.DataSourceFactory;
import io.dropwizard.db.ManagedDataSource;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Loses a connection, and shows the report once the loss has been proven.
public class Casino extends Application<Casino.Settings> {
  /// What `casino.yml` says.
  public static class Settings extends Configuration {
    @JsonProperty DataSourceFactory database = new DataSourceFactory();
  }

  @Override
  public void run(Settings settings, Environment environment) {
    // all that tracking takes
    ManagedDataSource pool = settings.database.build(environment.metrics(), "casino");
    environment.lifecycle().manage(pool);
    ConnectionTracker tracker = ConnectionTracker.builder(pool).name("casino").build();

    environment.lifecycle().addServerLifecycleListener(server -> play(tracker));
  }

  private static void play(ConnectionTracker tracker) {
    try {
      settle(tracker.asDataSource());
      while (tracker.report().trackingStats().totalReclaimed() == 0) {
        System.gc();
        Thread.sleep(50);
      }
    } catch (SQLException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
    System.out.println(tracker.report().toText());
  }

  private static void settle(DataSource source) throws SQLException {
    source.getConnection().createStatement().execute("select 1"); // never closed
  }

  public static void main(String[] arguments) throws Exception {
    new Casino().run("server", "casino.yml");
  }
}
