package dev.pitboss.server.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Plain JDBC without its ceremony: a text block, its parameters in order, and a lambda per row.
/// Statements and result sets are closed before a call returns. Parameters are what pgjdbc's
/// `setObject` takes, and `Instant`.
public final class Sql {
  private Sql() {}

  /// Makes a value of the row the result set stands on; must not move or close it.
  @FunctionalInterface
  public interface RowMapper<T> {
    /// Reads the current row.
    T map(ResultSet row) throws SQLException;
  }

  /// The first row, or empty without one.
  public static <T> Optional<T> first(
      Connection connection, String sql, RowMapper<T> mapper, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      return rows.next() ? Optional.of(mapper.map(rows)) : Optional.empty();
    }
  }

  /// The one row the statement must return; none is a broken assumption of the caller.
  public static <T> T one(
      Connection connection, String sql, RowMapper<T> mapper, @Nullable Object... parameters)
      throws SQLException {
    return first(connection, sql, mapper, parameters)
        .orElseThrow(() -> new IllegalStateException("expected a row: " + sql));
  }

  /// All rows in order; the statement carries the LIMIT that bounds them.
  public static <T> List<T> list(
      Connection connection, String sql, RowMapper<T> mapper, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters);
        ResultSet rows = statement.executeQuery()) {
      List<T> mapped = new ArrayList<>();
      while (rows.next()) {
        mapped.add(mapper.map(rows));
      }
      return List.copyOf(mapped);
    }
  }

  /// Runs a statement that returns no rows.
  ///
  /// @return how many rows it changed
  public static int update(Connection connection, String sql, @Nullable Object... parameters)
      throws SQLException {
    try (PreparedStatement statement = prepare(connection, sql, parameters)) {
      return statement.executeUpdate();
    }
  }

  /// A `timestamptz` column as an instant.
  public static Instant instant(ResultSet row, String column) throws SQLException {
    return row.getObject(column, java.time.OffsetDateTime.class).toInstant();
  }

  @com.google.errorprone.annotations.MustBeClosed
  private static PreparedStatement prepare(
      Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    try {
      for (int i = 0; i < parameters.length; i++) {
        Object parameter = parameters[i];
        statement.setObject(
            i + 1, parameter instanceof Instant at ? at.atOffset(ZoneOffset.UTC) : parameter);
      }
      return statement;
    } catch (SQLException | RuntimeException failure) {
      try (statement) {
        throw failure;
      }
    }
  }
}
