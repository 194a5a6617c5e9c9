package casino;

import dev.pitboss.connections.ConnectionTracker;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.Micronaut;
import java.sql.SQLException;
import javax.sql.DataSource;

/// Loses a connection, and shows the report once the loss has been proven.
public class Casino {
  public static void main(String[] arguments) throws Exception {
    try (ApplicationContext context = Micronaut.run(Casino.class, arguments)) {
      settle(context.getBean(DataSource.class));
      ConnectionTracker tracker = ConnectionTracker.open().iterator().next();
      while (tracker.report().trackingStats().totalReclaimed() == 0) {
        System.gc();
        Thread.sleep(50);
      }
      System.out.println(tracker.report().toText());
    }
  }

  private static void settle(DataSource source) throws SQLException {
    source.getConnection().createStatement().execute("select 1"); // never closed
  }
}
