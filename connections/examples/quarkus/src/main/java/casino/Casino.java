package casino;

import dev.pitboss.connections.ConnectionTracker;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Loses a connection, and shows the report once the loss has been found.
@QuarkusMain
public class Casino implements QuarkusApplication {
  @Inject DataSource source;

  @Override
  public int run(String... arguments) throws Exception {
    settle();
    ConnectionTracker tracker = ConnectionTracker.open().iterator().next();
    while (tracker.report().trackingStats().totalLeaks() == 0) {
      Thread.sleep(50);
    }
    System.out.println(tracker.report().toText());
    return 0;
  }

  private void settle() throws SQLException {
    source.getConnection().createStatement().execute("select 1"); // never closed
  }
}
