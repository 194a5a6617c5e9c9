package casino;

import dev.pitboss.connections.ConnectionTracker;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.context.Initialized;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Loses a connection, and shows the report once the loss has been proven.
@ApplicationScoped
public class Casino {
  @Inject private DataSource source;

  void play(@Observes @Initialized(ApplicationScoped.class) Object event) throws Exception {
    settle();
    ConnectionTracker tracker = ConnectionTracker.open().iterator().next();
    while (tracker.report().trackingStats().totalReclaimed() == 0) {
      System.gc();
      Thread.sleep(50);
    }
    System.out.println(tracker.report().toText());
  }

  private void settle() throws SQLException {
    source.getConnection().createStatement().execute("select 1"); // never closed
  }
}
