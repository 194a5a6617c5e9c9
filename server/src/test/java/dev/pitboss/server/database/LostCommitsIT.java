package dev.pitboss.server.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Commits that happened, and whose answer never arrived.
class LostCommitsIT {
  /// Statements of a bet that is found to have been settled: the session's, the settlement that
  /// lost its answer, four that read the seat, the second settlement, the search for the first.
  private static final int LONGEST_BET = 8;

  private static FaultyDataSource faults;
  private static CasinoFixture casino;

  @BeforeAll
  static void start() {
    faults = new FaultyDataSource();
    casino = CasinoFixture.start(faults::over);
  }

  @AfterAll
  static void stop() {
    casino.close();
  }

  @Test
  void everyStepWhoseCommitAnswerWasLostIsTakenOnceAndAnswered() {
    Guest guest = casino.guest();
    Random random = new Random(5);
    int seen = 0;
    long balance = 100_000;
    JsonNode round = guest.get("fairness").json();
    for (int i = 0; i < 120; i++) {
      JsonNode before = round;
      boolean goesOn = before.path("actions").size() > 0;
      String body = goesOn ? anyOf(before, random) : "{\"action\":\"deal\",\"stake\":20}";
      long staked = goesOn ? before.path("stake").asLong() : 0;

      // the settlement is the only statement as long as session and seat are remembered
      faults.loseAnswerAt(i % 2 == 0 ? 1 : 1 + i / 2 % LONGEST_BET);
      Answer answer = guest.post("play/blackjack", body, "step-" + i);
      seen += faults.hasStruck() ? 1 : 0;
      faults.disarm();
      if (answer.status() != 200) {
        assertThat(answer.status()).as(answer.toString()).isIn(202, 401, 503);
        answer = guest.post("play/blackjack", body, "step-" + i);
      }

      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
      round = answer.json();
      assertThat(round.path("version").asInt())
          .isEqualTo(goesOn ? before.path("version").asInt() + 1 : 0);
      balance += round.path("payout").asLong() - (round.path("stake").asLong() - staked);
      assertThat(round.path("balance").asLong()).isEqualTo(balance);
    }

    assertThat(seen).isGreaterThan(60);
    assertThat(casino.get("/health").json().at("/checks/invariants/broken")).isEmpty();
  }

  private static String anyOf(JsonNode round, Random random) {
    JsonNode actions = round.path("actions");
    return "{\"action\":%s,\"ref\":%s,\"version\":%d}"
        .formatted(
            actions.get(random.nextInt(actions.size())),
            round.path("ref"),
            round.path("version").asInt());
  }

  @Test
  void betWhoseCommitAnswerWasLostIsSettledOnceAndAnswered() throws Exception {
    Guest guest = casino.guest();
    int seen = 0;
    for (int i = 0; i < 60; i++) {
      faults.loseAnswerAt(i % 2 == 0 ? 1 : 1 + i / 2 % LONGEST_BET);
      Answer answer = guest.post("play/slots-20", "{\"stake\":20}", "key-" + i);
      boolean struck = faults.hasStruck();
      faults.disarm();
      if (answer.status() != 200) {
        assertThat(answer.status()).isIn(202, 401, 503);
        answer = guest.post("play/slots-20", "{\"stake\":20}", "key-" + i);
      }
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
      seen += struck ? 1 : 0;
    }

    assertThat(seen).isGreaterThan(40);
    assertThat(
            casino.number(
                "SELECT count(*) FROM round r JOIN session s USING (player_id) WHERE s.token_hash = sha256('"
                    + guest.token()
                    + "'::bytea)"))
        .isEqualTo(60);
    assertThat(casino.get("/health").json().at("/checks/invariants/broken")).isEmpty();
  }
}
