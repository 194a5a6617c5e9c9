package dev.pitboss.server.api.game;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BaccaratIT {
  private static final String EVERY_SPOT =
      "{\"bets\":[{\"on\":\"player\",\"stake\":100},{\"on\":\"banker\",\"stake\":100},"
          + "{\"on\":\"tie\",\"stake\":25},{\"on\":\"playerPair\",\"stake\":20},"
          + "{\"on\":\"bankerPair\",\"stake\":21}]}";

  private final CasinoFixture casino = CasinoFixture.shared();

  @Test
  void everySpotIsPaidByItsOddsAndTheMoneyAddsUp() {
    Guest guest = casino.guest();
    long balance = 100_000;
    for (int i = 0; i < 30; i++) {
      JsonNode coup = guest.post("play/baccarat", EVERY_SPOT).json();

      assertThat(coup.path("stake").asLong()).isEqualTo(266);
      Map<String, Long> paid = new HashMap<>();
      coup.at("/result/wins")
          .forEach(win -> paid.put(win.path("on").asText(), win.path("payout").asLong()));
      switch (coup.at("/result/winner").asText()) {
        case "player" -> assertThat(paid).containsEntry("player", 200L).doesNotContainKey("banker");
        case "banker" -> assertThat(paid).containsEntry("banker", 195L).doesNotContainKey("player");
        default -> assertThat(paid).contains(Map.entry("tie", 225L), Map.entry("banker", 100L));
      }
      assertThat(paid.containsKey("playerPair")).isEqualTo(isPair(coup.at("/result/player")));
      assertThat(paid.containsKey("bankerPair")).isEqualTo(isPair(coup.at("/result/banker")));
      long payout = paid.values().stream().mapToLong(Long::longValue).sum();
      assertThat(coup.path("payout").asLong()).isEqualTo(payout);
      balance += payout - 266;
      assertThat(coup.path("balance").asLong()).isEqualTo(balance);
    }
    assertThat(guest.balance()).isEqualTo(balance);
  }

  @Test
  void historyTellsEveryCoupNewestFirst() {
    Guest guest = casino.guest();
    JsonNode first = guest.post("play/baccarat", EVERY_SPOT).json();
    JsonNode last = guest.post("play/baccarat", EVERY_SPOT).json();

    JsonNode rounds = guest.get("play/baccarat/history?limit=5").json().path("rounds");

    assertThat(rounds).hasSize(2);
    assertThat(rounds.get(1).path("ref")).isEqualTo(first.path("ref"));
    JsonNode newest = rounds.get(0);
    assertThat(newest.path("ref")).isEqualTo(last.path("ref"));
    assertThat(newest.path("winner")).isEqualTo(last.at("/result/winner"));
    assertThat(newest.path("playerTotal")).isEqualTo(last.at("/result/player/total"));
    assertThat(newest.path("bankerTotal")).isEqualTo(last.at("/result/banker/total"));
    assertThat(newest.path("playerPair").asBoolean()).isEqualTo(isPair(last.at("/result/player")));
    assertThat(newest.path("bankerPair").asBoolean()).isEqualTo(isPair(last.at("/result/banker")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{}                                                                            | bets",
        "{'bets':[]}                                                                   | bets",
        "{'bets':[{'on':'dealer','stake':20}]}                                         | bets[0].on",
        "{'bets':[{'on':'banker','stake':30}]}                                         | bets[0].stake",
        "{'bets':[{'on':'player','stake':19}]}                                         | bets[0].stake",
        "{'bets':[{'on':'player','stake':100001}]}                                     | bets[0].stake",
        "{'bets':[{'on':'player','stake':-20}]}                                        | bets[0].stake",
        "{'bets':[{'on':'tie','stake':20},{'on':'tie','stake':20}]}                    | bets[1].on",
        "{'bets':[{'on':'player','stake':60000},{'on':'tie','stake':60000}]}           | bets",
        "{'bets':[{'on':'player','stake':20,'payout':40}]}                             | bets[0].payout",
        "{'bets':[{'on':'player','stake':20}],'deck':['A♠']}                           | deck",
        "{'bets':[{'on':'player','stake':20}],'state':{}}                              | state",
        "{'bets':[{'on':'player','stake':20}],'multiplier':3}                          | multiplier"
      },
      quoteCharacter = '"')
  void badBetIsRefusedNamingItsFieldAndChangesNothing(String body, String field) {
    Guest guest = casino.guest();

    Answer answer = guest.post("play/baccarat", body.replace('\'', '"'));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.field()).isEqualTo(field);
    assertThat(guest.balance()).isEqualTo(100_000);
    assertThat(guest.get("fairness").json().path("nonce").asLong(-1)).isZero();
  }

  @Test
  void gameShowsEverySpotWithItsLimitsAndExactMathematics() {
    JsonNode game = casino.get("/api/casino/games/baccarat").json();

    assertThat(game.path("spots")).hasSize(5);
    JsonNode banker = game.at("/spots/1");
    assertThat(banker.path("on").asText()).isEqualTo("banker");
    assertThat(banker.path("pays").asDouble()).isEqualTo(1.95);
    assertThat(banker.path("stakeStep").asLong()).isEqualTo(20);
    assertThat(banker.at("/parSheet/houseEdge").asDouble()).isBetween(0.010578, 0.010580);
  }

  @Test
  void cardsAreWrittenAsTheyAreInEveryReply() {
    Guest guest = casino.guest();
    JsonNode coup = guest.post("play/baccarat", EVERY_SPOT).json();

    JsonNode kept = guest.get("rounds/" + coup.path("ref").asText()).json();

    assertThat(coup.at("/result/player/cards"))
        .allMatch(card -> card.asText().matches("(10|[2-9JQKA])[♦♥♠♣]"));
    assertThat(kept.path("result")).isEqualTo(coup.path("result"));
  }

  private static boolean isPair(JsonNode side) {
    return rank(side.at("/cards/0").asText()).equals(rank(side.at("/cards/1").asText()));
  }

  private static String rank(String card) {
    return card.substring(0, card.length() - 1);
  }
}
