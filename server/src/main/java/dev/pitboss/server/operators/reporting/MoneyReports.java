package dev.pitboss.server.operators.reporting;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.DatabaseFailure;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import io.avaje.jsonb.Json;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stakes and payouts per day, operator and game; and whether rounds, accounts and entries agree.
/// Each report is one snapshot of the database: what is not in `takings` yet is summed up from the
/// rounds. Thread-safe.
public final class MoneyReports {
  /// Bounds the time of a report and the length of its table.
  public static final int MAX_DAYS = 92;

  /// Who played on several days is told apart person by person; more than a week of that takes
  /// long.
  public static final int MAX_DAYS_WITH_PLAYERS = 7;

  private static final Logger LOG = LoggerFactory.getLogger(MoneyReports.class);

  private static final int MAX_ROWS = 100_000;

  private final Database database;
  private final Operators operators;
  private final InstantSource clock;

  public MoneyReports(Database database, Operators operators, InstantSource clock) {
    this.database = database;
    this.operators = operators;
    this.clock = clock;
  }

  /// Days of a zone, both included.
  public record Days(LocalDate from, LocalDate to, ZoneId zone) {
    public Days {
      if (to.isBefore(from) || ChronoUnit.DAYS.between(from, to) >= MAX_DAYS) {
        throw new IllegalArgumentException(
            "a report is over 1 to %d days, not %s to %s".formatted(MAX_DAYS, from, to));
      }
    }

    long count() {
      return ChronoUnit.DAYS.between(from, to) + 1;
    }

    Instant begin() {
      return from.atStartOfDay(zone).toInstant();
    }

    Instant end() {
      return to.plusDays(1).atStartOfDay(zone).toInstant();
    }
  }

  /// What one game brought one operator on one day. Money in minor units.
  ///
  /// @param ggr gross gaming revenue: staked less paid
  /// @param players how many different ones played it that day; absent over more than
  ///   [#MAX_DAYS_WITH_PLAYERS] days, and where counting them takes too long
  @Json
  public record GameDay(
      LocalDate day,
      String operator,
      String currency,
      String game,
      long rounds,
      long staked,
      long paid,
      long ggr,
      @Nullable Long players) {
    GameDay withPlayers(@Nullable Long count) {
      return new GameDay(day, operator, currency, game, rounds, staked, paid, ggr, count);
    }
  }

  /// Days without a round have no row. Ordered by day, operator and game.
  ///
  /// @param of whose business
  public List<GameDay> gamesByDay(List<Operator> of, Days days) {
    List<GameDay> rows = inSnapshot(connection -> sums(connection, of, days));
    if (days.count() > MAX_DAYS_WITH_PLAYERS) {
      return rows;
    }
    Map<GameDay, Long> players = new HashMap<>();
    try {
      players.putAll(inSnapshot(connection -> players(connection, of, days, rows)));
    } catch (DatabaseFailure tooMany) {
      LOG.info("cannot count players in time: {}", tooMany.getMessage());
    }
    return rows.stream().map(row -> row.withPlayers(players.get(row))).toList();
  }

  /// What a report's days are made of; its parameters are those of [#dated].
  private static final String DATED =
      """
      WITH part AS (
        SELECT * FROM takings WHERE at >= ? AND at < ?
        UNION ALL
      """
          + GamingRevenue.SUMS
          + """
          ), dated AS (
            SELECT (at AT TIME ZONE ?)::date AS day, operator_id, game, rounds, staked, paid, players
              FROM part WHERE operator_id = ANY (?)
          )
          """;

  private static Object[] dated(Connection connection, List<Operator> of, Days days)
      throws SQLException {
    return new Object[] {
      days.begin(),
      days.end(),
      later(days.begin(), summedUntil(connection)),
      days.end(),
      days.zone().getId(),
      of.stream().mapToInt(Operator::operatorId).toArray()
    };
  }

  private List<GameDay> sums(Connection connection, List<Operator> of, Days days)
      throws SQLException {
    return Sql.list(
        connection,
        DATED
            + """
            SELECT day, operator_id, game, sum(rounds)::bigint AS rounds,
                   sum(staked)::bigint AS staked, sum(paid)::bigint AS paid
              FROM dated GROUP BY 1, 2, 3 ORDER BY 1, 2, 3 LIMIT
            """
            + MAX_ROWS,
        row -> {
          Operator operator = operators.byId(row.getInt("operator_id"));
          return new GameDay(
              row.getObject("day", LocalDate.class),
              operator.code(),
              operator.currency(),
              row.getString("game"),
              row.getLong("rounds"),
              row.getLong("staked"),
              row.getLong("paid"),
              Math.subtractExact(row.getLong("staked"), row.getLong("paid")),
              null);
        },
        dated(connection, of, days));
  }

  /// How many different players each row had, a moment after the row was made.
  private Map<GameDay, Long> players(
      Connection connection, List<Operator> of, Days days, List<GameDay> rows) throws SQLException {
    record Played(LocalDate day, String operator, String game, long players) {}
    List<Played> played =
        Sql.list(
            connection,
            DATED
                + """
                SELECT day, operator_id, game, count(*) AS players
                  FROM (SELECT DISTINCT day, operator_id, game, player
                          FROM dated, unnest(players) player) one
                 GROUP BY 1, 2, 3 LIMIT
                """
                + MAX_ROWS,
            row ->
                new Played(
                    row.getObject("day", LocalDate.class),
                    operators.byId(row.getInt("operator_id")).code(),
                    row.getString("game"),
                    row.getLong("players")),
            dated(connection, of, days));
    Map<GameDay, Long> players = new HashMap<>();
    for (GameDay row : rows) {
      for (Played one : played) {
        if (one.day().equals(row.day())
            && one.operator().equals(row.operator())
            && one.game().equals(row.game())) {
          players.put(row, one.players());
        }
      }
    }
    return players;
  }

