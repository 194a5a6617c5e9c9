package dev.pitboss.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.Concurrently;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// SIGKILL in each phase of a round: afterwards every bet is settled or refunded exactly once.
class CrashRecoveryIT {
  private static final int PLAYERS = 12;
  private static final long CHIPS = 100_000;
  private static final long STAKE = 1_000;

  @TempDir Path data;

  /// Milliseconds after the first bets: betting, about to begin, running or crashed.
  @ParameterizedTest
  @ValueSource(ints = {300, 5_030, 7_500})
  void killedInAnyPhaseItSettlesOrRefundsEveryBetOnce(int millis) throws Exception {
    Map<String, Long> left = new HashMap<>();
    List<String> tokens = new ArrayList<>();
    try (PitbossProcess casino = PitbossProcess.start(data)) {
      CasinoClient client = new CasinoClient(casino.url());
      List<Guest> guests = guests(client, tokens);
      List<String> refs = place(guests);
      long start = System.nanoTime();
      while ((System.nanoTime() - start) / 1_000_000 < millis) {
        for (int i = 0; i < 4; i++) {
          Answer answer =
              guests.get(i).post("play/crash/cashout", "{\"ref\":\"" + refs.get(i) + "\"}");
          if (answer.status() == 200) {
            left.put(tokens.get(i), answer.json().path("payout").asLong());
          }
        }
        Thread.sleep(20);
      }
      casino.kill();
    }
    try (PitbossProcess casino = PitbossProcess.start(data)) {
      CasinoClient client = new CasinoClient(casino.url());
      for (String token : tokens) {
        Guest guest = new Guest(client, token);
        awaitNothingOpen(guest);
        long payout = guest.balance() - CHIPS + STAKE;
        JsonNode history = guest.get("game-history?game=crash").json().path("rounds");
        assertThat(history).hasSize(1);
        assertThat(history.get(0).path("payout").asLong()).isEqualTo(payout);
        if (left.containsKey(token)) {
          assertThat(payout).as("acknowledged").isEqualTo(left.get(token));
        } else {
          // refunded, lost, left by itself at 1.30, or left without an answer
          assertThat(payout).isLessThanOrEqualTo(2 * STAKE);
        }
        String ref = history.get(0).path("ref").asText();
        assertThat(
                guest
                    .post("fairness/verify", "{\"ref\":\"" + ref + "\"}")
                    .json()
                    .path("matches")
                    .asBoolean())
            .isTrue();
      }
      assertInvariantsHold(client);
    }
  }

  @Test
  void terminatedInTheMiddleOfARoundItGivesStakesBackBeforeItEnds() throws Exception {
    List<String> tokens = new ArrayList<>();
    try (PitbossProcess casino = PitbossProcess.start(data)) {
      place(guests(new CasinoClient(casino.url()), tokens));
      assertThat(casino.stop()).isEqualTo(143);
    }
    try (PitbossProcess casino = PitbossProcess.start(data)) {
      CasinoClient client = new CasinoClient(casino.url());
      for (String token : tokens) {
        JsonNode balance = new Guest(client, token).get("balance").json();
        assertThat(balance.path("openStakes").asLong()).isZero();
        assertThat(balance.path("balance").asLong()).isEqualTo(CHIPS);
      }
    }
  }

  private static List<Guest> guests(CasinoClient client, List<String> tokens) {
    List<Guest> guests = new ArrayList<>();
    for (int i = 0; i < PLAYERS; i++) {
      Guest guest = client.guest();
      guests.add(guest);
      tokens.add(guest.token());
    }
    return guests;
  }

  /// Half of them leave by themselves at 1.30.
  private static List<String> place(List<Guest> guests) throws InterruptedException {
    List<String> refs = new ArrayList<>();
    for (int i = 0; i < guests.size(); i++) {
      String auto = i < guests.size() / 2 ? "" : ",\"autoCashout\":130";
      String body = "{\"stake\":" + STAKE + auto + "}";
      Answer answer = guests.get(i).post("play/crash", body);
      for (int again = 0; answer.status() == 503 && again < 100; again++) {
        Thread.sleep(50);
        answer = guests.get(i).post("play/crash", body);
      }
      assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
      refs.add(answer.json().path("ref").asText());
    }
    return refs;
  }

  static void awaitNothingOpen(Guest guest) throws InterruptedException {
    Concurrently.await(
        "every bet is settled", () -> guest.get("balance").json().path("openStakes").asLong() == 0);
  }

  static void assertInvariantsHold(CasinoClient client) throws InterruptedException {
    JsonNode invariants = client.invariantsOnceChecked();
    assertThat(invariants.path("broken")).isEmpty();
  }
}
