package dev.pitboss.server.database;

import com.zaxxer.hikari.pool.HikariPool;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

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
    look(
        options,
        connection -> {
          ApplicationRole.prepare(connection);
          return true;
        });
  }

  @FunctionalInterface
  private interface Question {
    boolean ask(Connection connection) throws SQLException, DatabaseUnsuitableException;
  }

  private static boolean look(DatabaseOptions options, Question question)
      throws DatabaseUnsuitableException {
    int seconds = Math.max(LOGIN_SECONDS, options.waits().loginSeconds());
    try (Connection connection = Sessions.login(options, seconds, 2 * LOGIN_SECONDS)) {
      int major = connection.getMetaData().getDatabaseMajorVersion();
      if (major < OLDEST_MAJOR) {
        throw new DatabaseUnsuitableException(
            "the database must be PostgreSQL %d or newer and is version %d"
                .formatted(OLDEST_MAJOR, major));
      }
      Durability durability = Durability.read(connection);
      refuse(durability.problem());
      if (Pooler.isBefore(connection, durability.backend())) {
        try (Connection second = Sessions.login(options, seconds, 2 * LOGIN_SECONDS)) {
          Pooler.refuseShared(connection, second);
        }
      }
      return question.ask(connection);
    } catch (SQLException failure) {
      throw unsuitable(failure);
    }
  }

  /// In one line, for people.
  static DatabaseUnsuitableException unsuitable(SQLException failure) {
    return new DatabaseUnsuitableException(LoginFailure.text(failure), failure);
  }

  /// Why the pool has no first connection.
  public static DatabaseUnsuitableException ofPool(HikariPool.PoolInitializationException failure) {
    return failure.getCause() instanceof SQLException cause
        ? unsuitable(cause)
        : new DatabaseUnsuitableException(String.valueOf(failure.getMessage()), failure);
  }

  /// Refuses settings with which acknowledged transactions can be lost, or none be made.
  ///
  /// @throws DatabaseUnsuitableException names the setting, what it must be and what it is
  public static void refuseUnlessDurable(Connection connection)
      throws SQLException, DatabaseUnsuitableException {
    refuse(Durability.read(connection).problem());
  }

  static void refuse(Optional<DatabaseProblem> problem) throws DatabaseUnsuitableException {
    if (problem.isPresent()) {
      throw new DatabaseUnsuitableException(problem.get().text());
    }
  }
}
