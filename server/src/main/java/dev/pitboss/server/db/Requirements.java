package dev.pitboss.server.db;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Optional;
import java.util.Properties;

/// What a database must be before anything is done with it.
public final class Requirements {
  /// The oldest version the tests run against.
  private static final int OLDEST_MAJOR = 15;

  private Requirements() {}

  /// Looks at a database that others run, before it is migrated.
  ///
  /// @throws DatabaseUnsuitableException when it cannot be reached, is too old, read-only or not
  ///   durable
  public static void check(DatabaseOptions options) throws DatabaseUnsuitableException {
    Properties login = new Properties();
    login.setProperty("user", options.user());
    login.setProperty("password", options.password());
    login.setProperty("connectTimeout", "5");
    login.setProperty("loginTimeout", "5");
    login.setProperty("socketTimeout", "10");
    try (Connection connection = DriverManager.getConnection(options.url(), login)) {
      int major = connection.getMetaData().getDatabaseMajorVersion();
      if (major < OLDEST_MAJOR) {
        throw new DatabaseUnsuitableException(
            "the database is PostgreSQL %d; version %d or newer is required"
                .formatted(major, OLDEST_MAJOR));
      }
      refuse(Durability.read(connection).problem());
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
