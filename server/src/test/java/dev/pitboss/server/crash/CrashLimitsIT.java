package dev.pitboss.server.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import org.junit.jupiter.api.Test;

/// Responsible play at the live table.
class CrashLimitsIT {
  private final CrashCasino casino = CrashCasino.shared();

  @Test
  void limitCountsWhatLiesOnTheTableAndNotWhatWasTakenBack() throws Exception {
    Guest guest = casino.fixture().guest();
    Answer limited =
        guest.send(
            "PUT",
            "/api/casino/limits",
            "{\"limits\":[{\"kind\":\"stake\",\"period\":\"day\",\"amount\":1000}]}");
    assertThat(limited.status()).isEqualTo(200);
    casino.awaitPhase("betting");
    assertThat(guest.post("play/crash", "{\"stake\":1100}").code()).isEqualTo("limit_reached");
    assertThat(guest.post("play/crash", "{\"stake\":600}").status()).isEqualTo(200);
    assertThat(guest.spin(600).code()).isEqualTo("limit_reached");
    assertThat(guest.send("DELETE", "/api/casino/play/crash", null).status()).isEqualTo(200);
    assertThat(guest.spin(600).status()).isEqualTo(200);
    assertThat(guest.spin(600).code()).isEqualTo("limit_reached");
  }

  @Test
  void whoExcludesThemselvesDuringARoundIsPaidAndBetsNoMore() throws Exception {
    Guest guest = casino.fixture().guest();
    casino.awaitPhase("betting");
    JsonNode bet = casino.beginLongRound(guest, "{\"stake\":100}", 110);
    guest.post("limits/exclusion", "{\"type\":\"permanentSelfExclusion\"}");
    long before = guest.balance();

    Answer left = guest.post("play/crash/cashout", "{\"ref\":" + bet.path("ref") + "}");

    assertThat(left.status()).as(left.toString()).isEqualTo(200);
    casino.crash();
    dev.pitboss.server.Concurrently.await("paid", () -> guest.balance() >= before + 100);
    casino.next();
    assertThat(guest.post("play/crash", "{\"stake\":100}").code()).isEqualTo("self_excluded");
  }
}
