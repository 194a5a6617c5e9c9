import com.zaxxer.hikari.HikariConfig;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.DbcpPools;
import dev.pitboss.connections.HikariPools;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.TrackedConnection;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.io.StringReader;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;

/** The library's main paths, on any Java version: every pool it knows, and every wrapper it makes. */
public final class Smoke {
  private static final String URL = "jdbc:h2:mem:smoke;DB_CLOSE_DELAY=-1";
  private static final Duration HOLD = Duration.ofMinutes(1);

  public static void main(String[] arguments) throws Exception {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.setMaximumPoolSize(2);
    BasicDataSource dbcp = DbcpPools.tracked();
    dbcp.setUrl(URL);
    dbcp.setMaxTotal(2);
    PoolProperties properties = new PoolProperties();
    properties.setUrl(URL);
    properties.setDriverClassName("org.h2.Driver");
    properties.setMaxActive(2);
    DataSource[] pools = {
      HikariPools.tracked(config),
      AgroalDataSource.from(
          new AgroalDataSourceConfigurationSupplier()
              .metricsEnabled()
              .connectionPoolConfiguration(pool ->
                  pool.maxSize(2)
                      .acquisitionTimeout(Duration.ofSeconds(5))
                      .connectionFactoryConfiguration(driver -> driver.jdbcUrl(URL)))),
      dbcp,
      new org.apache.tomcat.jdbc.pool.DataSource(properties)
    };
    for (DataSource pool : pools) {
      try (ConnectionTracker tracker = ConnectionTracker.builder(pool).jmx().build()) {
        tracker.run(HOLD, Smoke::everyWrapper);
        int two = tracker.inTransaction(HOLD, connection -> read(connection, "select 1 + 1"));
        check(two == 2, "reads in a transaction");
        dropIn(tracker.asDataSource());
        lose(tracker.asDataSource());
        awaitReclaim(tracker);
        System.out.println(pool.getClass().getName() + " ok");
      }
    }
    System.out.println("done on " + Runtime.version().feature());
    System.exit(0);
  }

  private static int read(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static void everyWrapper(TrackedConnection connection) throws SQLException {
    try (PreparedStatement insert = connection.prepareStatement("select ?, ?, ?, ?, ?")) {
      Blob blob = connection.createBlob();
      blob.setBytes(1, new byte[] {1, 2, 3});
      Clob clob = connection.createClob();
      clob.setString(1, "clob");
      NClob national = connection.createNClob();
      national.setString(1, "national");
      SQLXML xml = connection.createSQLXML();
      xml.setString("<x/>");
      insert.setBlob(1, blob);
      insert.setClob(2, clob);
      insert.setNClob(3, national);
      insert.setSQLXML(4, xml);
      insert.setCharacterStream(5, new StringReader("text"), 4);
      check(insert.getParameterMetaData().getParameterCount() == 5, "parameters");
      try (ResultSet rows = insert.executeQuery()) {
        check(rows.getMetaData().getColumnCount() == 5, "columns");
        check(rows.next() && rows.getStatement() == insert, "knows its statement");
        check(rows.getBlob(1).length() == 3 && rows.getBytes(1)[2] == 3, "blob");
        check(rows.getClob(2).getSubString(1, 4).equals("clob"), "clob");
        check(rows.getObject(5) != null, "object");
      }
    }
    try (CallableStatement call = connection.prepareCall("call 1 + 2");
        ResultSet rows = call.executeQuery()) {
      check(rows.next() && rows.getInt(1) == 3, "call");
    }
    check(connection.getMetaData().getConnection() == connection, "leads back");
    try (ResultSet tables = connection.getMetaData().getTables(null, null, "%", null)) {
      check(tables.next(), "tables");
    }
    try {
      read(connection, "select nonsense");
      throw new AssertionError("nonsense was read");
    } catch (SQLException expected) {
      check(expected.getMessage().contains("NONSENSE"), "the driver's own words");
    }
  }

  private static void dropIn(DataSource source) throws SQLException {
    Connection stale;
    try (Connection connection = source.getConnection()) {
      check(read(connection, "select 7") == 7, "drop-in");
      stale = connection;
    }
    try {
      stale.createStatement();
      throw new AssertionError("used after close");
    } catch (SQLException expected) {
      check(expected.getSQLState().equals("08003"), "refused");
    }
  }

  private static void lose(DataSource source) throws SQLException {
    source.getConnection().createStatement().execute("select 1");
  }

  private static void awaitReclaim(ConnectionTracker tracker) throws InterruptedException {
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    LeakReport.TrackingStats stats = tracker.report().trackingStats();
    while (stats.totalReclaimed() < 1 || tracker.report().trackingDiscrepancy() != 0) {
      check(System.nanoTime() < deadline, "reclaimed in time: " + tracker.report().toText());
      System.gc();
      Thread.sleep(20);
      stats = tracker.report().trackingStats();
    }
    check(stats.totalAcquired() == stats.totalReleased() + 1, "balances: " + stats);
    check(stats.totalLeaks() == 1, "one leak: " + stats);
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
