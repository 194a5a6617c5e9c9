package dev.pitboss.server.restrictions;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoClient.Guest;
import dev.pitboss.server.CasinoFixture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What players cannot ask of their limits.
class LimitRequestsIT {
  private final CasinoFixture casino = CasinoFixture.shared();

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}|limits",
        "{\"limits\":[{\"kind\":\"fun\",\"period\":\"day\",\"amount\":1}]}|limits[0].kind",
        "{\"limits\":[{\"kind\":\"loss\",\"period\":\"year\",\"amount\":1}]}|limits[0].period",
        "{\"limits\":[{\"kind\":\"loss\",\"period\":\"day\",\"amount\":0}]}|limits[0].amount",
        "{\"limits\":[{\"kind\":\"time\",\"period\":\"day\",\"amount\":1441}]}|limits[0].amount",
        "{\"limits\":[{\"kind\":\"loss\",\"period\":\"day\",\"amount\":1,\"from\":1}]}|limits[0].from",
        "{\"limits\":[{\"kind\":\"loss\",\"period\":\"day\"},"
            + "{\"kind\":\"loss\",\"period\":\"day\"}]}|limits[1].period",
        "{\"realityCheckMinutes\":1441}|realityCheckMinutes",
        "{\"realityCheckMinutes\":-1}|realityCheckMinutes",
      })
  void wishThatMakesNoSenseChangesNothing(String body, String field) {
    Guest guest = casino.guest();
    Answer refused = guest.send("PUT", "/api/casino/limits", body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.field()).isEqualTo(field);
    assertThat(guest.get("limits").json().path("limits")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "{}|type",
        "{\"type\":\"never\"}|type",
        "{\"type\":\"coolingOff\"}|hours",
        "{\"type\":\"coolingOff\",\"hours\":1009}|hours",
        "{\"type\":\"selfExclusion\",\"months\":5}|months",
        "{\"type\":\"selfExclusion\",\"months\":61}|months",
        "{\"type\":\"permanentSelfExclusion\",\"months\":6}|months",
      })
  void exclusionThatMakesNoSenseChangesNothing(String body, String field) {
    Guest guest = casino.guest();
    Answer refused = guest.post("limits/exclusion", body);
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.field()).isEqualTo(field);
    assertThat(guest.spin(20).status()).isEqualTo(200);
  }
}
