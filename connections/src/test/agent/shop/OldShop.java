package shop;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** Written for Java 8 or for today, and started from a class loader of its own or not. */
public final class OldShop {
  private static final String URL = "jdbc:h2:mem:old;DB_CLOSE_DELAY=-1";

  public static void main(String[] arguments) throws Exception {
    JdbcDataSource source = new JdbcDataSource();
    source.setURL(URL);
    leak(source);
    try (Connection given = source.getConnection()) { // CLEAN
      given.isReadOnly();
    }
    System.out.println("ready");
    while (System.in.available() == 0) {
      System.gc();
      Thread.sleep(100);
    }
  }

  private static void leak(DataSource source) throws SQLException {
    Connection lost = source.getConnection(); // LEAK
    lost.isReadOnly();
    Connection driver = DriverManager.getConnection(URL); // LEAK
    driver.isReadOnly();
  }
}
