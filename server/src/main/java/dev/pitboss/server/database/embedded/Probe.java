package dev.pitboss.server.database.embedded;

import com.google.errorprone.annotations.MustBeClosed;
import dev.pitboss.server.database.DatabaseOptions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/// Asks a PostgreSQL on this machine whether it takes connections. Every attempt ends within
/// seconds.
final class Probe {
  private static final String USER = "postgres";

  /// On the loopback address an answer takes milliseconds, unless the server is frozen.
  private static final int PROBE_SECONDS = 2;

  /// A checkpoint of a busy database takes minutes on a slow disk.
  private static final int LONG_WORK_SECONDS = 3_600;

  /// On a machine that has no time for it, starting a session takes seconds.
  private static final int WORK_SECONDS = 30;

  private static final String CANNOT_CONNECT_NOW = "57P03";

  private Probe() {}

  /// What a server answers.
  enum Answer {
    READY,
    /// It starts, or recovers.
    STARTING,
    STOPPING,
    /// It asks for another password than this.
    OTHER_PASSWORD,
    /// It does not answer, or not at this port.
    SILENT
  }

  static Answer ask(int port, String password) {
    try (Connection connection = connect(port, password, PROBE_SECONDS)) {
      return connection.isValid(1) ? Answer.READY : Answer.SILENT;
    } catch (SQLException failure) {
      String state = String.valueOf(failure.getSQLState());
      if (state.equals(CANNOT_CONNECT_NOW)) {
        return String.valueOf(failure.getMessage()).contains("shutting down")
            ? Answer.STOPPING
            : Answer.STARTING;
      }
      if (state.startsWith("28")) {
        return Answer.OTHER_PASSWORD;
      }
      // all its connections are in use: those of a casino that was killed end soon
      return state.startsWith("53") ? Answer.STARTING : Answer.SILENT;
    }
  }

  /// A session for work that must not fail because the machine is slow.
  @MustBeClosed
  static Connection connect(int port, String password) throws SQLException {
    return connect(port, password, WORK_SECONDS);
  }

  /// A session of the owner for statements that take seconds.
  @MustBeClosed
  static Connection connectForShort(DatabaseOptions reach) throws SQLException {
    return connect(reach.url(), reach.password(), WORK_SECONDS, WORK_SECONDS);
  }

  /// A session of the owner for statements that may take an hour.
  @MustBeClosed
  static Connection connectForLong(DatabaseOptions reach) throws SQLException {
    return connect(reach.url(), reach.password(), WORK_SECONDS, LONG_WORK_SECONDS);
  }

  @MustBeClosed
  private static Connection connect(int port, String password, int seconds) throws SQLException {
    return connect(url(port), password, seconds, seconds);
  }

  @MustBeClosed
  private static Connection connect(
      String url, String password, int loginSeconds, int answerSeconds) throws SQLException {
    Properties properties = new Properties();
    properties.setProperty("user", USER);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", Integer.toString(loginSeconds));
    properties.setProperty("loginTimeout", Integer.toString(loginSeconds));
    properties.setProperty("socketTimeout", Integer.toString(answerSeconds));
    return DriverManager.getConnection(url, properties);
  }

  static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }
}
