package dev.pitboss.server.games;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.games.simulation.FastDraws;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/// Bets on machines that have more than the one in play.
class ReelGameTest {
  private final ReelGame reefWays =
      ReelGame.of(Files.readString(Path.of("../docs/examples/machines/reef-ways.json")));

  ReelGameTest() throws IOException {}

  @Test
  void boughtRoundCostsItsPriceAndWinsByTheStake() {
    Bet bet = reefWays.read(body("{\"stake\": 50, \"buy\": true}"));

    assertThat(bet.stake()).isEqualTo(750);
    assertThat(bet.maxPayout()).isEqualTo(50 * 10_000L);
    assertThat(bet.choices()).isEqualTo("{\"stake\":50,\"buy\":true}");
    Bet.Decision decision = bet.rule().apply(new FastDraws(1));
    assertThat(decision.stake()).isEqualTo(750);
    assertThat(decision.outcome()).contains("\"freeSpinsAwarded\":8");
    // what is stored is read again, as a proof does
    assertThat(reefWays.read(body(bet.choices())).rule().apply(new FastDraws(1)))
        .isEqualTo(decision);
  }

  @Test
  void roundWithoutBuyingIsStoredAsEver() {
    for (String text : new String[] {"{\"stake\": 50}", "{\"stake\": 50, \"buy\": false}"}) {
      Bet bet = reefWays.read(body(text));

      assertThat(bet.stake()).isEqualTo(50);
      assertThat(bet.choices()).isEqualTo("{\"stake\":50}");
    }
  }

  @Test
  void winInWaysSaysInHowMany() {
    Bet bet = reefWays.read(body("{\"stake\": 25}"));
    String outcome = "";
    for (long seed = 0; !outcome.contains("\"ways\""); seed++) {
      outcome = bet.rule().apply(new FastDraws(seed)).outcome();
    }

    assertThat(outcome).contains("\"line\":-1").doesNotContain("\"from\"");
  }

  @Test
  void machineThatSellsNoneRefuses() {
    Game slots = Games.named("slots-20").orElseThrow();

    assertThatThrownBy(() -> slots.read(body("{\"stake\": 20, \"buy\": true}")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining("this machine sells no free spins");
  }

  @Test
  void costAboveTheLargestStakeIsRefused() {
    assertThatThrownBy(() -> reefWays.read(body("{\"stake\": 675, \"buy\": true}")))
        .isInstanceOf(InvalidInput.class)
        .hasMessageContaining(
            "must be at most 650 where free spins are bought for 15 times the stake, got 675");
  }

  private static JsonObject body(String json) {
    return JsonObject.parse(json.getBytes(StandardCharsets.UTF_8));
  }
}
