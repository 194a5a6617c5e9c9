package dev.pitboss.server.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;
import java.util.Properties;

/// Requirements on a database, checked before anything is done with it.
public final class Requirements {
  /// The oldest version the tests run against.
  private static final int OLDEST_MAJOR = 15;

  /// Of a start: an administrator waits for it, and wants to know.
  private static final int LOGIN_SECONDS = 5;

  /// No such table.
  private static final String UNDEFINED_TABLE = "42P01";

  private Requirements() {}

  /// Looks at a database that a command is to work on.
  ///
  /// @return whether it is a casino's
  /// @throws DatabaseUnsuitableException when it cannot be reached, is too old, read-only or not
  ///   durable
  public static boolean isCasino(DatabaseOptions options) throws DatabaseUnsuitableException {
    return look(
        options,
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row =
                  statement.executeQuery("SELECT count(*) FROM flyway_schema_history")) {
            return row.next() && row.getLong(1) > 0;
          } catch (SQLException failure) {
            if (UNDEFINED_TABLE.equals(failure.getSQLState())) {
              return false;
            }
            throw failure;
          }
        });
  }

  /// Looks at a database that others run, before it is migrated.
  ///
  /// @throws DatabaseUnsuitableException when it cannot be reached, is too old, read-only or not
  ///   durable
  public static void check(DatabaseOptions options) throws DatabaseUnsuitableException {
    look(options, _ -> true);
  }

  @FunctionalInterface
  private interface Question {
    boolean ask(Connection connection) throws SQLException;
  }

  private static boolean look(DatabaseOptions options, Question question)
      throws DatabaseUnsuitableException {
    Properties login = new Properties();
    login.setProperty("user", options.user());
    login.setProperty("password", options.password());
    String seconds = Integer.toString(Math.max(LOGIN_SECONDS, options.waits().loginSeconds()));
    login.setProperty("connectTimeout", seconds);
    login.setProperty("loginTimeout", seconds);
    login.setProperty("socketTimeout", Integer.toString(2 * LOGIN_SECONDS));
    try (Connection connection = DriverManager.getConnection(options.url(), login)) {
      int major = connection.getMetaData().getDatabaseMajorVersion();
      if (major < OLDEST_MAJOR) {
        throw new DatabaseUnsuitableException(
            "the database is PostgreSQL %d; version %d or newer is required"
                .formatted(major, OLDEST_MAJOR));
      }
      refuse(Durability.read(connection).problem());
      return question.ask(connection);
    } catch (SQLException failure) {
      throw new DatabaseUnsuitableException(
          "%s (SQLSTATE %s): %s"
              .formatted(
                  FailureReason.of(failure).words(), failure.getSQLState(), firstLine(failure)),
          failure);
    }
  }

  static void refuse(Optional<DatabaseProblem> problem) throws DatabaseUnsuitableException {
    if (problem.isPresent()) {
      throw new DatabaseUnsuitableException(problem.get().text());
    }
  }

  private static String firstLine(SQLException failure) {
    return String.valueOf(failure.getMessage()).lines().findFirst().orElse("");
  }
}
