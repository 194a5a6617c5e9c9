package shop;

import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.management.MBeanServer;
import javax.management.ObjectName;

/** An application that knows no tracker and forgets to close: run it with the agent and without. */
public final class LosesConnections {
  public static void main(String[] arguments) throws Exception {
    for (int day = 0; day < 3; day++) {
      settle();
    }
    System.gc();
    Thread.sleep(1000);
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    for (ObjectName tracker : beans.queryNames(new ObjectName("dev.pitboss.connections:*"), null)) {
      System.out.println(beans.getAttribute(tracker, "Text"));
    }
  }

  private static void settle() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
    if (connection.isReadOnly()) {
      connection.close();
    }
  }
}
