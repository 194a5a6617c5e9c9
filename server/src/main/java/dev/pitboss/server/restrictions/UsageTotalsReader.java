package dev.pitboss.server.restrictions;

import dev.pitboss.server.database.Sql;
import dev.pitboss.server.ledger.EntryKind;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/// Totals of players' bets, derived from their accounts' entries. Readers sum up entries by day now
/// and then, so that a read costs the same however long a player has played. Stateless and
/// thread-safe.
final class UsageTotalsReader {
  /// Adding up so many takes some milliseconds; beyond, they are summed up by day.
  private static final int FEW = 2_000;

  /// A step of summing up: some 30 ms.
  private static final int STEP = 10_000;

  /// Enough for the current week and month from their first days.
  private static final int DAYS = 38;

  /// Where a player's sums stand.
  ///
  /// @param throughSeq entries up to this one are summed up by day
  private record Mark(long playerId, long throughSeq, PlaySession playSession, Instant checkedAt) {}

  /// What was read of a player.
  ///
  /// @param checkedAt when the last reality check was; [Instant#EPOCH] for never
  record Read(UsageTotals usage, Instant checkedAt) {}

  /// The usage of these players.
  Map<Long, Read> of(Connection connection, Collection<PlayerBook> books, Zones zones)
      throws SQLException {
    Map<Long, Mark> marks = marks(connection, books);
    List<PlayerBook> behind =
        books.stream().filter(book -> !isSummedUp(book, markOf(marks, book))).toList();
    if (!behind.isEmpty()) {
      for (PlayerBook book : behind) {
        while (!isSummedUp(connection, book)) {
          sumUp(connection, book, zones.of(book));
        }
      }
      marks.putAll(marks(connection, behind));
    }
    Map<Long, UsageTotals> usageTotals = days(connection, books);
    Map<Long, List<PlayEntry>> since = since(connection, books, marks);
    Map<Long, Read> read = new HashMap<>();
    for (PlayerBook book : books) {
      Mark mark = markOf(marks, book);
      UsageTotals usage =
          usageTotals
              .getOrDefault(book.playerId(), UsageTotals.NONE)
              .with(mark.playSession())
              .after(since.getOrDefault(book.playerId(), List.of()), zones.of(book));
      read.put(book.playerId(), new Read(usage, mark.checkedAt()));
    }
    return read;
  }

  /// In which zone a player's days are counted.
  interface Zones {
    ZoneId of(PlayerBook book);
  }

  /// Whether few entries are left to be added up one by one.
  boolean isSummedUp(Connection connection, PlayerBook book) throws SQLException {
    return isSummedUp(book, markOf(marks(connection, List.of(book)), book));
  }

  /// Number of the last entry that is summed up by day.
  long summedUpThrough(Connection connection, PlayerBook book) throws SQLException {
    return markOf(marks(connection, List.of(book)), book).throughSeq();
  }

  private static boolean isSummedUp(PlayerBook book, Mark mark) {
    return book.seq() - mark.throughSeq() <= FEW;
  }

  /// Sums up the next entries by day. Of concurrent callers one succeeds as a whole, and the others
  /// have no effect.
  void sumUp(Connection connection, PlayerBook book, ZoneId zone) throws SQLException {
    Mark mark = markOf(marks(connection, List.of(book)), book);
    Map<Long, UsageTotals> before = days(connection, List.of(book));
    LocalDate day = before.getOrDefault(book.playerId(), UsageTotals.NONE).day();
    SortedMap<LocalDate, Sums> days = new TreeMap<>();
    List<Numbered> entries = entries(connection, book, mark.throughSeq(), STEP);
    // what comes back from escrow stays with what follows from it
    int count = entries.size();
    while (count > 1 && entries.get(count - 1).playEntry().kind() == EntryKind.RELEASE) {
      count--;
    }
    UsageTotals usage = UsageTotals.resumed(day, mark.playSession());
    PlayEntry last = null;
    for (Numbered entry : entries.subList(0, count)) {
      LocalDate counted = usage.day();
      Sums sums = usage.today();
      usage = usage.after(entry.playEntry(), last, zone);
      if (usage.day().isAfter(counted)) {
        days.put(counted, sums);
      }
      last = entry.playEntry();
    }
    days.put(usage.day(), usage.today());
    days.values().removeIf(Sums.NONE::equals);
    if (count > 0) {
      save(connection, mark, entries.get(count - 1).seq(), usage.playSession(), days);
    }
  }

