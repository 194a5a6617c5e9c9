package dev.pitboss.server.api.backoffice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.api.Access;
import dev.pitboss.server.api.Access.Need;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.players.Lockout;
import dev.pitboss.server.staff.Role;
import dev.pitboss.server.staff.StaffSetup;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Who may do what below `/api/ops`: every route has a role, and every role only its routes.
class StaffIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final Tenant NORTH = Tenant.make(CASINO, "north", "EUR");
  private static final Tenant SOUTH = Tenant.make(CASINO, "south", "SEK");
  private static final StaffClient PLATFORM =
      StaffClient.make(CASINO, "platform-operator", Role.MANAGER, null);
  private static final StaffClient PLATFORM_AUDITOR =
      StaffClient.make(CASINO, "platform-auditor", Role.AUDITOR, null);
  private static final StaffClient NORTHERN =
      StaffClient.make(CASINO, "north-operator", Role.MANAGER, NORTH.operator().operatorId());
  private static final StaffClient NORTH_AUDITOR =
      StaffClient.make(CASINO, "north-auditor", Role.AUDITOR, NORTH.operator().operatorId());

  private static List<Endpoint> opsRoutes() {
    return CASINO.casino().api().endpoints().stream()
        .filter(endpoint -> endpoint.path().startsWith("/api/ops/"))
        .toList();
  }

  @Test
  void everyOpsRouteHasARoleButThoseThatLetPeopleIn() {
    Set<String> open =
        opsRoutes().stream()
            .filter(endpoint -> !(endpoint.access() instanceof Access.StaffOnly))
            .map(endpoint -> endpoint.method() + " " + endpoint.path())
            .collect(Collectors.toSet());

    assertThat(open)
        .containsExactlyInAnyOrder(
            "POST /api/ops/setup", "POST /api/ops/session", "GET /api/ops/session");
  }

  @Test
  void everyOpsRouteAsksForASessionAndItsRole() {
    String player = CASINO.guest().token();
    for (Endpoint endpoint : opsRoutes()) {
      if (endpoint.access() instanceof Access.StaffOnly(Need need, var _)) {
        String path = endpoint.path().replaceAll(":\\w+", "1");
        String body = endpoint.method().equals("GET") ? null : "{}";
        String what = endpoint.method() + " " + path;
        assertThat(CASINO.send(endpoint.method(), path, body, Map.of()).code())
            .as(what)
            .isEqualTo("no_staff_session");
        assertThat(
                CASINO
                    .send(
                        endpoint.method(), path, body, Map.of("Authorization", "Bearer " + player))
                    .code())
            .as("a player's session: " + what)
            .isEqualTo("no_staff_session");
        for (StaffClient client : List.of(PLATFORM_AUDITOR, NORTHERN, NORTH_AUDITOR)) {
          if (!mayPass(client, need)) {
            assertThat(
                    client
                        .send(endpoint.method(), path.substring("/api/ops/".length()), body)
                        .code())
                .as(client.username() + ": " + what)
                .isEqualTo("role_missing");
          }
        }
      }
    }
  }

  private static boolean mayPass(StaffClient client, Need need) {
    boolean changes = client.username().endsWith("operator");
    boolean platform = client.username().startsWith("platform");
    return switch (need) {
      case LEAVE, SELF, PASSWORD, READ -> true;
      case CHANGE -> changes;
      case PLATFORM_READ -> platform;
      case PLATFORM_CHANGE -> platform && changes;
    };
  }

  @Test
  void auditorReadsEverything() {
    for (String path :
        List.of(
            "session",
            "staff",
            "operators",
            "operators/north",
            "operators/north/keys",
            "adjustments",
            "audit",
            "connections",
            "reports/ggr",
            "reports/reconciliation?operator=north")) {
      assertThat(PLATFORM_AUDITOR.get(path).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void whoWorksForOneOperatorSeesNoOther() {
    assertThat(NORTHERN.get("operators/" + SOUTH.operator().code()).code())
        .isEqualTo("no_such_operator");
    assertThat(NORTHERN.post("operators/south", "{\"name\":\"Mine\"}").code())
        .isEqualTo("no_such_operator");
    assertThat(NORTHERN.post("operators/south/keys", "{}").code()).isEqualTo("no_such_operator");
    assertThat(NORTHERN.get("operators").json().path("operators")).hasSize(1);
    assertThat(NORTHERN.get("reports/ggr?operator=south").field()).isEqualTo("operator");
    assertThat(NORTHERN.get("connections").code()).isEqualTo("role_missing");
    assertThat(NORTHERN.get("audit").body()).doesNotContain("\"operator\":\"south\"");
    assertThat(PLATFORM.get("audit").body()).contains("\"operator\":\"south\"");
    assertThat(NORTHERN.get("staff").body())
        .contains("north-auditor")
        .doesNotContain("platform-operator");
    assertThat(NORTHERN.send("DELETE", "staff/platform-auditor", null).code())
        .isEqualTo("no_such_account");
    assertThat(PLATFORM.get("operators/south").status()).isEqualTo(200);
  }

  @Test
  void whoWorksForOneOperatorMakesAccountsForThatOneOnly() {
    String body =
        "{\"username\":\"%s\",\"password\":\"seven quiet lighthouses\",\"role\":\"%s\"%s}";

    Answer own = NORTHERN.post("staff", body.formatted("north-second", "auditor", ""));
    assertThat(own.status()).as(own.toString()).isEqualTo(201);
    assertThat(own.json().path("operator").asText()).isEqualTo("north");
    Answer renamed = NORTHERN.post("staff", body.formatted("north-third", "operator", ""));
    assertThat(renamed.json().path("role").asText()).isEqualTo("manager");
    assertThat(
            NORTHERN
                .post("staff", body.formatted("north-spy", "operator", ",\"operator\":\"south\""))
                .field())
        .isEqualTo("operator");
    assertThat(NORTHERN.post("staff", body.formatted("north-second", "auditor", "")).code())
        .isEqualTo("username_taken");
    assertThat(
            NORTHERN
                .post("staff", "{\"username\":\"x1\",\"password\":\"short\",\"role\":\"auditor\"}")
                .field())
        .isEqualTo("password");
  }

  @Test
  void operatorIsConfiguredOverTheApi() {
    String euros = "{\"code\":\"west\",\"name\":\"West\",\"currency\":\"EUR\"";
    Answer undecided = PLATFORM.post("operators", euros + "}");
    assertThat(undecided.code()).as("money needs a jurisdiction").isEqualTo("missing_field");
    assertThat(undecided.field()).isEqualTo("jurisdiction");
    assertThat(undecided.json().path("detail").asText()).contains("social, measured, strict");
    euros += ",\"takesGuests\":true";
    Answer made = PLATFORM.post("operators", euros + ",\"jurisdiction\":\"measured\"}");
    assertThat(made.status()).isEqualTo(201);
    assertThat(made.json().path("jurisdiction").asText()).isEqualTo("measured");
    assertThat(PLATFORM.post("operators", euros + ",\"jurisdiction\":\"strict\"}").code())
        .isEqualTo("code_taken");
    Answer chips =
        PLATFORM.post(
            "operators", "{\"code\":\"west-fun\",\"name\":\"Fun\",\"currency\":\"CHIP\"}");
    assertThat(chips.json().path("jurisdiction").asText()).as("play chips").isEqualTo("social");
    assertThat(PLATFORM.send("PUT", "operators/west/hosts/West.Example", "{}").status())
        .isEqualTo(200);
    assertThat(PLATFORM.send("PUT", "operators/north/hosts/west.example", "{}").code())
        .isEqualTo("host_taken");
    for (String wrong : List.of("a_b", "west.example:8080", "https:%2F%2Fwest.example", "a..b")) {
      Answer refused = PLATFORM.send("PUT", "operators/west/hosts/" + wrong, "{}");
      assertThat(refused.field()).as(wrong).isEqualTo("host");
    }
    assertThat(PLATFORM.send("GET", "operators/west", null).json().path("hosts"))
        .hasToString("[\"west.example\"]");
    Answer terms =
        PLATFORM.send("PUT", "operators/west/games/roulette", "{\"on\":true,\"maxStake\":500}");
    assertThat(terms.json().path("games").toString()).contains("\"maxStake\":500");
    assertThat(terms.json().path("games").findValues("defaultMaxStake"))
        .hasSize(Games.offered().size());
    assertThat(PLATFORM.send("PUT", "operators/west/games/bingo", "{}").code())
        .isEqualTo("no_such_game");
    assertThat(PLATFORM.post("operators/west", "{\"currency\":\"SEK\"}").code())
        .as("a currency is for good")
        .isEqualTo("unknown_field");
    assertThat(PLATFORM.post("operators/west", "{\"welcomeGrant\":-1}").field())
        .isEqualTo("welcomeGrant");
    assertThat(CASINO.client().guestAt("west.example").json().at("/player/operator").asText())
        .isEqualTo("west");
    assertThat(PLATFORM.send("DELETE", "operators/west/hosts/west.example", null).status())
        .isEqualTo(200);
    assertThat(PLATFORM.get("audit").body())
        .contains("\"operator.created\"", "\"host.added\"", "\"game.terms_set\"");
  }

  @Test
  void keysAreTwoShownOnceAndRevocable() {
    Answer first = PLATFORM.post("operators/north/keys", "{}");
    Answer second = PLATFORM.post("operators/north/keys", "{}");
    assertThat(first.json().path("secret").asText()).hasSize(43);
    assertThat(NORTHERN.post("operators/north/keys", "{}").code()).isEqualTo("too_many_keys");
    assertThat(NORTHERN.get("operators/north/keys").body())
        .doesNotContain(first.json().path("secret").asText());

    var keys = CASINO.casino().services().operatorModule().keys();
    String id = first.json().path("keyId").asText();
    assertThat(keys.find(id)).isPresent();
    assertThat(NORTHERN.send("DELETE", "operators/north/keys/" + id, null).status()).isEqualTo(204);
    assertThat(keys.find(id)).isEmpty();
    assertThat(keys.find(second.json().path("keyId").asText())).isPresent();
    assertThat(NORTHERN.send("DELETE", "operators/north/keys/" + id, null).code())
        .isEqualTo("no_such_key");
    assertThat(NORTHERN.get("audit").body())
        .contains("\"key.made\"", "\"key.revoked\"")
        .doesNotContain(first.json().path("secret").asText());
  }

  @Test
  void accountIsLockedAfterWrongPasswordsAndTheTrailTells() {
    StaffClient.make(CASINO, "forgetful", Role.AUDITOR, null);
    for (int i = 0; i < Lockout.FREE_PER_NAME; i++) {
      assertThat(StaffClient.signIn(CASINO, "forgetful", "wrong password no " + i).code())
          .isEqualTo("wrong_credentials");
    }

    Answer locked = StaffClient.signIn(CASINO, "forgetful", "a right one is not looked at");
    assertThat(locked.code()).isEqualTo("locked_out");
    assertThat(locked.header("Retry-After")).isNotEmpty();
    assertThat(PLATFORM.get("audit").body()).contains("\"staff.locked\"");
  }

  @Test
  void newPasswordEndsTheSessionsOfTheOldOne() {
    StaffClient careful = StaffClient.make(CASINO, "careful", Role.AUDITOR, null);

    String body = "{\"current\":\"%s\",\"password\":\"three new lanterns\"}";
    assertThat(
            careful.post("staff/careful/password", "{\"password\":\"three new lanterns\"}").field())
        .as("a session left open is not enough")
        .isEqualTo("current");
    assertThat(careful.post("staff/careful/password", body.formatted("not the one so far")).code())
        .isEqualTo("wrong_password");
    assertThat(
            careful
                .post(
                    "staff/careful/password",
                    "{\"current\":\"%1$s\",\"password\":\"%1$s\"}".formatted(StaffClient.PASSWORD))
                .field())
        .as("the same again is no change")
        .isEqualTo("password");
    assertThat(
            careful.post("staff/careful/password", body.formatted(StaffClient.PASSWORD)).status())
        .isEqualTo(204);

    assertThat(careful.get("operators").code()).isEqualTo("no_staff_session");
    assertThat(StaffClient.signIn(CASINO, "careful", StaffClient.PASSWORD).code())
        .isEqualTo("wrong_credentials");
    assertThat(StaffClient.signIn(CASINO, "careful", "three new lanterns").status()).isEqualTo(201);
    assertThat(
            NORTH_AUDITOR
                .post("staff/north-operator/password", "{\"password\":\"three new lanterns\"}")
                .code())
        .isEqualTo("role_missing");
  }

  /// Failed sign-ins must not reveal which names exist.
  @Test
  void unknownNameIsLockedTheSame() {
    for (int i = 0; i < Lockout.FREE_PER_NAME; i++) {
      assertThat(StaffClient.signIn(CASINO, "absent-member", "wrong password no " + i).code())
          .isEqualTo("wrong_credentials");
    }
    assertThat(StaffClient.signIn(CASINO, "absent-member", "wrong password").code())
        .isEqualTo("locked_out");
  }

  @Test
  void disabledAccountsSessionsEndAtOnce() {
    StaffClient leaver = StaffClient.make(CASINO, "leaver", Role.MANAGER, null);
    assertThat(leaver.get("session").status()).isEqualTo(200);

    assertThat(PLATFORM.send("DELETE", "staff/leaver", null).status()).isEqualTo(204);

    assertThat(leaver.get("operators").code()).isEqualTo("no_staff_session");
    assertThat(StaffClient.signIn(CASINO, "leaver", StaffClient.PASSWORD).code())
        .isEqualTo("wrong_credentials");
    assertThat(PLATFORM.send("DELETE", "staff/platform-operator", null).code())
        .isEqualTo("own_account");
  }

  @Test
  void signingOutEndsTheSession() {
    StaffClient member = StaffClient.make(CASINO, "short-visit", Role.AUDITOR, null);
    assertThat(member.send("DELETE", "session", null).status()).isEqualTo(204);
    assertThat(member.get("operators").code()).isEqualTo("no_staff_session");
  }

  @Test
  void noSetupWhereThereAreAccounts() {
    assertThat(StaffSetup.offer(CASINO.casino().services().database(), InstantSource.system()))
        .isEmpty();
    Answer answer =
        CASINO.send(
            "POST",
            "/api/ops/setup",
            "{\"token\":\"%s\",\"username\":\"intruder\",\"password\":\"%s\"}"
                .formatted("A".repeat(43), StaffClient.PASSWORD),
            Map.of());
    assertThat(answer.code()).isEqualTo("no_setup");
  }

  @Test
  void foreignPageCannotUseAStaffCookie() {
    Answer answer =
        CASINO.send(
            "POST",
            "/api/ops/operators",
            "{}",
            Map.of(
                "Cookie",
                "__Host-pitboss-ops=" + PLATFORM.token(),
                "Origin",
                "https://evil.example"));
    assertThat(answer.code()).isEqualTo("foreign_origin");
    assertThat(
            CASINO
                .send(
                    "GET",
                    "/api/ops/session",
                    null,
                    Map.of("Cookie", "__Host-pitboss-ops=" + PLATFORM.token()))
                .status())
        .isEqualTo(200);
  }
}
