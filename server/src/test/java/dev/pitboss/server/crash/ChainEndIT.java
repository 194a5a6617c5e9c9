package dev.pitboss.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.games.crash.GameHash;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.Concurrently;
import org.junit.jupiter.api.Test;

/// What happens once in six weeks: a chain is played out.
class ChainEndIT {
  private static final int LENGTH = 200_000;

  /// The table is at the last round but one.
  private static final String ALMOST_OVER =
      """
      INSERT INTO crash_round (chain_id, number, state, opened_at, ended_at, game_hash, crash_point)
      SELECT seed_pair_id, chain_length - 1, 'void', now(), now(), repeat('0', 64), 100
        FROM seed_pair WHERE player_id IS NULL AND state = 'active'
      """;

  private static final String LEASE_LOST =
      "UPDATE crash_table SET owner = 'another', epoch = epoch + 1, expires_at = '-infinity'";

  @Test
  void chainThatIsPlayedOutIsRevealedAndTheCommittedNextOneTakesItsPlace() throws Exception {
    try (CrashCasino casino = new CrashCasino()) {
      Guest guest = casino.fixture.guest();
      JsonNode before = guest.get("play/crash/history").json().path("chain");
      casino.fixture.sql(ALMOST_OVER);
      casino.fixture.sql(LEASE_LOST);
      Concurrently.await(
          "the last round takes bets",
          () -> casino.snapshot().path("roundId").asText().endsWith("-" + LENGTH));

      JsonNode last = guest.post("play/crash", "{\"stake\":100,\"autoCashout\":101}").json();
      casino.begin();
      assertThat(guest.post("play/crash", "{\"stake\":100}").code()).isEqualTo("round_full");
      casino.crash();
      casino.next();

      assertThat(casino.snapshot().path("roundId").asText()).endsWith("-1");
      JsonNode after = guest.get("play/crash/history").json().path("chain");
      assertThat(after.path("end")).isEqualTo(before.path("nextEnd"));
      assertThat(after.path("salt")).isNotEqualTo(before.path("salt"));
      assertThat(after.path("nextEnd")).isNotEqualTo(after.path("end"));
      JsonNode round = guest.get("rounds/" + last.path("ref").asText()).json();
      GameHash secret = GameHash.of(round.at("/fairness/serverSeed").asText());
      assertThat(secret.before(LENGTH).hex()).isEqualTo(before.path("end").asText());
      assertThat(
              casino.fixture.number(
                  "SELECT count(*) FROM seed_pair WHERE state = 'revealed' AND server_seed = '"
                      + secret.hex()
                      + "'"))
          .isEqualTo(1);
      assertThat(guest.post("play/crash", "{\"stake\":100}").status()).isEqualTo(200);
    }
  }
}
