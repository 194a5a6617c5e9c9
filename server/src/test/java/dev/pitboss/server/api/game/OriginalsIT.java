package dev.pitboss.server.api.game;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OriginalsIT {
  private final CasinoFixture casino = CasinoFixture.shared();

  /// One player for all bets that change nothing.
  private static final Guest REFUSED = CasinoFixture.shared().guest();

  /// Played, kept, recalled and verified in both schemes; a lost answer is asked for again.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "dice   | {'direction':'under','target':5000,'stake':300}",
        "limbo  | {'target':150,'stake':300}",
        "plinko | {'rows':14,'risk':'medium','stake':300}",
        "wheel  | {'segments':20,'risk':'low','stake':300}",
        "keno   | {'picks':[40,3,7],'risk':'low','stake':300}"
      })
  void roundPaysItsMultiplierAndIsVerified(String game, String choice) {
    Guest guest = casino.guest();
    long balance = 100_000;
    for (String scheme : new String[] {"pitboss-1", "stake"}) {
      assertThat(guest.post("fairness/rotate", "{\"scheme\":\"" + scheme + "\"}").status())
          .isEqualTo(200);
      String body = choice.replace('\'', '"');
      Answer answer = guest.post("play/" + game, body, game + scheme);
      JsonNode round = answer.json();
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
      assertThat(round.path("payout").asLong())
          .isEqualTo(3 * round.at("/result/multiplier").asLong());
      balance += round.path("payout").asLong() - 300;
      assertThat(round.path("balance").asLong()).isEqualTo(balance);
      assertThat(guest.post("play/" + game, body, game + scheme).body()).isEqualTo(answer.body());

      JsonNode kept = guest.get("rounds/" + round.path("ref").asText()).json();
      assertThat(kept.path("result")).isEqualTo(round.path("result"));
      assertThat(kept.at("/fairness/scheme").asText()).isEqualTo(scheme);
      assertThat(guest.post("fairness/rotate", "{}").status()).isEqualTo(200);
      JsonNode verified =
          guest.post("fairness/verify", "{\"ref\":" + round.path("ref") + "}").json();
      assertThat(verified.path("matches").asBoolean()).as(verified.toString()).isTrue();
    }
    assertThat(guest.balance()).isEqualTo(balance);
    assertThat(guest.get("game-history?game=" + game).json().path("rounds")).hasSize(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "dice   | {}                                                   | stake",
        "dice   | {'direction':'left','target':5000,'stake':100}       | direction",
        "dice   | {'direction':'over','target':199,'stake':100}        | target",
        "dice   | {'direction':'over','target':10000,'stake':100}      | target",
        "dice   | {'direction':'under','target':9801,'stake':100}      | target",
        "dice   | {'direction':'under','target':5000,'stake':150}      | stake",
        "dice   | {'direction':'under','target':5000,'stake':0}        | stake",
        "dice   | {'direction':'under','target':5000,'stake':100100}   | stake",
        "dice   | {'direction':'under','target':5000,'stake':100,'roll':1} | roll",
        "dice   | {'direction':'over','target':9999,'stake':100000}    | stake",
        "limbo  | {'target':100,'stake':100}                           | target",
        "limbo  | {'target':100000001,'stake':100}                     | target",
        "limbo  | {'target':100000000,'stake':200}                     | stake",
        "limbo  | {'target':9223372036854775807,'stake':100}           | target",
        "plinko | {'rows':7,'risk':'low','stake':100}                  | rows",
        "plinko | {'rows':17,'risk':'low','stake':100}                 | rows",
        "plinko | {'rows':8,'risk':'none','stake':100}                 | risk",
        "plinko | {'rows':8,'stake':100}                               | risk",
        "wheel  | {'segments':25,'risk':'low','stake':100}             | segments",
        "keno   | {'picks':[],'risk':'low','stake':100}                | picks",
        "keno   | {'risk':'low','stake':100}                           | picks",
        "keno   | {'picks':[1,1],'risk':'low','stake':100}             | picks",
        "keno   | {'picks':[0],'risk':'low','stake':100}               | picks",
        "keno   | {'picks':[41],'risk':'low','stake':100}              | picks",
        "keno   | {'picks':[1,2,3,4,5,6,7,8,9,10,11],'risk':'low','stake':100} | picks",
        "keno   | {'picks':[1],'risk':'low','stake':100,'seed':1}      | seed"
      })
  void badBetIsRefusedNamingItsFieldAndChangesNothing(String game, String body, String field) {
    Answer answer = REFUSED.post("play/" + game, body.replace('\'', '"'));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.field()).isEqualTo(field);
    assertThat(REFUSED.balance()).isEqualTo(100_000);
    assertThat(REFUSED.get("fairness").json().path("nonce").asLong(-1)).isZero();
  }

  @Test
  void gameShowsWhatEveryBetCanBePaid() {
    JsonNode game = casino.get("/api/casino/games/keno").json();

    assertThat(game.path("minStake").asLong()).isEqualTo(100);
    assertThat(game.path("stakeStep").asLong()).isEqualTo(100);
    assertThat(game.path("payTables")).hasSize(30);
    assertThat(game.path("payTables"))
        .allSatisfy(table -> {
          assertThat(table.at("/parSheet/rtpExact").asText()).isEqualTo("99/100");
          assertThat(table.path("multipliers")).hasSize(table.path("size").asInt() + 1);
        });
    assertThat(casino.get("/api/casino/games/dice").json().at("/parSheet/rtpExact").asText())
        .isEqualTo("9900/10001");
  }
}
