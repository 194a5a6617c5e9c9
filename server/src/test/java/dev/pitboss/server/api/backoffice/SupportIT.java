package dev.pitboss.server.api.backoffice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.players.Lockout;
import dev.pitboss.server.staff.Role;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Player support by staff.
class SupportIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final Tenant TENANT = Tenant.make(CASINO, "support", "EUR");
  private static final Tenant OTHER = Tenant.make(CASINO, "support-other", "EUR");
  private static final String PASSWORD = "four calm orchards";
  private static final StaffClient HELPER = member("support-helper", TENANT);
  private static final StaffClient STRANGER = member("support-stranger", OTHER);

  private static StaffClient member(String name, Tenant tenant) {
    return StaffClient.make(CASINO, name, Role.MANAGER, tenant.operator().operatorId());
  }

  private static Answer enter(String path, String username, String password) {
    String body = "{\"username\":\"%s\",\"password\":\"%s\"}".formatted(username, password);
    Answer answer =
        CASINO.send("POST", "/api/session/" + path, body, Map.of("Host", TENANT.host()));
    for (int i = 0; i < 20 && answer.status() == 503; i++) {
      answer = CASINO.send("POST", "/api/session/" + path, body, Map.of("Host", TENANT.host()));
    }
    return answer;
  }

  private static JsonNode find(StaffClient member, String query) {
    return member.get("players?q=" + query).json().path("players");
  }

  @Test
  void playerIsFoundByIdAndByHowTheNameBeginsInAnyCaseByTheirOwnOperatorOnly() {
    enter("register", "Searched.Anna", PASSWORD);
    enter("register", "searched_ben", PASSWORD);

    JsonNode found = find(HELPER, "SEARCHED");
    assertThat(found.findValuesAsText("username")).containsExactly("Searched.Anna", "searched_ben");
    assertThat(found.at("/0/balance").asLong()).isEqualTo(100_000);
    String id = found.at("/0/playerId").asText();
    assertThat(find(HELPER, id).findValuesAsText("playerId")).contains(id);
    assertThat(find(HELPER, "searched.b")).as("control: another beginning").isEmpty();
    assertThat(find(HELPER, "%25")).as("no pattern, but a text").isEmpty();
    assertThat(find(STRANGER, "searched")).isEmpty();
    assertThat(STRANGER.get("players/" + id).code()).isEqualTo("no_such_player");
    assertThat(STRANGER.get("players/" + id + "/rounds").code()).isEqualTo("no_such_player");
    assertThat(STRANGER.post("players/" + id + "/unlock", "{}").code()).isEqualTo("no_such_player");
    assertThat(STRANGER.get("players?operator=support").field()).isEqualTo("operator");
    assertThat(HELPER.get("players/" + id + "/limits").json().path("zone").asText())
        .isEqualTo("UTC");
  }

  @Test
  void whoIsLockedOutIsLetInAndTheTrailTells() {
    enter("register", "locked-cleo", PASSWORD);
    String id = find(HELPER, "locked-cleo").at("/0/playerId").asText();
    for (int i = 0; i < Lockout.FREE_PER_NAME; i++) {
      enter("login", "locked-cleo", "not this one " + i);
    }
    assertThat(enter("login", "locked-cleo", PASSWORD).code()).isEqualTo("locked_out");
    assertThat(HELPER.get("players/" + id).json().has("lockedUntil")).isTrue();

    assertThat(HELPER.post("players/" + id + "/unlock", "{}").status()).isEqualTo(204);

    assertThat(HELPER.get("players/" + id).json().has("lockedUntil")).isFalse();
    assertThat(enter("login", "locked-cleo", PASSWORD).status()).isLessThan(300);
    assertThat(HELPER.get("audit/entries?action=player.unlocked&subject=player:" + id).body())
        .contains("\"actor\":\"staff:support-helper\"");
  }

  @Test
  void allSessionsOfAPlayerAreEnded() {
    String token = enter("register", "stolen-dora", PASSWORD).json().path("token").asText();
    String id = find(HELPER, "stolen-dora").at("/0/playerId").asText();
    assertThat(HELPER.get("players/" + id).json().path("sessions")).hasSize(1);
    assertThat(TENANT.ask(token, "GET", "/api/casino/balance", null).status()).isEqualTo(200);

    assertThat(HELPER.send("DELETE", "players/" + id + "/sessions", null).status()).isEqualTo(204);

    assertThat(TENANT.ask(token, "GET", "/api/casino/balance", null).code())
        .isEqualTo("no_session");
    assertThat(HELPER.get("players/" + id).json().path("sessions")).isEmpty();
  }

  @Test
  void whatMovedAndWhatWasPlayedIsShown() {
    String token = TENANT.guest();
    String id =
        TENANT.ask(token, "GET", "/api/casino/user-info", null).json().path("playerId").asText();
    TENANT.ask(token, "POST", "/api/casino/play/slots-20", "{\"stake\":100}");

    JsonNode file = HELPER.get("players/" + id).json();
    assertThat(file.at("/movements/0/kind").asText()).isEqualTo("grant");
    assertThat(file.at("/player/guest").asBoolean()).isTrue();
    JsonNode rounds = HELPER.get("players/" + id + "/rounds").json().path("rounds");
    assertThat(rounds.findValuesAsText("game")).containsExactly("slots-20");

    String ref = rounds.at("/0/ref").asText();
    String round = "players/" + id + "/rounds/" + ref;
    assertThat(HELPER.get(round).json())
        .as("as the player sees it")
        .isEqualTo(TENANT.ask(token, "GET", "/api/casino/rounds/" + ref, null).json());
    assertThat(STRANGER.get(round).code()).isEqualTo("no_such_player");
    assertThat(HELPER.get("players/" + id + "/rounds/" + id).code()).isEqualTo("no_such_round");
    assertThat(
            TENANT.ask(token, "GET", "/api/casino/transactions", null).json().path("transactions"))
        .as("what the player sees moved besides rounds")
        .isEqualTo(file.path("movements"));
  }

  @Test
  void trailIsBrowsedNewestFirstPageByPage() {
    for (int i = 0; i < 3; i++) {
      HELPER.post("operators/support", "{\"name\":\"Support " + i + "\"}");
    }
    String query = "audit/entries?action=operator.changed&actor=staff:support-helper&limit=2";
    JsonNode first = HELPER.get(query).json().path("entries");
    assertThat(first.findValuesAsText("name")).containsExactly("Support 2", "Support 1");
    JsonNode second =
        HELPER.get(query + "&before=" + first.at("/1/id").asText()).json().path("entries");
    assertThat(second.findValuesAsText("name")).containsExactly("Support 0");
    String newest = first.at("/0/at").asText();
    assertThat(
            HELPER.get(query + "&from=" + newest).json().path("entries").findValuesAsText("name"))
        .contains("Support 2");
    assertThat(HELPER.get(query + "&to=" + newest).json().path("entries").findValuesAsText("name"))
        .doesNotContain("Support 2");
    assertThat(HELPER.get(query + "&from=2200-01-01T00:00:00Z").json().path("entries")).isEmpty();
    assertThat(HELPER.get(query + "&to=yesterday").field()).isEqualTo("to");
    assertThat(STRANGER.get(query).json().path("entries")).isEmpty();
    assertThat(HELPER.get("audit/entries?operator=support-other").field()).isEqualTo("operator");
    assertThat(HELPER.post("audit/verify", "{}").code()).isEqualTo("role_missing");
  }
}
