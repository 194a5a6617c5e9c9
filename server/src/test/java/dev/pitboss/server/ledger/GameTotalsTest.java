package dev.pitboss.server.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

final class GameTotalsTest {
  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private final GameTotals takings = new GameTotals();

  @Test
  void roundsAddUpByGame() {
    settle("roulette", 100, 200, NOON);
    settle("roulette", 50, 0, NOON);
    settle("slots", 20, 0, NOON);
    GameTotals.Sums roulette = sums(takings.sinceStart(), "roulette");
    assertThat(roulette.rounds()).isEqualTo(2);
    assertThat(roulette.staked()).isEqualTo(150);
    assertThat(roulette.paid()).isEqualTo(200);
    assertThat(takings.sinceStart()).containsOnlyKeys("roulette", "slots");
  }

  @Test
  void deviationIsThatOfEachRound() {
    settle("roulette", 100, 200, NOON);
    settle("roulette", 50, 0, NOON);
    double expected = Math.pow(200 - 0.97 * 100, 2) + Math.pow(0.97 * 50, 2);
    assertThat(sums(takings.sinceStart(), "roulette").squaredDeviation(0.97))
        .isCloseTo(expected, within(1e-6));
  }

  @Test
  void whatIsOlderThanADayIsOfTheStartOnly() {
    settle("slots", 20, 0, NOON.minus(Duration.ofHours(24)));
    settle("slots", 40, 0, NOON.minus(Duration.ofHours(23)));
    settle("slots", 60, 0, NOON);
    assertThat(sums(takings.lastDay(NOON), "slots").staked()).isEqualTo(100);
    assertThat(sums(takings.sinceStart(), "slots").staked()).isEqualTo(120);
    assertThat(takings.lastDay(NOON.plus(Duration.ofDays(2)))).isEmpty();
  }

  private static GameTotals.Sums sums(Map<String, GameTotals.Sums> byGame, String game) {
    return byGame.getOrDefault(game, GameTotals.Sums.NONE);
  }

  private void settle(String game, long stake, long payout, Instant at) {
    takings.settled(
        new Round(
            UUID.randomUUID(),
            1,
            game,
            1,
            stake,
            payout,
            "{}",
            "{}",
            new Round.DrawReference(1, "pitboss-1", "", "", 0),
            0,
            at));
  }
}
