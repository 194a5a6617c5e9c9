package dev.pitboss.server.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.seamlesswallet.SignedClient;
import dev.pitboss.server.seamlesswallet.Sportsbook.Punter;
import dev.pitboss.server.staff.Role;
import java.util.Base64;
import java.util.List;
import java.util.UUID;

/// An operator of its own with two of staff who do not know each other's passwords, and a player.
class TwoOfStaff {
  static final CasinoFixture CASINO = CasinoFixture.shared();
  static final StaffClient PLATFORM =
      StaffClient.make(
          CASINO, "eyes-" + UUID.randomUUID().toString().substring(0, 8), Role.MANAGER, null);
  static final String OWN_WORDS = "eleven slow tramways";

  /// The password chosen after signing in by one set by another member.
  static final String CHOSEN = "nine patient ferries";

  final String code = "eyes-" + UUID.randomUUID().toString().substring(0, 8);
  final Tenant tenant = Tenant.make(CASINO, code, "CHIP");
  final StaffClient anna = member("anna");
  final StaffClient bert = member("bert");
  final String guest = tenant.guest();

  StaffClient member(String name) {
    return StaffClient.make(
        CASINO, name + "-" + code, Role.MANAGER, tenant.operator().operatorId());
  }

  StaffClient makes(StaffClient maker, String name) {
    return makes(maker, name, "");
  }

  StaffClient makes(StaffClient maker, String name, String more) {
    String username = name + "-" + code;
    Answer made =
        StaffClient.patiently(() ->
            maker.post(
                "staff",
                "{\"username\":\"%s\",\"password\":\"%s\",\"role\":\"manager\"%s}"
                    .formatted(username, StaffClient.PASSWORD, more)));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return changesFirst(username);
  }

  /// Signs in by a password set by another member, and chooses a new one first.
  private static StaffClient changesFirst(String username) {
    StaffClient entered = StaffClient.enter(CASINO, username, StaffClient.PASSWORD);
    return changesOwnPassword(entered, StaffClient.PASSWORD, CHOSEN);
  }

  StaffClient takesOver(StaffClient thief, StaffClient victim) {
    Answer taken =
        StaffClient.patiently(() ->
            thief.post(
                "staff/" + victim.username() + "/password",
                "{\"password\":\"" + StaffClient.PASSWORD + "\"}"));
    assertThat(taken.status()).as(taken.toString()).isEqualTo(204);
    return changesFirst(victim.username());
  }

  static StaffClient changesOwnPassword(StaffClient owner, String current, String password) {
    Answer changed =
        StaffClient.patiently(() ->
            owner.post(
                "staff/" + owner.username() + "/password",
                "{\"current\":\"%s\",\"password\":\"%s\"}".formatted(current, password)));
    assertThat(changed.status()).as(changed.toString()).isEqualTo(204);
    return StaffClient.enter(CASINO, owner.username(), password);
  }

  List<String> controllers(StaffClient member) {
    for (JsonNode account : PLATFORM.get("staff").json().path("staff")) {
      if (account.path("username").asText().equals(member.username())) {
        return account.path("controllers").valueStream().map(JsonNode::asText).toList();
      }
    }
    throw new AssertionError(member.username());
  }

  long requested(StaffClient member, long amount) {
    Answer asked =
        member.post(
            "adjustments",
            "{\"playerId\":\"%s\",\"amount\":%d,\"reason\":\"a test\"}"
                .formatted(playerOf(guest), amount));
    assertThat(asked.status()).as(asked.toString()).isEqualTo(201);
    return asked.json().path("id").asLong();
  }

  JsonNode waiting(StaffClient member) {
    return member.get("adjustments?state=waiting").json().at("/adjustments/0");
  }

  static List<String> requestsOf(StaffClient member) {
    return member
        .get("change-requests?state=waiting")
        .json()
        .path("changeRequests")
        .valueStream()
        .map(it -> it.path("id").asText())
        .toList();
  }

  static Answer approve(StaffClient member, Answer asked) {
    return approve(member, asked.json().path("id"));
  }

  static Answer approve(StaffClient member, JsonNode id) {
    return member.post("change-requests/" + id.asText() + "/approve", "{}");
  }

  String playerOf(String token) {
    return tenant.ask(token, "GET", "/api/casino/user-info", null).json().path("playerId").asText();
  }

  long balance() {
    return balanceOf(guest);
  }

  long balanceOf(String token) {
    return tenant.ask(token, "GET", "/api/casino/balance", null).json().path("balance").asLong();
  }

  String providers() {
    return "operators/" + code + "/providers";
  }

  void provider() {
    Answer made = anna.post(providers(), "{\"code\":\"book\",\"name\":\"A sportsbook\"}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
  }

  static SignedClient client(String keyId, String secret) {
    return new SignedClient(CASINO.url(), keyId, Base64.getUrlDecoder().decode(secret));
  }

  boolean signs(String keyId, String secret) {
    return client(keyId, secret)
            .post("balance", "{\"player\":\"%s\"}".formatted(playerOf(guest)))
            .status()
        == 200;
  }

  Punter punter(Answer key) {
    SignedClient client =
        client(key.json().path("keyId").asText(), key.json().path("secret").asText());
    String token =
        tenant
            .ask(
                guest,
                "POST",
                "/api/casino/launch",
                "{\"provider\":\"book\",\"game\":\"football\"}")
            .json()
            .path("token")
            .asText();
    JsonNode handed = client.post("user-info", "{\"token\":\"" + token + "\"}").json();
    return new Punter(
        client, handed.path("player").asText(), handed.path("session").asText(), "round-1");
  }

  static String status(Answer answer) {
    return answer.json().path("status").asText();
  }
}
