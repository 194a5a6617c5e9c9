package dev.pitboss.server.archive;

import dev.pitboss.server.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What was settled while one table took the bets: a calendar month in UTC, or more if no server
/// ran when it ended.
///
/// @param monthId its number; a later month has a greater one
/// @param openedAt it is named by the month in which it began
/// @param relation its table; null of the open month
/// @param file its file's name; null until it is archived
/// @param digest of its file; null until it is archived
/// @param bets how many; null until it is archived
public record BetMonth(
    int monthId,
    Instant openedAt,
    State state,
    @Nullable String relation,
    @Nullable String file,
    @Nullable String digest,
    @Nullable Long bets) {
  /// Where the bets of a month are.
  public enum State {
    /// In the table that takes bets.
    OPEN,
    /// In a table of their own.
    CLOSED,
    /// In a file.
    ARCHIVED;

    /// As it is stored and shown.
    public String id() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The calendar month in which it began.
  public YearMonth month() {
    return YearMonth.from(openedAt.atOffset(ZoneOffset.UTC));
  }

  /// All months, the oldest first.
  public static List<BetMonth> all(Connection connection) throws SQLException {
    return Sql.list(
        connection, "SELECT * FROM bet_month ORDER BY month_id LIMIT 10000", BetMonth::read);
  }

  /// The oldest month that has a table of its own.
  static Optional<BetMonth> oldestClosed(Connection connection) throws SQLException {
    return Sql.first(
        connection,
        "SELECT * FROM bet_month WHERE state = 'closed' ORDER BY month_id LIMIT 1",
        BetMonth::read);
  }

  /// The digest of the newest file.
  static Optional<byte[]> newestDigest(Connection connection) throws SQLException {
    return Sql.first(
        connection,
        "SELECT sha256 FROM bet_month WHERE state = 'archived' ORDER BY month_id DESC LIMIT 1",
        row -> row.getBytes(1));
  }

  private static BetMonth read(ResultSet row) throws SQLException {
    byte[] digest = row.getBytes("sha256");
    return new BetMonth(
        row.getInt("month_id"),
        Sql.instant(row, "opened_at"),
        State.valueOf(row.getString("state").toUpperCase(Locale.ROOT)),
        row.getString("relation"),
        row.getString("file"),
        digest == null ? null : HexFormat.of().formatHex(digest),
        (Long) row.getObject("bets"));
  }
}
