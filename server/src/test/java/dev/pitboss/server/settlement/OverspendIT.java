package dev.pitboss.server.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.rounds.Play;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A hundred thousand bets at once by players who could afford a few of them.
class OverspendIT {
  private static final int PLAYERS = 20;
  private static final int AT_ONCE = 2_000;
  private static final int EACH = 50;
  private static final long STAKE = 10_000;
  private static final long BALANCE = 100_000;

  private static CasinoFixture casino;

  @BeforeAll
  static void start() {
    casino = CasinoFixture.start();
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  private enum Outcome {
    SETTLED,
    REFUSED,
    BUSY
  }

  @Test
  void neverMoreIsStakedThanThereIs() throws Exception {
    var services = casino.casino().services();
    List<Player> players =
        IntStream.range(0, PLAYERS)
            .mapToObj(_ -> services.players().welcomeGuest().player())
            .toList();
    // one number of 37: most balances go down to nothing, and winners go on
    Bet wager =
        services
            .catalogue()
            .game("roulette")
            .orElseThrow()
            .read(
                JsonObject.parse(
                    "{\"bets\":[{\"type\":\"straight\",\"numbers\":[17],\"stake\":10000}]}"
                        .getBytes(StandardCharsets.UTF_8)));

    List<Map<Outcome, Integer>> counts =
        Concurrently.times(
            AT_ONCE,
            i -> {
              Map<Outcome, Integer> outcomes = new EnumMap<>(Outcome.class);
              for (int n = 0; n < EACH; n++) {
                long player = players.get((i + n) % PLAYERS).playerId();
                outcomes.merge(bet(services.play(), player, wager), 1, Integer::sum);
              }
              return outcomes;
            });

    assertThat(sum(counts, Outcome.SETTLED))
        .isGreaterThanOrEqualTo((int) (PLAYERS * BALANCE / STAKE));
    assertThat(sum(counts, Outcome.REFUSED)).isGreaterThan(AT_ONCE);
    assertThat(casino.number("SELECT count(*) FROM round")).isEqualTo(sum(counts, Outcome.SETTLED));
    assertThat(casino.number("SELECT min(balance_after) FROM ledger_entry")).isNotNegative();
    assertThat(
            casino.number(
                """
                SELECT count(*) FROM (SELECT player_id, sum(stake - payout) AS lost FROM round
                                       GROUP BY player_id) r WHERE lost > %d
                """
                    .formatted(BALANCE)))
        .isZero();
    assertThat(casino.get("/health").json().at("/checks/invariants/broken")).isEmpty();
  }

  /// The final outcome of a bet: an unknown one is requested again, also if the lane is too busy to
  /// look it up.
  private static Outcome bet(Play play, long player, Bet wager) {
    IdempotencyKey key = IdempotencyKey.fresh();
    Settlement settlement = play.bet(player, key, wager);
    boolean mayBeSettled = settlement instanceof Settlement.Unknown;
    while (settlement instanceof Settlement.Unknown
        || (mayBeSettled && settlement instanceof Settlement.Busy)) {
      settlement = play.bet(player, key, wager);
      mayBeSettled |= settlement instanceof Settlement.Unknown;
    }
    return switch (settlement) {
      case Settlement.Posted _, Settlement.Replayed _ -> Outcome.SETTLED;
      case Settlement.InsufficientFunds _ -> Outcome.REFUSED;
      case Settlement.Busy _ -> Outcome.BUSY;
      case Settlement.Refusal other -> throw new AssertionError(other);
    };
  }

  @Test
  void checkingFirstAndTakingThenWouldOverspend() throws Exception {
    casino.sql("CREATE TABLE naive (id int PRIMARY KEY, balance bigint NOT NULL)");
    casino.sql("INSERT INTO naive VALUES (1, 100)");

    Concurrently.times(16, _ -> checkThenTake());

    assertThat(casino.number("SELECT balance FROM naive")).isNegative();
  }

  private static boolean checkThenTake() {
    try (Connection connection = casino.owner();
        var statement = connection.createStatement()) {
      try (var rows = statement.executeQuery("SELECT balance FROM naive")) {
        rows.next();
        if (rows.getLong(1) < 100) {
          return false;
        }
      }
      statement.execute("SELECT pg_sleep(0.2)");
      return statement.executeUpdate("UPDATE naive SET balance = balance - 100") == 1;
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static int sum(List<Map<Outcome, Integer>> counts, Outcome outcome) {
    return counts.stream().mapToInt(map -> map.getOrDefault(outcome, 0)).sum();
  }
}
