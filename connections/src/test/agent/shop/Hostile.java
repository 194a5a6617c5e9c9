package shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** Loses connections under names that are markup, after statements with values in their text. */
public final class Hostile {
  private final HikariDataSource pool;

  private Hostile() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:hostile");
    config.setMaximumPoolSize(10);
    config.setPoolName("</h2><script>alert('pool')</script>\"`|");
    pool = new HikariDataSource(config);
  }

  public static void main(String[] arguments) throws Exception {
    Hostile hostile = new Hostile();
    for (int i = 0; i < 2; i++) {
      Thread thread = new Thread(hostile::lose, "\"><img src=x onerror=alert(1)>`|\n# heading");
      thread.start();
      thread.join();
      for (int wait = 0; i == 0 && wait < 50; wait++) {
        System.gc(); // the stack is kept from the second leak on
        Thread.sleep(100);
      }
    }
    Connection held = hostile.pool.getConnection(); // OUT
    held.setAutoCommit(false);
    held.createStatement().execute("select 'secret-held', 4711 from dual");
    System.out.println("ready");
    while (System.in.available() == 0) {
      System.gc();
      Thread.sleep(100);
    }
    held.close();
  }

  private void lose() {
    try {
      Connection lost = pool.getConnection(); // LEAK
      lost.setAutoCommit(false);
      Statement statement = lost.createStatement();
      statement.execute("select 'secret<b>', 4711 from dual where 1 < 2 and '|' <> '`'");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }
}
