package dev.pitboss.server.database;

import com.google.errorprone.annotations.MustBeClosed;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGStatement;

/// Makes sessions of the database. Role and time-outs are set by a statement of their own after the
/// login and looked at in its answer: poolers refuse or drop what a login asks for. Thread-safe.
final class Sessions implements DataSource {
  /// SQLSTATE of what a session has lost.
  private static final String LOST = "26000";

  private static final String SETTINGS_LOST =
      "the session does not keep its role and time-outs: it works as %s and should as "
          + ApplicationRole.NAME
          + ". "
          + Pooler.ADVICE;

  private final DatabaseOptions options;
  private final boolean ofApplication;
  private volatile int loginSeconds;

  private Sessions(DatabaseOptions options, boolean ofApplication) {
    this.options = options;
    this.ofApplication = ofApplication;
  }

  /// Sessions that requests are served with.
  static Sessions ofApplication(DatabaseOptions options) {
    return new Sessions(options, true);
  }

  /// Sessions of the owner of the schema, as long as its work takes.
  static Sessions ofOwner(DatabaseOptions options) {
    return new Sessions(options, false);
  }

  DatabaseOptions options() {
    return options;
  }

  /// A session of the login role that ends soon.
  @MustBeClosed
  static Connection login(DatabaseOptions options, int loginSeconds, int socketSeconds)
      throws SQLException {
    Properties properties = options.loginProperties();
    properties.setProperty(
        "connectTimeout", Integer.toString(options.connectSeconds(loginSeconds)));
    properties.setProperty("loginTimeout", Integer.toString(options.loginSeconds(loginSeconds)));
    properties.setProperty("socketTimeout", Integer.toString(socketSeconds));
    // a host that failed a moment ago is asked all the same: there is one attempt only
    properties.setProperty("hostRecheckSeconds", "0");
    return DriverManager.getConnection(options.url(), properties);
  }

  @Override
  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed when it cannot be set up
  public Connection getConnection() throws SQLException {
    if (!ofApplication) {
      return DriverManager.getConnection(options.url(), options.loginProperties());
    }
    Properties properties = options.applicationProperties();
    if (loginSeconds > 0) {
      properties.setProperty("loginTimeout", Integer.toString(options.loginSeconds(loginSeconds)));
    }
    Connection connection = DriverManager.getConnection(options.url(), properties);
    try {
      setUp(connection);
      return connection;
    } catch (SQLException | RuntimeException failure) {
      try (connection) {
        throw failure;
      }
    }
  }

  /// One round trip; another one behind a pooler.
  private void setUp(Connection connection) throws SQLException {
    Map<String, String> settings = options.sessionSettings();
    String names =
        settings.keySet().stream()
            .map("set_config('%s', ?, false)"::formatted)
            .collect(Collectors.joining(", "));
    Session session;
    try (PreparedStatement statement =
        connection.prepareStatement("SELECT pg_backend_pid(), " + names + ", current_user")) {
      statement.unwrap(PGStatement.class).setPrepareThreshold(0); // runs once
      int index = 1;
      for (String value : settings.values()) {
        statement.setString(index++, value);
      }
      session = session(statement, index + 1);
    }
    if (Pooler.isBefore(connection, session.backend())) {
      try (PreparedStatement again =
          connection.prepareStatement("SELECT pg_backend_pid(), current_user")) {
        again.unwrap(PGStatement.class).setPrepareThreshold(0);
        if (!session(again, 2).equals(session)) {
          throw new SQLException(Pooler.SHARED, LOST);
        }
      }
    }
    Optional<DatabaseProblem> other = otherRole(session.role());
    if (other.isPresent()) {
      throw new SQLException(other.get().detail(), LOST);
    }
  }

  private record Session(int backend, String role) {}

  private static Session session(PreparedStatement statement, int roleColumn) throws SQLException {
    try (ResultSet row = statement.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("the database does not say who it works for", "XX000");
      }
      return new Session(row.getInt(1), row.getString(roleColumn));
    }
  }

  /// Works as anything else, the session could change and delete what was booked.
  static Optional<DatabaseProblem> otherRole(String role) {
    return role.equals(ApplicationRole.NAME)
        ? Optional.empty()
        : Optional.of(
            new DatabaseProblem(FailureReason.SESSION_LOST, LOST, SETTINGS_LOST.formatted(role)));
  }

  @Override
  public Connection getConnection(String user, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("sessions are of one login role");
  }

  /// As the pool has it.
  @Override
  public void setLoginTimeout(int seconds) {
    loginSeconds = seconds;
  }

  @Override
  public int getLoginTimeout() {
    return loginSeconds;
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(@Nullable PrintWriter out) {
    // everything goes to the log
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("the driver's log is configured with Logback");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("no " + type.getName() + " inside");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
