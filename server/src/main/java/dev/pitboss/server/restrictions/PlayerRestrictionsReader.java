package dev.pitboss.server.restrictions;

import dev.pitboss.server.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Reads players' standings, many at once. Of players who have set nothing, at houses that ask for
/// nothing, it reads just that. Nothing is locked: every change of a standing changes the version
/// of the account too. Thread-safe.
public final class PlayerRestrictionsReader {
  /// A reality check is a setting like a limit, of a period of its own.
  static final String REALITY_CHECK = "reality_check";

  /// Entries of the last bets: more than can be made in the longest time between two.
  private static final int LAST_ENTRIES = 60;

  private final OperatorRulesCache rulesCache;
  private final UsageTotalsReader usageTotals = new UsageTotalsReader();

  public PlayerRestrictionsReader(OperatorRulesCache rulesCache) {
    this.rulesCache = rulesCache;
  }

  /// The players' standings, by player.
  public Map<Long, PlayerRestrictions> read(Connection connection, Collection<PlayerBook> books)
      throws SQLException {
    Map<Long, PlayerRestrictions> byPlayer = new HashMap<>();
    for (PlayerBook book : books) {
      OperatorRules house = rulesCache.of(connection, book.operatorId());
      byPlayer.put(book.playerId(), PlayerRestrictions.free(house, house.rules()));
    }
    Set<Long> bound = bound(connection, books);
    List<PlayerBook> affected = new ArrayList<>();
    for (PlayerBook book : books) {
      boolean asked = !rules(byPlayer, book).profile().looksAtBetsAlone();
      if (asked || bound.contains(book.playerId())) {
        affected.add(book);
      }
    }
    return affected.isEmpty() ? byPlayer : withDetails(connection, byPlayer, affected);
  }

  private static OperatorRules.Rules rules(
      Map<Long, PlayerRestrictions> byPlayer, PlayerBook book) {
    PlayerRestrictions restrictions = byPlayer.get(book.playerId());
    if (restrictions == null) {
      throw new IllegalArgumentException("not requested: player " + book.playerId());
    }
    return restrictions.rules();
  }

  private static Set<Long> bound(Connection connection, Collection<PlayerBook> books)
      throws SQLException {
    long[] ids = books.stream().mapToLong(PlayerBook::playerId).toArray();
    return new HashSet<>(
        Sql.list(
            connection,
            """
            SELECT player_id FROM player_limit WHERE player_id = ANY (?)
            UNION SELECT player_id FROM player_exclusion WHERE player_id = ANY (?)
            """,
            row -> row.getLong(1),
            ids,
            ids));
  }

  private Map<Long, PlayerRestrictions> withDetails(
      Connection connection, Map<Long, PlayerRestrictions> free, List<PlayerBook> affected)
      throws SQLException {
    Map<Long, List<Stored>> stored =
        settings(connection, affected).stream().collect(Collectors.groupingBy(Stored::playerId));
    Map<Long, Exclusions> exclusions =
        exclusions(connection, affected.stream().mapToLong(PlayerBook::playerId).toArray());
    List<PlayerBook> counted =
        affected.stream()
            .filter(book ->
                stored.containsKey(book.playerId())
                    || !rules(free, book).profile().looksAtBetsAlone())
            .toList();
    Map<Long, UsageTotalsReader.Read> used =
        counted.isEmpty()
            ? Map.of()
            : usageTotals.of(connection, counted, book -> rules(free, book).zone());
    Map<Long, Map<String, Instant>> lastBets =
        lastBets(
            connection,
            counted.stream()
                .filter(book -> !rules(free, book).profile().minimumCycleMillis().isEmpty())
                .toList());
    Map<Long, PlayerRestrictions> byPlayer = new HashMap<>(free);
    for (PlayerBook book : affected) {
      long id = book.playerId();
      List<Stored> own = stored.getOrDefault(id, List.of());
      UsageTotalsReader.Read read = used.get(id);
      byPlayer.computeIfPresent(
          id,
          (_, restrictions) ->
              new PlayerRestrictions(
                  restrictions.house(),
                  restrictions.rules(),
                  limits(own),
                  check(own),
                  read == null ? Instant.EPOCH : read.checkedAt(),
                  exclusions.getOrDefault(id, Exclusions.NONE),
                  read == null ? UsageTotals.NONE : read.usage(),
                  lastBets.getOrDefault(id, Map.of()),
                  read == null));
    }
    return byPlayer;
  }

  /// A row of `player_limit`.
  record Stored(long playerId, String kind, String period, Setting setting) {}

