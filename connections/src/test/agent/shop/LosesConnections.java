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
    String awaited = arguments.length == 0 ? "3 leaked" : arguments[0];
    String report = report();
    for (int i = 0; i < 300 && !report.contains(awaited); i++) {
      System.gc();
      Thread.sleep(100);
      report = report();
    }
    System.out.println(report);
  }

  private static String report() throws Exception {
    StringBuilder report = new StringBuilder();
    MBeanServer beans = ManagementFactory.getPlatformMBeanServer();
    for (ObjectName tracker : beans.queryNames(new ObjectName("dev.pitboss.connections:*"), null)) {
      report.append(beans.getAttribute(tracker, "Text"));
    }
    return report.toString();
  }

  private static void settle() throws SQLException {
    Connection connection = DriverManager.getConnection("jdbc:h2:mem:");
    if (connection.isReadOnly()) {
      connection.close();
    }
  }
}
