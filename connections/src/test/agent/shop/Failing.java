package shop;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Does what must fail, and says how: the agent must not change a word. */
public final class Failing {
  interface Step {
    void run() throws Exception;
  }

  public static void main(String[] arguments) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:failing");
    config.setMaximumPoolSize(1);
    HikariDataSource pool = new HikariDataSource(config);
    DataSource nothing = arguments.length > 9 ? pool : null;
    say(() -> nothing.getConnection());
    say(() -> nothing.getConnection("user", "password"));
    say(() -> pool.getConnection("user", "password"));
    say(() -> nothing.setLoginTimeout(seconds(pool.getConnection())));
    say(() -> DriverManager.getConnection("jdbc:unknown:driver"));
    say(() -> DriverManager.getConnection(null, null, null));
    say(() -> DriverManager.getConnection("jdbc:h2:/nowhere/at/all;IFEXISTS=TRUE"));
    Connection driver = DriverManager.getConnection("jdbc:h2:mem:failing");
    Statement statement = driver.createStatement();
    say(() -> statement.execute("select nonsense"));
    driver.close();
    System.out.println(driver.isValid(1) + " " + driver.isClosed());
    say(driver::createStatement);
    say(() -> driver.setClientInfo("a", "b"));
    Connection pooled = pool.getConnection();
    pooled.setAutoCommit(false);
    pooled.createStatement().execute("create table kept (id int)");
    pooled.close();
    pooled.close();
    say(pooled::createStatement);
    say(pooled::commit);
    System.out.println(pooled.isValid(1) + " " + pooled.isClosed());
    pool.close();
    say(pool::getConnection);
    System.exit(3);
  }

  private static int seconds(Connection borrowed) throws SQLException {
    borrowed.close();
    return 1;
  }

  private static void say(Step step) {
    try {
      step.run();
      System.out.println("went well");
    } catch (Exception e) {
      System.out.println(e);
      if (e instanceof SQLException refused) {
        System.out.println(refused.getSQLState() + " " + refused.getErrorCode());
      }
      for (StackTraceElement frame : e.getStackTrace()) {
        if (!frame.isNativeMethod() && frame.getClassName().startsWith("shop.")) {
          System.out.println("  " + frame);
        }
      }
      System.out.println("  suppressed " + e.getSuppressed().length);
    }
  }
}
