package shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** An application in a server, with a pool of its own; it loses a connection before it is stopped. */
public final class WebApp implements Runnable {
  private HikariDataSource pool;

  @Override
  public void run() {
    if (pool != null) {
      pool.close();
      return;
    }
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:webapp");
    config.setMaximumPoolSize(3);
    config.setPoolName("webapp");
    pool = new HikariDataSource(config);
    try {
      work();
      pool.getConnection().createStatement();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private void work() throws SQLException {
    try (Connection given = pool.getConnection();
        Statement statement = given.createStatement()) {
      statement.execute("select 1");
    }
  }
}