  /// Sums of one operator that have to agree, at one moment. Money in minor units.
  ///
  /// @param agrees whether they do
  /// @param accounts balances by kind of account; together they are 0
  /// @param ggr of all rounds: staked less paid. The house has as much
  /// @param movements outside rounds, by kind, from the players' side. Funding lacks as much
  /// @param openStakes of rounds that are not decided. Escrow holds as much
  /// @param differences what does not agree, in words; empty when all does
  @Json
  public record Reconciliation(
      String operator,
      String currency,
      Instant at,
      boolean agrees,
      Accounts accounts,
      long rounds,
      long staked,
      long paid,
      long ggr,
      List<Movement> movements,
      long openStakes,
      List<String> differences) {}

  /// Balances by kind of account.
  ///
  /// @param others of those the operator's players are settled with elsewhere
  @Json
  public record Accounts(long players, long escrow, long house, long funding, long others) {
    long sum() {
      return Math.addExact(
          Math.addExact(Math.addExact(players, escrow), Math.addExact(house, funding)), others);
    }
  }

  /// What was moved for one reason.
  @Json
  public record Movement(String kind, long entries, long amount) {}

  private record Totals(long rounds, long staked, long paid) {}

  /// Holds rounds, accounts and entries of an operator against each other.
  public Reconciliation reconcile(Operator operator) {
    return inSnapshot(connection -> {
      int id = operator.operatorId();
      Accounts accounts = accounts(connection, id);
      Totals totals = totals(connection, id);
      List<Movement> movements = movements(connection, id);
      long openStakes =
          Sql.one(
              connection,
              """
              SELECT coalesce(sum(o.staked), 0)::bigint
                FROM open_round o JOIN player p USING (player_id) WHERE p.operator_id = ?
              """,
              row -> row.getLong(1),
              id);
      long ggr = Math.subtractExact(totals.staked(), totals.paid());
      long moved = movements.stream().mapToLong(Movement::amount).sum();
      List<String> differences = new ArrayList<>();
      differ(differences, "the sum of all accounts is", accounts.sum(), "not", 0);
      differ(differences, "the house has", accounts.house(), "but the rounds brought", ggr);
      differ(differences, "funding is at", accounts.funding(), "but entries took", -moved);
      differ(differences, "escrow holds", accounts.escrow(), "for open stakes of", openStakes);
      return new Reconciliation(
          operator.code(),
          operator.currency(),
          clock.instant().truncatedTo(ChronoUnit.MILLIS),
          differences.isEmpty(),
          accounts,
          totals.rounds(),
          totals.staked(),
          totals.paid(),
          ggr,
          movements,
          openStakes,
          List.copyOf(differences));
    });
  }

  private static void differ(
      List<String> differences, String one, long is, String other, long due) {
    if (is != due) {
      differences.add("%s %d %s %d".formatted(one, is, other, due));
    }
  }

  private static Accounts accounts(Connection connection, int operatorId) throws SQLException {
    return Sql.one(
        connection,
        """
        SELECT coalesce(sum(balance) FILTER (WHERE kind = 'player'), 0)::bigint AS players,
               coalesce(sum(balance) FILTER (WHERE kind = 'escrow'), 0)::bigint AS escrow,
               coalesce(sum(balance) FILTER (WHERE kind = 'house'), 0)::bigint AS house,
               coalesce(sum(balance) FILTER (WHERE kind = 'funding'), 0)::bigint AS funding,
               coalesce(sum(balance) FILTER (
                   WHERE kind NOT IN ('player', 'escrow', 'house', 'funding')), 0)::bigint AS others
          FROM account WHERE operator_id = ?
        """,
        row ->
            new Accounts(
                row.getLong("players"),
                row.getLong("escrow"),
                row.getLong("house"),
                row.getLong("funding"),
                row.getLong("others")),
        operatorId);
  }

  private Totals totals(Connection connection, int operatorId) throws SQLException {
    return Sql.one(
        connection,
        """
        SELECT coalesce(sum(rounds), 0)::bigint AS rounds, coalesce(sum(staked), 0)::bigint AS staked,
               coalesce(sum(paid), 0)::bigint AS paid
          FROM (SELECT * FROM takings UNION ALL
        """
            + GamingRevenue.SUMS
            + ") part WHERE operator_id = ?",
        row -> new Totals(row.getLong("rounds"), row.getLong("staked"), row.getLong("paid")),
        summedUntil(connection),
        clock.instant().plus(1, ChronoUnit.DAYS), // for any server's clock
        operatorId);
  }

  private static List<Movement> movements(Connection connection, int operatorId)
      throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT e.kind, count(*) AS entries, sum(e.amount)::bigint AS amount
          FROM stored_entry e JOIN account a ON a.account_id = e.account_id
         WHERE e.round_id IS NULL AND a.operator_id = ? GROUP BY e.kind ORDER BY e.kind LIMIT 100
        """,
        row -> new Movement(row.getString(1), row.getLong(2), row.getLong(3)),
        operatorId);
  }

  static Instant summedUntil(Connection connection) throws SQLException {
    return Sql.one(
        connection,
        "SELECT summed_until FROM takings_progress",
        row -> Sql.instant(row, "summed_until"));
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }

  private <T> T inSnapshot(dev.pitboss.connections.ConnectionFunction<T, SQLException> report) {
    return database.inLongTransaction(connection -> {
      Sql.update(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      Sql.update(connection, "SET LOCAL statement_timeout = '1200ms'");
      Sql.update(connection, "SET LOCAL plan_cache_mode = force_custom_plan");
      Sql.update(connection, "SET LOCAL work_mem = '64MB'");
      return report.apply(connection);
    });
  }
}
