package dev.pitboss.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.BlackjackPlayer;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.crash.CrashCasino;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Rounds as the API really gives them, verified away from it.
class VerifyIT {
  private static final long SEED = 20_260_131;

  private final CasinoFixture casino = CasinoFixture.shared();

  @Test
  void everyGamesRoundsAreProvenWithoutTheCasino() {
    Guest guest = casino.guest();
    List<String> refs = new ArrayList<>();
    BlackjackPlayer player = new BlackjackPlayer(guest);
    Random random = new Random(SEED);
    for (int i = 0; i < 10; i++) {
      refs.add(ref(guest.spin(40)));
      refs.add(
          ref(
              guest.post(
                  "play/roulette",
                  "{\"bets\":[{\"type\":\"dozen\",\"value\":2,\"stake\":30},"
                      + "{\"type\":\"straight\",\"numbers\":[7],\"stake\":10}]}")));
      refs.add(
          ref(
              guest.post(
                  "play/baccarat",
                  "{\"bets\":[{\"on\":\"banker\",\"stake\":20},{\"on\":\"tie\",\"stake\":20}]}")));
      JsonNode bet = guest.post("slots/bet", "{\"stake\":20}").json();
      refs.add(ref(guest.post("slots/result", "{\"ref\":" + bet.path("ref") + "}")));
      refs.add(player.playOut(player.deal(20).json(), random).path("ref").asText());
    }
    assertThat(verify(guest, refs.getFirst()).err()).contains("seed is still in use");

    guest.post("fairness/rotate", "{}");

    for (String ref : refs) {
      String out = verify(guest, ref).isFine().out();
      assertThat(out).as("seed %d: %s", SEED, guest.get("rounds/" + ref)).endsWith("\nVALID\n");
    }
  }

  @Test
  void crashRoundIsProvenByItsHashSaltAndChain() throws Exception {
    CrashCasino crash = CrashCasino.shared();
    Guest guest = crash.fixture().guest();
    String ref = ref(guest.post("play/crash", "{\"stake\":300,\"autoCashout\":150}"));
    crash.begin();
    crash.crash();
    Concurrently.await("it is settled", () -> guest.get("rounds/" + ref).status() == 200);
    crash.next();
    String saved = guest.get("rounds/" + ref).body();

    assertThat(Ran.withInput(saved, "verify", "-").isFine().out())
        .contains("the hash leads to the chain's end in ")
        .endsWith("\nVALID\n");
    String point = guest.get("rounds/" + ref).json().at("/result/crashPoint").asText();
    Ran forged =
        Ran.withInput(
            saved.replace("\"crashPoint\":" + point, "\"crashPoint\":77777"), "verify", "-");
    assertThat(forged.code()).isEqualTo(1);
    assertThat(forged.out()).contains("NOT VALID: result.crashPoint");
    String nonce = guest.get("rounds/" + ref).json().at("/fairness/nonce").asText();
    Ran elsewhere =
        Ran.withInput(saved.replace("\"nonce\":" + nonce, "\"nonce\":9999"), "verify", "-");
    assertThat(elsewhere.out()).contains("is not round 9999 of the chain committed to");
  }

  @Test
  void roundOfARefIsFetchedFromItsCasino() {
    Guest guest = casino.guest();
    String ref = ref(guest.spin(20));
    guest.post("fairness/rotate", "{}");

    assertThat(fetch(guest.token(), ref).isFine().out()).endsWith("\nVALID\n");
    assertThat(fetch("unknown", ref).isMisused().err()).contains("answered 401");
    assertThat(fetch(casino.guest().token(), ref).isMisused().err())
        .contains("answered 404: no such round");
  }

  private Ran fetch(String token, String ref) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    Terminal terminal =
        new Terminal(
            new ByteArrayInputStream(new byte[0]),
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of("PITBOSS_TOKEN", token),
            false);
    int code =
        new OfflineProgram()
            .run(new String[] {"verify", ref, "--url", casino.url() + "/"}, terminal);
    return new Ran(
        code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static Ran verify(Guest guest, String ref) {
    return Ran.withInput(guest.get("rounds/" + ref).body(), "verify", "-");
  }

  private static String ref(Answer answer) {
    assertThat(answer.status()).as(answer.toString()).isBetween(200, 201);
    return answer.json().path("ref").asText();
  }
}
