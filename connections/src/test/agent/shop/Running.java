package shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.sql.Connection;
import java.sql.SQLException;

/** An application that runs already when the agent comes; works once for each line it reads. */
public final class Running {
  interface Lender {
    Connection lend() throws SQLException;
  }

  private final HikariDataSource pool;

  private Running(int size) {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:running");
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(size == 1 ? 300 : 30000);
    config.setPoolName("running");
    pool = new HikariDataSource(config);
  }

  public static void main(String[] arguments) throws Exception {
    boolean exhausted = arguments.length > 0;
    Running running = new Running(exhausted ? 1 : 10);
    Connection before = running.pool.getConnection();
    running.tryToWork(false);
    Thread collector = new Thread(Running::collect);
    collector.setDaemon(true);
    collector.start();
    System.out.println("ready");
    BufferedReader lines = new BufferedReader(new InputStreamReader(System.in));
    for (String line = lines.readLine(); "work".equals(line); line = lines.readLine()) {
      running.tryToWork(true);
    }
    before.close();
    running.pool.close();
  }

  private static void collect() {
    while (true) {
      System.gc();
      try {
        Thread.sleep(100);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private void tryToWork(boolean forgets) {
    try {
      work(forgets);
    } catch (SQLException e) {
      System.out.println("refused: " + e.getMessage());
    }
  }

  private void work(boolean forgets) throws SQLException {
    try (Connection given = pool.getConnection()) { // CLEAN
      given.createStatement().close();
    }
    Lender lender = pool::getConnection; // REFERENCE
    lender.lend().close();
    if (forgets) {
      forget();
    }
  }

  private void forget() throws SQLException {
    Connection lost = pool.getConnection(); // LEAK
    if (lost.isClosed()) {
      lost.close();
    }
  }
}
