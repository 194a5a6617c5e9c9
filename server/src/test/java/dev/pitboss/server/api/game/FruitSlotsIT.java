package dev.pitboss.server.api.game;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FruitSlotsIT {
  private final CasinoFixture casino = CasinoFixture.shared();

  @Test
  void betHoldsTheStakeAndTheResultSettlesIt() {
    Guest guest = casino.guest();

    JsonNode bet = bet(guest, 200).json();

    assertThat(bet.path("status").asText()).isEqualTo("bet_placed");
    assertThat(bet.path("balance").asLong()).isEqualTo(99_800);
    assertThat(Duration.between(Instant.now(), Instant.parse(bet.path("endsAt").asText())))
        .isBetween(Duration.ofHours(23), Duration.ofHours(24));
    JsonNode held = guest.get("balance").json();
    assertThat(held.path("balance").asLong()).isEqualTo(99_800);
    assertThat(held.path("openStakes").asLong()).isEqualTo(200);
    assertThat(guest.get("slots/bet").json()).isEqualTo(bet);
    assertThat(guest.get("game-history").json().path("rounds")).isEmpty();

    JsonNode round = result(guest, bet).json();

    assertThat(round.path("ref")).isEqualTo(bet.path("ref"));
    assertThat(round.at("/result/grid")).hasSize(3).allMatch(row -> row.size() == 5);
    long wins = 0;
    for (JsonNode win : round.at("/result/wins")) {
      wins += win.path("payout").asLong();
    }
    assertThat(round.path("payout").asLong()).isEqualTo(wins);
    assertThat(round.path("balance").asLong()).isEqualTo(99_800 + wins).isEqualTo(guest.balance());
    assertThat(guest.get("balance").json().path("openStakes").asLong(-1)).isZero();
    assertThat(guest.get("slots/bet").status()).isEqualTo(204);
  }

  @Test
  void resultAskedAgainIsTheSameByteForByte() throws Exception {
    Guest guest = casino.guest();
    JsonNode bet = bet(guest, 20).json();

    List<Answer> answers = Concurrently.times(100, _ -> result(guest, bet));

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers.stream().map(Answer::body).distinct()).hasSize(1);
    assertThat(answers.stream().filter(it -> it.header("Idempotent-Replayed").isEmpty()))
        .hasSize(1);
    assertThat(guest.get("game-history").json().path("rounds")).hasSize(1);
  }

  @Test
  void sameKeyHoldsOneStakeAndAnswersByteForByteEvenAfterTheResult() throws Exception {
    Guest guest = casino.guest();

    List<Answer> answers =
        Concurrently.times(100, _ -> guest.post("slots/bet", "{\"stake\":200}", "one"));
    result(guest, answers.getFirst().json());
    Answer late = guest.post("slots/bet", "{\"stake\":200}", "one");

    assertThat(answers).extracting(Answer::status).containsOnly(200);
    assertThat(answers.stream().map(Answer::body).distinct()).containsExactly(late.body());
    assertThat(guest.get("game-history").json().path("rounds")).hasSize(1);
    assertThat(guest.get("fairness").json().path("nonce").asLong()).isEqualTo(1);
  }

  @Test
  void keyOfABetNamesNoOtherBetWhetherOpenOrSettled() {
    Guest guest = casino.guest();
    JsonNode bet = guest.post("slots/bet", "{\"stake\":200}", "key").json();
    guest.post("play/slots-20", "{\"stake\":20}", "spin");

    for (int pass = 0; pass < 2; pass++) {
      for (Answer other :
          List.of(
              guest.post("slots/bet", "{\"stake\":400}", "key"),
              guest.post("play/slots-20", "{\"stake\":200}", "key"),
              guest.post("play/blackjack", "{\"action\":\"deal\",\"stake\":200}", "key"),
              guest.post("slots/bet", "{\"stake\":20}", "spin"))) {
        assertThat(other.status()).as(other.toString()).isEqualTo(422);
        assertThat(other.code()).isEqualTo("idempotency_key_reused");
      }
      result(guest, bet);
    }
    assertThat(guest.get("game-history").json().path("rounds")).hasSize(2);
  }

  @Test
  void secondBetIsRefusedWithTheRefOfTheOpenOne() {
    Guest guest = casino.guest();
    JsonNode bet = bet(guest, 200).json();

    Answer second = bet(guest, 200);

    assertThat(second.status()).isEqualTo(409);
    assertThat(second.code()).isEqualTo("round_open");
    assertThat(second.json().path("ref")).isEqualTo(bet.path("ref"));
    assertThat(guest.balance()).isEqualTo(99_800);
  }

  @Test
  void unknownAndForeignRefsAreNotFound() {
    JsonNode bet = bet(casino.guest(), 20).json();
    Guest stranger = casino.guest();
    JsonNode spin = stranger.spin(20).json();

    assertThat(result(stranger, bet).status()).isEqualTo(404);
    assertThat(result(stranger, bet).code()).isEqualTo("no_such_round");
    // a round of another game is not a bet of this one
    assertThat(result(stranger, spin).status()).isEqualTo(404);
    assertThat(
            stranger
                .post("slots/result", "{\"ref\":\"00000000-0000-7000-8000-000000000000\"}")
                .status())
        .isEqualTo(404);
  }

  @Test
  void seedStaysSecretWhileABetIsOpen() {
    Guest guest = casino.guest();
    JsonNode bet = bet(guest, 20).json();

    Answer refused = guest.post("fairness/rotate", "{}");
    JsonNode round = result(guest, bet).json();
    Answer rotated = guest.post("fairness/rotate", "{}");

    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.code()).isEqualTo("round_open");
    assertThat(rotated.status()).isEqualTo(200);
    JsonNode verified = guest.post("fairness/verify", "{\"ref\":" + round.path("ref") + "}").json();
    assertThat(verified.path("matches").asBoolean()).as(verified.toString()).isTrue();
  }

  @Test
  void betLeftOpenIsSettledUnasked() throws Exception {
    Guest guest = casino.guest();
    JsonNode bet = bet(guest, 200).json();
    casino.sql(
        "UPDATE open_round SET ends_at = now() - interval '1 second' WHERE round_id = '"
            + bet.path("ref").asText()
            + "'");

    Concurrently.await("it is settled", () -> guest.get("slots/bet").status() == 204);

    JsonNode round = result(guest, bet).json();
    assertThat(round.path("balance").asLong()).isEqualTo(guest.balance());
    assertThat(guest.get("rounds/" + bet.path("ref").asText()).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      value = {
        "slots/bet    | {}                                  | stake",
        "slots/bet    | {'stake':30}                        | stake",
        "slots/bet    | {'stake':0}                         | stake",
        "slots/bet    | {'stake':10020}                     | stake",
        "slots/bet    | {'stake':20,'grid':[]}              | grid",
        "slots/bet    | {'stake':20,'payout':9}             | payout",
        "slots/result | {}                                  | ref",
        "slots/result | {'ref':'x'}                         | ref",
        "slots/result | {'ref':1}                           | ref",
        "slots/result | {'ref':'00000000-0000-7000-8000-000000000000','payout':9} | payout"
      })
  void badRequestIsRefusedNamingItsField(String path, String body, String field) {
    Guest guest = casino.guest();

    Answer answer = guest.post(path, body.replace('\'', '"'));

    assertThat(answer.status()).as(answer.toString()).isEqualTo(400);
    assertThat(answer.field()).isEqualTo(field);
    assertThat(guest.balance()).isEqualTo(100_000);
  }

  private static Answer bet(Guest guest, long stake) {
    return guest.post("slots/bet", "{\"stake\":" + stake + "}");
  }

  private static Answer result(Guest guest, JsonNode bet) {
    return guest.post("slots/result", "{\"ref\":" + bet.path("ref") + "}");
  }
}
