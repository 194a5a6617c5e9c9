package dev.pitboss.server.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class FairnessIT {
  private final CasinoFixture casino = CasinoFixture.shared();

  @Test
  void rotationRevealsTheSeedThatWasCommittedToAndUsesTheOneAnnounced() throws Exception {
    Guest guest = casino.guest();
    JsonNode before = guest.get("fairness").json();
    guest.spin(20);
    guest.spin(20);

    JsonNode rotation = guest.post("fairness/rotate", "{\"clientSeed\":\"my-lucky-seed\"}").json();

    JsonNode revealed = rotation.path("revealed");
    assertThat(sha256(revealed.path("serverSeed").asText()))
        .isEqualTo(before.path("serverSeedHash").asText());
    assertThat(revealed.path("nonce").asLong()).isEqualTo(2);
    JsonNode active = rotation.path("active");
    assertThat(active.path("serverSeedHash")).isEqualTo(before.path("nextServerSeedHash"));
    assertThat(active.path("clientSeed").asText()).isEqualTo("my-lucky-seed");
    assertThat(active.path("nonce").asLong(-1)).isZero();
    assertThat(active.path("nextServerSeedHash")).isNotEqualTo(active.path("serverSeedHash"));
  }

  @Test
  void roundsAreDrawnUnderTheSchemeChosenAndProvenByIt() {
    Guest guest = casino.guest();
    guest.post("fairness/rotate", "{\"scheme\":\"stake\"}");

    for (int i = 0; i < 5; i++) {
      String ref = guest.spin(20).json().path("ref").asText();
      // the scheme stays until another is asked for
      guest.post("fairness/rotate", "{}");
      JsonNode round = guest.get("rounds/" + ref).json();
      assertThat(round.path("fairness").path("scheme").asText()).isEqualTo("stake");
      assertThat(verify(guest, ref).json().path("matches").asBoolean()).isTrue();
      assertThat(stopsUnder("pitboss-1", guest, round))
          .isNotEqualTo(stopsUnder("stake", guest, round));
    }
    assertThat(guest.post("fairness/rotate", "{\"scheme\":\"dice\"}").field()).isEqualTo("scheme");
  }

  private static JsonNode stopsUnder(String scheme, Guest guest, JsonNode round) {
    JsonNode fairness = round.path("fairness");
    return guest
        .post(
            "fairness/verify",
            """
            {"game":"slots-20","scheme":"%s","nonce":%d,
             "serverSeed":"%s","clientSeed":"%s","bet":{"stake":20}}
            """
                .formatted(
                    scheme,
                    fairness.path("nonce").asLong(),
                    fairness.path("serverSeed").asText(),
                    fairness.path("clientSeed").asText()))
        .json()
        .path("recomputed");
  }

  @Test
  void clientSeedCanBeChosenUntilTheFirstBet() {
    Guest guest = casino.guest();

    Answer chosen = guest.post("fairness", "{\"clientSeed\":\"mine\"}");
    guest.spin(20);
    Answer late = guest.post("fairness", "{\"clientSeed\":\"other\"}");

    assertThat(chosen.json().path("clientSeed").asText()).isEqualTo("mine");
    assertThat(late.status()).isEqualTo(409);
    assertThat(late.code()).isEqualTo("seed_in_use");
    assertThat(guest.get("fairness").json().path("clientSeed").asText()).isEqualTo("mine");
  }

  @Test
  void clientSeedThatCannotBeTakenIsRefused() {
    Guest guest = casino.guest();

    for (String seed : new String[] {"", "with space", "ü", "x".repeat(65)}) {
      Answer answer = guest.post("fairness", "{\"clientSeed\":\"" + seed + "\"}");
      assertThat(answer.status()).isEqualTo(400);
      assertThat(answer.field()).isEqualTo("clientSeed");
    }
  }

  @Test
  void everyRevealedRoundIsProvenAndAnUnrevealedOneIsNotShown() {
    Guest guest = casino.guest();
    String spin = guest.spin(20).json().path("ref").asText();
    String turn =
        guest
            .post("play/roulette", "{\"bets\":[{\"type\":\"dozen\",\"value\":2,\"stake\":30}]}")
            .json()
            .path("ref")
            .asText();
    assertThat(verify(guest, spin).code()).isEqualTo("seed_not_revealed");
    assertThat(guest.get("rounds/" + spin).json().path("fairness").has("serverSeed")).isFalse();

    guest.post("fairness/rotate", "{}");

    for (String ref : new String[] {spin, turn}) {
      JsonNode verified = verify(guest, ref).json();
      assertThat(verified.path("matches").asBoolean()).as(verified.toString()).isTrue();
      assertThat(verified.path("recomputed")).isEqualTo(verified.path("stored"));
      JsonNode fairness = guest.get("rounds/" + ref).json().path("fairness");
      assertThat(fairness.path("revealed").asBoolean()).isTrue();
      assertThat(fairness.has("serverSeed")).isTrue();
    }
  }

  @Test
  void tamperedOutcomeIsRefuted() throws Exception {
    Guest guest = casino.guest();
    String ref =
        guest
            .post("play/roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":10}]}")
            .json()
            .path("ref")
            .asText();
    guest.post("fairness/rotate", "{}");
    casino.sql(
        "UPDATE bet SET detail = overlay(detail PLACING '\\x1533' FROM position('\\x15' IN detail) FOR 1)"
            + " WHERE round_id = '" // a 3 after the word {"pocket":
            + ref
            + "'");

    JsonNode verified = verify(guest, ref).json();

    assertThat(verified.path("matches").asBoolean(true)).isFalse();
    assertThat(verified.path("recomputed")).isNotEqualTo(verified.path("stored"));
  }

  @Test
  void tamperedStakeIsRefuted() throws Exception {
    // of its own: its ledger finds out, too, and stops betting
    try (CasinoFixture tampered = CasinoFixture.start()) {
      Guest guest = tampered.guest();
      String ref = guest.spin(40).json().path("ref").asText();
      guest.post("fairness/rotate", "{}");
      assertThat(verify(guest, ref).json().path("matches").asBoolean()).isTrue();

      // the ledger still says what was paid; a player who believes the round would not see it
      tampered.sql("UPDATE bet SET stake = 20 WHERE round_id = '" + ref + "'");

      assertThat(verify(guest, ref).json().path("matches").asBoolean(true)).isFalse();
    }
  }

  @Test
  void givenSeedsGiveThePublishedRouletteVector() {
    Guest guest = casino.guest();
    int[] pockets = {33, 6, 22, 33, 16};

    for (int nonce = 0; nonce < pockets.length; nonce++) {
      JsonNode answer =
          guest
              .post(
                  "fairness/verify",
                  """
                  {"game":"roulette","scheme":"stake","nonce":%d,
                   "serverSeed":"f7b51b19a4563681f2c1e00ef747884a",
                   "clientSeed":"94ffb08138facf8cffa9c376d703aaed",
                   "bet":{"bets":[{"type":"red","stake":10}]}}
                  """
                      .formatted(nonce))
              .json();
      assertThat(answer.path("recomputed").path("result").path("pocket").asInt())
          .isEqualTo(pockets[nonce]);
    }
    assertThat(guest.balance()).isEqualTo(100_000);
  }

  @Test
  void unrevealedSeedsAreSealedInTheDatabase() throws Exception {
    Guest guest = casino.guest();
    guest.spin(20);

    String seed =
        guest.post("fairness/rotate", "{}").json().path("revealed").path("serverSeed").asText();

    assertThat(
            casino.number(
                "SELECT count(*) FROM seed_pair WHERE state <> 'revealed' AND server_seed IS NOT NULL"))
        .isZero();
    assertThat(
            casino.number(
                "SELECT count(*) FROM seed_pair WHERE position('"
                    + seed
                    + "'::bytea IN server_seed_sealed) > 0"))
        .isZero();
  }

  private static Answer verify(Guest guest, String ref) {
    return guest.post("fairness/verify", "{\"ref\":\"" + ref + "\"}");
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(
            MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
  }
}
