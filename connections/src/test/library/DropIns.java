import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.HikariPools;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** Borrows from a drop-in in every shape of code, and prints the lines that were counted. */
public final class DropIns {
  private static final String URL = "jdbc:h2:mem:drop-ins;DB_CLOSE_DELAY=-1";

  /** Borrows while it is made: what is on the stack then is not a whole object yet. */
  static class Holder {
    final Connection connection;
    final long[] numbers;

    Holder(long first, Connection connection, double last) {
      this.connection = connection;
      this.numbers = new long[] {first, (long) last};
    }
  }

  static final class Late extends Holder {
    Late(DataSource source, long first) throws SQLException {
      super(first, source.getConnection(), first / 2.0);
    }
  }

  public static void main(String[] arguments) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.setMaximumPoolSize(3);
    config.setConnectionTimeout(1000);
    HikariDataSource pool = HikariPools.tracked(config);
    JdbcDataSource driver = new JdbcDataSource();
    driver.setURL(URL);
    JdbcDataSource other = new JdbcDataSource();
    other.setURL(URL);
    try (ConnectionTracker tracker = ConnectionTracker.over(pool);
        ConnectionTracker ofDriver = ConnectionTracker.over(driver);
        ConnectionTracker passing =
            ConnectionTracker.builder(other).framework("DropIns$Framework").build()) {
      DataSource source = tracker.asDataSource();
      shapes(source, 7, 2.5);
      branches(source, arguments);
      references(source);
      asUser(ofDriver.asDataSource());
      Framework.borrow(passing.asDataSource());
      refused(source);
      System.out.println(lines(tracker) + lines(ofDriver) + lines(passing));
    }
    System.exit(0);
  }

  private static void shapes(DataSource source, long wide, double wider) throws SQLException {
    try (Connection given = source.getConnection()) {
      given.isReadOnly();
    }
    Holder holder = new Holder(wide, source.getConnection(), wider);
    holder.connection.close();
    Holder late = new Late(source, wide);
    late.connection.close();
    LongSupplier lambda =
        () -> {
          long before = wide;
          try (Connection given = source.getConnection()) {
            return before + (given.isReadOnly() ? 1 : 0);
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        };
    check(lambda.getAsLong() == wide && holder.numbers[1] == 2 && late.numbers[1] == 3);
  }

  private static void branches(DataSource source, String[] arguments) throws Exception {
    Connection given = null;
    for (int i = 0; i < 3; i++) {
      long number = i;
      double half = i / 2.0;
      try {
        given = arguments.length > 9 ? null : number == 1 ? source.getConnection() : null;
      } finally {
        check(half * 2 == number);
      }
      if (given != null) {
        given.close();
      }
    }
    DataSource nothing = arguments.length > 9 ? source : null;
    try {
      nothing.getConnection().close();
    } catch (NullPointerException e) {
      System.out.println(e.getMessage());
    }
  }

  private static void references(DataSource source) throws Exception {
    ((Callable<Connection>) source::getConnection).call().close();
    Method method = DataSource.class.getMethod("getConnection");
    ((Connection) method.invoke(source)).close();
  }

  private static void asUser(DataSource source) throws SQLException {
    source.getConnection("", "").close();
  }

  /** Borrows on behalf of its caller. */
  static final class Framework {
    static void borrow(DataSource source) throws SQLException {
      source.getConnection().close();
    }
  }

  /** What fails leaves no line behind for the next borrow. */
  private static void refused(DataSource source) throws Exception {
    List<Connection> all =
        Arrays.asList(source.getConnection(), source.getConnection(), source.getConnection());
    try {
      source.getConnection().close();
      throw new AssertionError("more than there are");
    } catch (SQLException e) {
      boolean named =
          Arrays.stream(e.getStackTrace())
              .anyMatch(frame -> frame.getClassName().endsWith(".DropInSite"));
      System.out.println("named by woven code: " + named);
    }
    for (Connection each : all) {
      each.close();
    }
    Method method = DataSource.class.getMethod("getConnection");
    ((Connection) method.invoke(source)).close();
  }

  private static void check(boolean holds) {
    if (!holds) {
      throw new AssertionError();
    }
  }

  private static String lines(ConnectionTracker tracker) {
    StringBuilder lines = new StringBuilder();
    tracker.report().topConnectionUsers().stream()
        .map(use -> use.site() + " " + use.acquired() + " " + use.released() + "\n")
        .sorted()
        .forEach(lines::append);
    return lines.append("discrepancy ").append(tracker.report().trackingDiscrepancy()).toString()
        + "\n";
  }
}
