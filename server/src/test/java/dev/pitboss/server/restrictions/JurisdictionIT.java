package dev.pitboss.server.restrictions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.TestClock;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.Authority;
import dev.pitboss.server.operators.Operator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/// A casino whose jurisdiction becomes stricter while it serves.
class JurisdictionIT {
  private static final String LIMITS =
      """
      {"limits": [{"kind": "loss", "period": "month", "amount": 50000},
                  {"kind": "time", "period": "day", "amount": 600}]}
      """;

  @Test
  void profileAppliesToAllPlayersAMomentAfterItIsSet() throws Exception {
    TestClock clock = new TestClock(Instant.parse("2031-03-12T10:00:00Z"));
    try (CasinoFixture casino = CasinoFixture.startWithClock(clock)) {
      Guest guest = casino.guest();
      assertThat(guest.spin(1_000).status()).isEqualTo(200);

      set(casino, "{\"jurisdiction\": \"strict\", \"timeZone\": \"America/New_York\"}");

      Concurrently.await("the profile", () -> guest.spin(20).code().equals("limits_required"));
      JsonNode missing = guest.spin(20).json().at("/restriction/missing");
      assertThat(missing).hasSize(2);
      Answer set = guest.send("PUT", "/api/casino/limits", LIMITS);
      assertThat(set.json().at("/profile/id").asText()).isEqualTo("strict");
      assertThat(set.json().at("/day/until").asText()).isEqualTo("2031-03-13T04:00:00Z");
      assertThat(guest.spin(220).code()).isEqualTo("stake_too_high");
      clock.pass(Duration.ofSeconds(5));
      assertThat(guest.spin(20).status()).isEqualTo(200);
      Answer fast = guest.spin(20);
      assertThat(fast.status()).isEqualTo(409);
      assertThat(fast.code()).isEqualTo("too_fast");
      assertThat(fast.json().at("/restriction/waitMillis").asLong()).isBetween(1L, 5_000L);
      assertThat(guest.post("slots/bet", "{\"stake\":20}").status()).isEqualTo(200);
      clock.pass(Duration.ofSeconds(5));
      assertThat(guest.spin(20).status()).isEqualTo(200);
      for (int i = 0; i < 2; i++) {
        clock.pass(Duration.ofMinutes(14));
        assertThat(guest.spin(20).status()).isEqualTo(200);
      }
      clock.pass(Duration.ofMinutes(14));
      assertThat(guest.spin(20).code()).isEqualTo("reality_check_due");

      assertThatThrownBy(() -> set(casino, "{\"jurisdiction\": \"narnia\"}"))
          .isInstanceOf(InvalidInput.class)
          .hasMessageContaining("must be one of social, measured, strict");
      Guest newcomer = casino.guest();
      assertThat(newcomer.spin(20).code()).isEqualTo("limits_required");
      set(casino, "{\"jurisdiction\": \"social\"}");
      Concurrently.await("the profile", () -> newcomer.spin(1_000).status() == 200);
    }
  }

  private static void set(CasinoFixture casino, String settings) {
    Operator house = casino.casino().services().operators().house();
    casino
        .casino()
        .services()
        .operatorModule()
        .settings()
        .change(
            house,
            JsonObject.parse(settings.getBytes(StandardCharsets.UTF_8)),
            "staff:test",
            Authority.PLATFORM);
  }
}
