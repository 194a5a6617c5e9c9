package dev.pitboss.connections.acceptance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicInteger;

/// Databases that run in this virtual machine, and PostgreSQL. What their drivers make of `abort`
/// and of a close with an open transaction differs.
enum AnyDriver {
  /// Its abort does nothing.
  H2("org.h2.Driver", "sa", ""),
  HSQLDB("org.hsqldb.jdbc.JDBCDriver", "SA", ""),
  /// Refuses to close while a transaction is open.
  DERBY("org.apache.derby.iapi.jdbc.AutoloadedDriver", "app", "app"),
  /// Its abort closes nothing.
  SQLITE("org.sqlite.JDBC", "sa", "sa"),
  /// Its abort is unsupported.
  DUCKDB("org.duckdb.DuckDBDriver", "", ""),
  POSTGRESQL("org.postgresql.Driver", "postgres", "postgres"),
  /// Needs a server on this machine.
  MARIADB("org.mariadb.jdbc.Driver", "root", "");

  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final String driverClass;
  private final String user;
  private final String password;

  AnyDriver(String driverClass, String user, String password) {
    this.driverClass = driverClass;
    this.user = user;
    this.password = password;
  }

  /// A database of its own, or a schema, with an empty table `ledger`.
  ///
  /// @param keepsOpen a session that keeps it in memory
  record Target(String url, String driverClass, String user, String password, Connection keepsOpen)
      implements AutoCloseable {
    Target(String url, Target real, String driverClass) {
      this(url, driverClass, real.user, real.password, real.keepsOpen);
    }

    /// What is stored, as another session sees it.
    long rows() throws SQLException {
      try (Statement statement = keepsOpen.createStatement();
          ResultSet rows = statement.executeQuery("SELECT count(*) FROM ledger")) {
        rows.next();
        return rows.getLong(1);
      }
    }

    /// What stays in memory would make every later garbage collection dearer.
    @Override
    public void close() throws SQLException {
      if (url.startsWith("jdbc:hsqldb:")) {
        try (Statement statement = keepsOpen.createStatement()) {
          statement.execute("SHUTDOWN");
        }
      }
      keepsOpen.close();
      if (url.startsWith("jdbc:derby:")) {
        try (Connection none =
            DriverManager.getConnection(url.replace(";create=true", ";drop=true"))) {
          throw new SQLException("Derby drops a database by refusing " + none);
        } catch (SQLException dropped) {
          if (!"08006".equals(dropped.getSQLState())) {
            throw dropped;
          }
        }
      }
    }
  }

  Target open() throws SQLException, IOException {
    String name = "any" + DATABASES.incrementAndGet();
    String url =
        switch (this) {
          case H2 -> "jdbc:h2:mem:" + name;
          case HSQLDB -> "jdbc:hsqldb:mem:" + name + ";hsqldb.tx=mvcc";
          case DERBY -> "jdbc:derby:memory:" + name + ";create=true";
          case SQLITE -> "jdbc:sqlite:" + folder().resolve(name + ".db");
          case DUCKDB -> "jdbc:duckdb:" + folder().resolve(name + ".duck");
          case POSTGRESQL -> Database.POSTGRESQL.url() + "&currentSchema=" + name;
          case MARIADB -> MariaDb.url() + name + "?createDatabaseIfNotExist=true";
        };
    DriverManager.setLoginTimeout(0); // pools set it for all, and Derby creates a database in it
    Connection connection = DriverManager.getConnection(url, user, password);
    try (Statement statement = connection.createStatement()) {
      if (this == POSTGRESQL) {
        statement.execute("CREATE SCHEMA " + name);
      }
      statement.execute("CREATE TABLE ledger (v INT PRIMARY KEY)");
    }
    return new Target(url, driverClass, user, password, connection);
  }

  /// A query for the number of the session.
  String session() {
    return switch (this) {
      case H2, HSQLDB -> "VALUES (SESSION_ID())";
      case POSTGRESQL -> "SELECT pg_backend_pid()";
      case MARIADB -> "SELECT CONNECTION_ID()";
      case DERBY, SQLITE, DUCKDB -> throw new UnsupportedOperationException("not asked of " + this);
    };
  }

  /// A schema that every database of this kind has.
  String otherSchema() {
    return this == POSTGRESQL ? "pg_catalog" : "INFORMATION_SCHEMA";
  }

  private static Path folder() throws IOException {
    Path folder = Files.createTempDirectory("any-driver");
    folder.toFile().deleteOnExit();
    return folder;
  }
}
