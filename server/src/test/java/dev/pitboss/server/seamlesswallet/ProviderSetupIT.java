package dev.pitboss.server.seamlesswallet;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.seamlesswallet.Sportsbook.Punter;
import dev.pitboss.server.staff.Role;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/// Setup of providers and their keys by an operator's staff.
class ProviderSetupIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final Tenant EAST = Tenant.make(CASINO, "provided", "CHIP");
  private static final Tenant WEST = Tenant.make(CASINO, "unprovided", "CHIP");
  private static final StaffClient ANNA =
      StaffClient.make(CASINO, "provided-anna", Role.MANAGER, EAST.operator().operatorId());
  private static final StaffClient BERT =
      StaffClient.make(CASINO, "provided-bert", Role.MANAGER, EAST.operator().operatorId());
  private static final StaffClient AUDITOR =
      StaffClient.make(CASINO, "provided-auditor", Role.AUDITOR, EAST.operator().operatorId());
  private static final StaffClient STRANGER =
      StaffClient.make(CASINO, "unprovided-otto", Role.MANAGER, WEST.operator().operatorId());
  private static final String PROVIDERS = "operators/provided/providers";

  private final String code = "book-" + UUID.randomUUID().toString().substring(0, 8);

  private record Key(String keyId, SignedClient client) {}

  @Test
  void providerThatWasSetUpTakesBetsOfTheOperatorsPlayers() {
    Answer made = ANNA.post(PROVIDERS, "{\"code\":\"" + code + "\",\"name\":\"Book & Sons\"}");
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    assertThat(made.json().path("balance").asLong()).isZero();
    Key key = makeKey(code);

    String guest = EAST.guest();
    Punter punter = welcome(key.client(), guest);
    assertThat(punter.bet(UUID.randomUUID(), 700).json().path("balance").asLong())
        .isEqualTo(99_300);

    assertThat(AUDITOR.get(PROVIDERS + "/" + code).json().path("balance").asLong())
        .as("the operator owes it the stake")
        .isEqualTo(700);
    JsonNode listed = AUDITOR.get(PROVIDERS).json().path("providers");
    assertThat(listed.findValuesAsText("code")).contains(code);
    Answer keys = AUDITOR.get(PROVIDERS + "/" + code + "/keys");
    assertThat(keys.json().at("/keys/0/keyId").asText()).isEqualTo(key.keyId());
    assertThat(keys.body()).doesNotContain("secret");
    assertThat(ANNA.get("operators/provided/keys").json().path("keys"))
        .as("a provider's keys are not the operator's")
        .isEmpty();
    assertThat(trail())
        .anyMatch(line -> line.contains("provider.made") && line.contains("Book & Sons"))
        .anyMatch(line -> line.contains("key:" + key.keyId()) && line.contains(code));
  }

  @Test
  void whatCannotBeTakenIsRefusedByItsField() {
    make(code);
    assertThat(ANNA.post(PROVIDERS, body(code)).code()).isEqualTo("code_taken");
    assertThat(ANNA.post(PROVIDERS, body("No Code")).field()).isEqualTo("code");
    assertThat(ANNA.post(PROVIDERS, "{\"code\":\"x\",\"name\":\" \"}").field()).isEqualTo("name");
    assertThat(ANNA.post(PROVIDERS, "{\"code\":\"x\"}").field()).isEqualTo("name");
    assertThat(ANNA.get(PROVIDERS + "/absent").code()).isEqualTo("no_such_provider");
    assertThat(ANNA.post(PROVIDERS + "/absent/disable", "{}").code()).isEqualTo("no_such_provider");
    assertThat(ANNA.post(PROVIDERS + "/absent/keys", "{}").code()).isEqualTo("no_such_provider");
    assertThat(WEST.operator().operatorId()).isNotEqualTo(EAST.operator().operatorId());
    assertThat(STRANGER.post("operators/unprovided/providers", body(code)).status())
        .as("each operator has codes of its own")
        .isEqualTo(201);
  }

  @Test
  void otherOperatorsCannotSeeThemAndAnAuditorCannotChangeThem() {
    make(code);
    String keyId = makeKey(code).keyId();
    for (String path : List.of("", "/" + code, "/" + code + "/keys")) {
      assertThat(STRANGER.get(PROVIDERS + path).code()).isEqualTo("no_such_operator");
      assertThat(AUDITOR.get(PROVIDERS + path).status()).isEqualTo(200);
    }
    for (String path : List.of("", "/" + code + "/disable", "/" + code + "/keys")) {
      assertThat(STRANGER.post(PROVIDERS + path, "{}").code()).isEqualTo("no_such_operator");
      assertThat(AUDITOR.post(PROVIDERS + path, "{}").code()).isEqualTo("role_missing");
    }
    String key = PROVIDERS + "/" + code + "/keys/" + keyId;
    assertThat(STRANGER.send("DELETE", key, null).code()).isEqualTo("no_such_operator");
    assertThat(AUDITOR.send("DELETE", key, null).code()).isEqualTo("role_missing");
    assertThat(ANNA.send("DELETE", "operators/provided/keys/" + keyId, null).code())
        .as("it is not a key of the operator's own")
        .isEqualTo("no_such_key");
  }

  @Test
  void revokedKeyStopsAtOnceHereAndSoonElsewhere() throws Exception {
    make(code);
    Key first = makeKey(code);
    Key second = makeKey(code);
    assertThat(ANNA.post(PROVIDERS + "/" + code + "/keys", "{}").code()).isEqualTo("too_many_keys");
    try (CasinoFixture another = CASINO.another()) {
      SignedClient there = new SignedClient(another.url(), first.keyId(), first.client().secret());
      assertThat(there.post("balance", "{\"player\":\"1\"}").status()).isEqualTo(200);

      AtomicBoolean revoked = new AtomicBoolean();
      List<Boolean> takenAfterwards =
          Concurrently.times(
              8,
              n -> {
                boolean taken = false;
                if (n == 0) {
                  Answer done =
                      ANNA.send("DELETE", PROVIDERS + "/" + code + "/keys/" + first.keyId(), null);
                  assertThat(done.status()).isEqualTo(204);
                  revoked.set(true);
                }
                for (int i = 0; i < 20; i++) {
                  boolean since = revoked.get();
                  int status = first.client().post("balance", "{\"player\":\"1\"}").status();
                  taken |= since && status != 401;
                }
                return taken;
              });

      assertThat(takenAfterwards).containsOnly(false);
      Concurrently.await(
          "the other server knows",
          () -> there.post("balance", "{\"player\":\"1\"}").status() == 401);
      assertThat(second.client().post("balance", "{\"player\":\"1\"}").status()).isEqualTo(200);
      assertThat(makeKey(code).keyId()).as("there is room for another").isNotEmpty();
    }
  }

  @Test
  void providerOutOfUseGetsNoPlayersAndNoBetsButEndsWhatItHas() throws Exception {
    make(code);
    SignedClient client = makeKey(code).client();
    String guest = EAST.guest();
    Punter punter = welcome(client, guest);
    UUID won = UUID.randomUUID();
    UUID taken = UUID.randomUUID();
    punter.bet(won, 100);
    punter.bet(taken, 200);
    String carried = launch(guest).json().path("token").asText();

    Answer disabled = ANNA.post(PROVIDERS + "/" + code + "/disable", "{}");

    assertThat(disabled.json().has("disabledAt")).isTrue();
    assertThat(launch(guest).code()).isEqualTo("no_such_provider");
    assertThat(status(client.post("user-info", "{\"token\":\"" + carried + "\"}")))
        .isEqualTo("INVALID_SESSION");
    assertThat(status(punter.bet(UUID.randomUUID(), 1))).isEqualTo("INVALID_SESSION");
    assertThat(status(punter.win(UUID.randomUUID(), won, 150))).isEqualTo("OK");
    assertThat(status(punter.rollback(UUID.randomUUID(), taken))).isEqualTo("OK");

    Answer asked = ANNA.post(PROVIDERS + "/" + code + "/enable", "{}");
    assertThat(asked.status()).as("to put it back takes two").isEqualTo(202);
    assertThat(status(punter.bet(UUID.randomUUID(), 1))).isEqualTo("INVALID_SESSION");
    assertThat(BERT.post("change-requests/" + asked.json().path("id") + "/approve", "{}").status())
        .isEqualTo(200);
    assertThat(ANNA.get(PROVIDERS + "/" + code).json().has("disabledAt")).isFalse();
    assertThat(status(punter.bet(UUID.randomUUID(), 1))).isEqualTo("OK");
    assertThat(trail())
        .anyMatch(line -> line.contains("provider.disabled") && line.contains(code))
        .anyMatch(line -> line.contains("provider.enabled") && line.contains(code));
  }

  private Punter welcome(SignedClient client, String guest) {
    String token = launch(guest).json().path("token").asText();
    JsonNode handed = client.post("user-info", "{\"token\":\"" + token + "\"}").json();
    return new Punter(
        client, handed.path("player").asText(), handed.path("session").asText(), "round-1");
  }

  private Answer launch(String guest) {
    return EAST.ask(
        guest,
        "POST",
        "/api/casino/launch",
        "{\"provider\":\"" + code + "\",\"game\":\"football\"}");
  }

  private static void make(String code) {
    assertThat(ANNA.post(PROVIDERS, body(code)).status()).isEqualTo(201);
  }

  private static String body(String code) {
    return "{\"code\":\"" + code + "\",\"name\":\"A sportsbook\"}";
  }

  /// One asks and gets half of the secret, another approves and gets the other half.
  private static Key makeKey(String code) {
    Answer asked = ANNA.post(PROVIDERS + "/" + code + "/keys", "{}");
    assertThat(asked.status()).as(asked.toString()).isEqualTo(202);
    String keyId = asked.json().path("keyId").asText();
    Answer approved =
        BERT.post("change-requests/" + asked.json().path("changeRequest") + "/approve", "{}");
    assertThat(approved.status()).as(approved.toString()).isEqualTo(200);
    byte[] secret =
        Base64.getUrlDecoder()
            .decode(
                asked.json().path("secretPart").asText()
                    + approved.json().path("secretPart").asText());
    return new Key(keyId, new SignedClient(CASINO.url(), keyId, secret));
  }

  private static List<String> trail() {
    return AUDITOR.get("audit").body().lines().toList();
  }

  private static String status(Answer answer) {
    return answer.json().path("status").asText();
  }
}