  private static void save(
      Connection connection,
      Mark mark,
      long throughSeq,
      PlaySession playSession,
      SortedMap<LocalDate, Sums> days)
      throws SQLException {
    Sql.update(
        connection,
        """
        WITH moved AS (
          INSERT INTO play_usage AS u (player_id, through_seq, streak_since, streak_last, streak_net)
          VALUES (?, ?, ?, ?, ?)
          ON CONFLICT (player_id) DO UPDATE
             SET through_seq = excluded.through_seq, streak_since = excluded.streak_since,
                 streak_last = excluded.streak_last, streak_net = excluded.streak_net
           WHERE u.through_seq = ?
          RETURNING u.player_id)
        INSERT INTO play_day AS d (player_id, day, staked, paid, bets, played_millis)
        SELECT m.player_id, n.*
          FROM moved m
         CROSS JOIN unnest(?::date[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[]) n
        ON CONFLICT (player_id, day) DO UPDATE
           SET staked = d.staked + excluded.staked, paid = d.paid + excluded.paid,
               bets = d.bets + excluded.bets,
               played_millis = d.played_millis + excluded.played_millis
        """,
        mark.playerId(),
        throughSeq,
        playSession.since(),
        playSession.last(),
        playSession.net(),
        mark.throughSeq(),
        days.keySet().stream().map(LocalDate::toString).toArray(String[]::new),
        days.values().stream().mapToLong(Sums::staked).toArray(),
        days.values().stream().mapToLong(Sums::paid).toArray(),
        days.values().stream().mapToLong(Sums::bets).toArray(),
        days.values().stream().mapToLong(Sums::playedMillis).toArray());
  }

  /// A player's sums by month, from that one on.
  ///
  /// @param first its first day
  SortedMap<LocalDate, Sums> months(
      Connection connection, PlayerBook book, LocalDate first, ZoneId zone) throws SQLException {
    SortedMap<LocalDate, Sums> months = new TreeMap<>();
    Mark mark = markOf(marks(connection, List.of(book)), book);
    record Day(LocalDate day, Sums sums) {}
    List<Day> days =
        Sql.list(
            connection,
            "SELECT * FROM play_day WHERE player_id = ? AND day >= ?",
            row -> new Day(row.getObject("day", LocalDate.class), sums(row)),
            book.playerId(),
            first);
    days.forEach(day -> months.merge(Period.MONTH.start(day.day()), day.sums(), Sums::plus));
    LocalDate latest =
        days(connection, List.of(book)).getOrDefault(book.playerId(), UsageTotals.NONE).day();
    UsageTotals usage = UsageTotals.resumed(latest, mark.playSession());
    PlayEntry last = null;
    for (Numbered entry : entries(connection, book, mark.throughSeq(), Integer.MAX_VALUE)) {
      UsageTotals after = usage.after(entry.playEntry(), last, zone);
      if (after.day().isAfter(usage.day())) {
        months.merge(Period.MONTH.start(usage.day()), usage.today(), Sums::plus);
      }
      usage = after;
      last = entry.playEntry();
    }
    months.merge(Period.MONTH.start(usage.day()), usage.today(), Sums::plus);
    return months.tailMap(first);
  }

  private static Mark markOf(Map<Long, Mark> marks, PlayerBook book) {
    Mark mark = marks.get(book.playerId());
    return mark == null ? new Mark(book.playerId(), 0, PlaySession.NONE, Instant.EPOCH) : mark;
  }

