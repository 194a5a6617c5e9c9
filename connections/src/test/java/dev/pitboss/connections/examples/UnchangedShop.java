package dev.pitboss.connections.examples;

import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/// An application that has never heard of this library and loses a connection now and then. Run it
/// under the agent and look at what the agent serves; it ends with its input.
final class UnchangedShop {
  private static final String DATABASE = "jdbc:h2:mem:shop";

  private UnchangedShop() {}

  public static void main(String[] arguments) throws SQLException, IOException {
    for (int sale = 1; sale <= 10; sale++) {
      sell(sale);
    }
    System.out.println("ready");
    while (System.in.read() >= 0) {
      sell(1);
    }
  }

  private static void sell(int sale) throws SQLException {
    Connection connection = DriverManager.getConnection(DATABASE);
    try (Statement statement = connection.createStatement()) {
      statement.execute("select " + sale);
    }
    if (sale % 5 == 0) {
      return; // nothing to be delivered, and nobody who closes
    }
    connection.close();
  }
}