  private static List<Stored> settings(Connection connection, Collection<PlayerBook> books)
      throws SQLException {
    return Sql.list(
        connection,
        "SELECT * FROM player_limit WHERE player_id = ANY (?)",
        row ->
            new Stored(
                row.getLong("player_id"),
                row.getString("kind"),
                row.getString("period"),
                setting(row)),
        books.stream().mapToLong(PlayerBook::playerId).toArray());
  }

  static Setting setting(ResultSet row) throws SQLException {
    return new Setting(
        row.getObject("amount", Long.class),
        row.getObject("next_amount", Long.class),
        row.getObject("changes_at") == null ? null : Sql.instant(row, "changes_at"));
  }

  static List<Limit> limits(List<Stored> stored) {
    return stored.stream()
        .filter(row -> !row.kind().equals(REALITY_CHECK))
        .map(row ->
            new Limit(
                LimitKind.of(row.kind()).orElseThrow(),
                Period.of(row.period()).orElseThrow(),
                row.setting()))
        .sorted(java.util.Comparator.comparing(Limit::kind).thenComparing(Limit::period))
        .toList();
  }

  private static Setting check(List<Stored> stored) {
    return stored.stream()
        .filter(row -> row.kind().equals(REALITY_CHECK))
        .map(Stored::setting)
        .findFirst()
        .orElse(Setting.NONE);
  }

  /// How long the player keeps themselves from betting, as the caller's transaction sees it.
  public static Exclusions exclusionsOf(Connection connection, long playerId) throws SQLException {
    return exclusions(connection, new long[] {playerId}).getOrDefault(playerId, Exclusions.NONE);
  }

  private static Map<Long, Exclusions> exclusions(Connection connection, long[] playerIds)
      throws SQLException {
    record Row(long playerId, Exclusions exclusions) {}
    return Sql.list(
            connection,
            """
            SELECT player_id, max(until) FILTER (WHERE kind = 'cooling_off') AS cooling_off,
                   max(until) FILTER (WHERE kind = 'self_exclusion') AS excluded
              FROM player_exclusion WHERE player_id = ANY (?) GROUP BY player_id
            """,
            row ->
                new Row(
                    row.getLong("player_id"),
                    new Exclusions(end(row, "cooling_off"), end(row, "excluded"))),
            playerIds)
        .stream()
        .collect(Collectors.toMap(Row::playerId, Row::exclusions));
  }

  static @Nullable Instant end(ResultSet row, String column) throws SQLException {
    java.time.OffsetDateTime end = row.getObject(column, java.time.OffsetDateTime.class);
    if (end == null) {
      return null;
    }
    return end.equals(java.time.OffsetDateTime.MAX) ? Instant.MAX : end.toInstant();
  }

  /// When each player last bet on which game, of their latest bets.
  private static Map<Long, Map<String, Instant>> lastBets(
      Connection connection, List<PlayerBook> books) throws SQLException {
    Map<Long, Map<String, Instant>> last = new HashMap<>();
    if (books.isEmpty()) {
      return last;
    }
    record Bet(long playerId, PlayEntry playEntry, @Nullable String game) {}
    PlayEntry before = null;
    for (Bet bet :
        Sql.list(
            connection,
            """
            SELECT b.player_id, e.*, coalesce(g.game, r.game, o.game) AS game
              FROM unnest(?::bigint[], ?::bigint[]) b (player_id, account_id)
             CROSS JOIN LATERAL last_entries(b.account_id, ?) e
              LEFT JOIN stored_bet x ON x.account_id = e.account_id AND x.seq = e.bet_seq
              LEFT JOIN game_rules g ON g.rules_id = x.rules_id
              LEFT JOIN stored_round r ON r.player_id = b.player_id AND r.round_id = e.round_id
              LEFT JOIN open_round o ON o.round_id = e.round_id
             ORDER BY b.player_id, e.seq
            """,
            row ->
                new Bet(
                    row.getLong("player_id"),
                    UsageTotalsReader.playEntry(row),
                    row.getString("game")),
            books.stream().mapToLong(PlayerBook::playerId).toArray(),
            books.stream().mapToLong(PlayerBook::accountId).toArray(),
            LAST_ENTRIES)) {
      if (bet.game() != null && bet.playEntry().placesStake(before)) {
        last.computeIfAbsent(bet.playerId(), _ -> new HashMap<>())
            .put(bet.game(), bet.playEntry().at());
      }
      before = bet.playEntry();
    }
    return last;
  }
}
