package dev.pitboss.server.operators.reporting;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Each operator's gross gaming revenue since its day began, without rereading its rounds. Used by
/// one thread.
///
/// What rounds take and pay goes to the house and comes from there, and nothing else does
/// ([MoneyReports#reconcile]). So what the house gained since the day began is the day's revenue:
/// 64 rows for an operator, however much is played. What it had when the day began is what it has
/// less what the rounds since then brought. That is read once a day, and at the start: sums by
/// quarter of an hour, and the rounds of the last minutes.
public final class GgrToday {
  /// It reads what was played in a quarter of an hour at the most, once, in the background.
  private static final String TIMEOUT = "SET LOCAL statement_timeout = '20s'";

  /// After a failure; a database that is that busy is not asked again at once.
  private static final Duration PAUSE = Duration.ofSeconds(10);

  private final Database database;
  private final Operators operators;
  private final InstantSource clock;
  private final Map<Integer, Opening> openings = new HashMap<>();
  private Instant notBefore = Instant.MIN;

  public GgrToday(Database database, Operators operators, InstantSource clock) {
    this.database = database;
    this.operators = operators;
    this.clock = clock;
  }

  /// What an operator has taken less what it has paid today.
  ///
  /// @param day in the operator's zone
  /// @param ggr minor units
  public record Today(LocalDate day, long ggr) {}

  /// What the house had when a day began, minor units.
  ///
  /// @param isFinal whether every round of the day before was stored by then
  private record Opening(Instant begin, long house, boolean isFinal) {}

  /// As of now, by operator; without those whose day's beginning could not be read yet.
  ///
  /// @throws dev.pitboss.server.database.DatabaseFailure when the database fails
  public Map<Integer, Today> read() {
    Instant now = clock.instant();
    openDays(now);
    Map<Integer, Long> houseBalances = database.read(GgrToday::houseBalances);
    Map<Integer, Today> today = new HashMap<>();
    for (Operator operator : operators.all()) {
      Opening opening = openings.get(operator.operatorId());
      Long house = houseBalances.get(operator.operatorId());
      if (opening != null && house != null && opening.begin().equals(begin(operator.zone(), now))) {
        today.put(
            operator.operatorId(),
            new Today(
                LocalDate.ofInstant(now, operator.zone()),
                Math.subtractExact(house, opening.house())));
      }
    }
    return today;
  }

  private void openDays(Instant now) {
    if (now.isBefore(notBefore)) {
      return;
    }
    Map<ZoneId, List<Operator>> due =
        operators.all().stream()
            .filter(operator -> isDue(operator, now))
            .collect(Collectors.groupingBy(Operator::zone));
    notBefore = due.isEmpty() ? notBefore : now.plus(PAUSE);
    due.forEach((zone, of) -> open(begin(zone, now), of, now));
    notBefore = Instant.MIN;
  }

  /// A round of yesterday may still be stored today; so the day is opened anew a little later.
  private boolean isDue(Operator operator, Instant now) {
    Opening opening = openings.get(operator.operatorId());
    Instant begin = begin(operator.zone(), now);
    return opening == null
        || !opening.begin().equals(begin)
        || (!opening.isFinal() && isSettled(begin, now));
  }

  private static boolean isSettled(Instant begin, Instant now) {
    return !now.isBefore(begin.plus(GamingRevenue.MARGIN));
  }

  private static Instant begin(ZoneId zone, Instant now) {
    return now.atZone(zone).toLocalDate().atStartOfDay(zone).toInstant();
  }

  private void open(Instant begin, List<Operator> of, Instant now) {
    boolean isFinal = isSettled(begin, now);
    Map<Integer, Long> houseBalances =
        database.inLongTransaction(connection -> {
          Sql.update(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
          Sql.update(connection, TIMEOUT);
          Sql.update(connection, "SET LOCAL plan_cache_mode = force_custom_plan");
          Map<Integer, Long> had = houseBalances(connection);
          broughtSince(connection, begin)
              .forEach((operator, ggr) -> had.merge(operator, -ggr, Math::addExact));
          return had;
        });
    for (Operator operator : of) {
      Long house = houseBalances.get(operator.operatorId());
      if (house != null) {
        openings.put(operator.operatorId(), new Opening(begin, house, isFinal));
      }
    }
  }

  /// What each house has. An operator's rows are found by the index that makes each of them unique.
  private static Map<Integer, Long> houseBalances(Connection connection) throws SQLException {
    return byOperator(
        connection,
        """
        SELECT o.operator_id,
               (SELECT sum(a.balance) FROM account a
                 WHERE a.operator_id = o.operator_id AND a.kind = 'house'
                   AND a.player_id IS NULL)::bigint AS amount
          FROM operator o
        """);
  }

  private static Map<Integer, Long> broughtSince(Connection connection, Instant begin)
      throws SQLException {
    Instant summed = MoneyReports.summedUntil(connection);
    return byOperator(
        connection,
        """
        SELECT operator_id, sum(amount)::bigint AS amount
          FROM (SELECT operator_id, staked - paid AS amount FROM takings WHERE at >= ?
                UNION ALL
                SELECT p.operator_id, r.stake - r.payout
                  FROM round r JOIN player p ON p.player_id = r.player_id
                 WHERE r.settled_at >= ?) part
         GROUP BY operator_id
        """,
        begin,
        summed.isAfter(begin) ? summed : begin);
  }

  private static Map<Integer, Long> byOperator(
      Connection connection, String sql, Instant... parameters) throws SQLException {
    record Amount(int operatorId, long amount) {}
    Map<Integer, Long> amounts = new HashMap<>();
    Sql.list(
            connection,
            sql,
            row -> new Amount(row.getInt("operator_id"), row.getLong("amount")),
            (Object[]) parameters)
        .forEach(it -> amounts.put(it.operatorId(), it.amount()));
    return amounts;
  }
}
