package dev.pitboss.server.monitoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.ledger.GameTotals;
import dev.pitboss.server.ledger.Round;
import java.time.Instant;
import java.time.InstantSource;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// On the catalogue of the shared casino, and on fabricated rounds.
final class GameReturnsIT {
  private static final Instant NOW = Instant.parse("2026-01-31T12:00:00Z");

  private final GameCatalogue catalogue = CasinoFixture.shared().casino().services().catalogue();
  private final GameTotals takings = new GameTotals();
  private final GameReturns returns = new GameReturns(catalogue, takings, InstantSource.fixed(NOW));

  @Test
  void evenChancesThatPayAsTheyShouldAreWithinTheirBand() {
    play("roulette", 18 * 60, 200);
    play("roulette", 19 * 60, 0);
    GamesReport.GameReturn roulette = report("roulette");
    assertThat(roulette.verdict()).isEqualTo("within");
    assertThat(roulette.rtp()).isBetween(0.972, 0.974);
    // 2 220 even chances: sigma of one is 1
    assertThat(roulette.sigma()).isBetween(0.0209, 0.0216);
  }

  @Test
  void whatPaysTooMuchOrTooLittleIsOutOfBand() {
    play("roulette", 1_300, 200);
    play("roulette", 700, 0);
    play("slots-20", 40_000, 50);
    assertThat(report("roulette").verdict()).isEqualTo("above");
    assertThat(report("slots-20").verdict()).isEqualTo("below");
    assertThat(returns.report().outOfBand()).containsExactlyInAnyOrder("roulette", "slots-20");
  }

  @Test
  void fewRoundsGetNoVerdict() {
    play("roulette", 999, 200);
    assertThat(report("roulette").verdict()).isEqualTo("early");
    assertThat(report("crash").rtp()).isNull();
  }

  @Test
  void badPlayAtBlackjackIsNoFaultOfTheCasino() {
    play("blackjack", 5_000, 0);
    GamesReport.GameReturn blackjack = report("blackjack");
    assertThat(blackjack.lowestRtp()).isNull();
    assertThat(blackjack.verdict()).isEqualTo("within");
  }

  @Test
  void rareLargeWinsLeaveTheBandWideBeforeTheFirst() {
    play("slots-20", 1_000, 70);
    GamesReport.GameReturn slots = report("slots-20");
    assertThat(slots.sigma()).isGreaterThan(0.1);
    assertThat(slots.verdict()).isEqualTo("within");
  }

  private GamesReport.GameReturn report(String game) {
    catalogue.game(game).ifPresent(Game::parSheet); // worked out in the background otherwise
    return returns.report().games().stream()
        .filter(it -> it.game().equals(game))
        .findFirst()
        .orElseThrow();
  }

  private void play(String game, int rounds, long payout) {
    for (int i = 0; i < rounds; i++) {
      takings.settled(
          new Round(
              UUID.randomUUID(),
              1,
              game,
              1,
              100,
              payout,
              "{}",
              "{}",
              new Round.DrawReference(1, "pitboss-1", "", "", 0),
              0,
              NOW));
    }
  }
}