  private static Map<Long, Mark> marks(Connection connection, Collection<PlayerBook> books)
      throws SQLException {
    return Sql.list(
            connection,
            "SELECT * FROM play_usage WHERE player_id = ANY (?)",
            row ->
                new Mark(
                    row.getLong("player_id"),
                    row.getLong("through_seq"),
                    new PlaySession(
                        Sql.instant(row, "streak_since"),
                        Sql.instant(row, "streak_last"),
                        row.getLong("streak_net")),
                    Sql.instant(row, "checked_at")),
            playerIds(books))
        .stream()
        .collect(Collectors.toMap(Mark::playerId, mark -> mark));
  }

  /// What the days that are summed up come to, without the entries since.
  private static Map<Long, UsageTotals> days(Connection connection, Collection<PlayerBook> books)
      throws SQLException {
    record Day(long playerId, LocalDate day, Sums sums) {}
    Map<Long, UsageTotals> usageTotals = new HashMap<>();
    for (Day day :
        Sql.list(
            connection,
            """
            SELECT d.* FROM unnest(?::bigint[]) p (player_id)
             CROSS JOIN LATERAL (SELECT * FROM play_day d WHERE d.player_id = p.player_id
                                  ORDER BY d.day DESC LIMIT ?) d
             ORDER BY d.player_id, d.day
            """,
            row ->
                new Day(row.getLong("player_id"), row.getObject("day", LocalDate.class), sums(row)),
            playerIds(books),
            DAYS)) {
      usageTotals.merge(
          day.playerId(),
          UsageTotals.NONE.with(day.day(), day.sums()),
          (usage, _) -> usage.with(day.day(), day.sums()));
    }
    return usageTotals;
  }

  private static Sums sums(ResultSet row) throws SQLException {
    return new Sums(
        row.getLong("staked"),
        row.getLong("paid"),
        row.getLong("bets"),
        row.getLong("played_millis"));
  }

  /// Entries that are not summed up yet.
  private static Map<Long, List<PlayEntry>> since(
      Connection connection, Collection<PlayerBook> books, Map<Long, Mark> marks)
      throws SQLException {
    Map<Long, List<PlayEntry>> since = new HashMap<>();
    List<PlayerBook> ordered = List.copyOf(books);
    record Own(long playerId, PlayEntry playEntry) {}
    for (Own own :
        Sql.list(
            connection,
            """
            SELECT b.player_id, e.*
              FROM unnest(?::bigint[], ?::bigint[], ?::bigint[]) b (player_id, account_id, through)
             CROSS JOIN LATERAL entries_above(b.account_id, b.through, NULL) e
             ORDER BY b.player_id, e.seq
            """,
            row -> new Own(row.getLong("player_id"), playEntry(row)),
            playerIds(ordered),
            ordered.stream().mapToLong(PlayerBook::accountId).toArray(),
            ordered.stream().mapToLong(book -> markOf(marks, book).throughSeq()).toArray())) {
      since.computeIfAbsent(own.playerId(), _ -> new ArrayList<>()).add(own.playEntry());
    }
    return since;
  }

  private record Numbered(long seq, PlayEntry playEntry) {}

  private static List<Numbered> entries(
      Connection connection, PlayerBook book, long after, int limit) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT kind, amount, round_id, posted_at, seq FROM entries_above(?, ?, ?) ORDER BY seq
        """,
        row -> new Numbered(row.getLong("seq"), playEntry(row)),
        book.accountId(),
        after,
        limit);
  }

  static PlayEntry playEntry(ResultSet row) throws SQLException {
    return new PlayEntry(
        EntryKind.of(row.getString("kind")),
        row.getLong("amount"),
        row.getObject("round_id", UUID.class),
        Sql.instant(row, "posted_at"));
  }

  private static long[] playerIds(Collection<PlayerBook> books) {
    return books.stream().mapToLong(PlayerBook::playerId).toArray();
  }
}
