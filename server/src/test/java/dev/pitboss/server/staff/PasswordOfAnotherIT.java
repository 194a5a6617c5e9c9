package dev.pitboss.server.staff;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.passwords.Password;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;

/// A password set by another member is changed by its owner before the account can do anything
/// else, for every setter and every way to set it.
class PasswordOfAnotherIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final StaffClient CHIEF =
      StaffClient.make(CASINO, "first-chief", Role.MANAGER, null);
  private static final Tenant TENANT = Tenant.make(CASINO, "first-words", "CHIP");
  private static final String OWN = "eleven slow tramways";

  private static StaffClient made(String username) {
    Answer made =
        StaffClient.patiently(() ->
            CHIEF.post(
                "staff",
                """
                {"username":"%s","password":"%s","role":"manager","operator":"first-words"}
                """
                    .formatted(username, StaffClient.PASSWORD)));
    assertThat(made.status()).as(made.toString()).isEqualTo(201);
    return StaffClient.enter(CASINO, username, StaffClient.PASSWORD);
  }

  private static Answer changed(StaffClient owner, String current, String password) {
    return StaffClient.patiently(() ->
        owner.post(
            "staff/" + owner.username() + "/password",
            "{\"current\":\"%s\",\"password\":\"%s\"}".formatted(current, password)));
  }

  @Test
  void everyRouteOfStaffIsRefusedButTheWayOutAndTheOwnPassword() {
    StaffClient made = made("first-every");
    List<String> open = new ArrayList<>();
    int routes = 0;
    for (String route : staffRoutes()) {
      String[] methodAndPath = route.split(" ", 2);
      String path =
          methodAndPath[1].replace("{username}", "first-chief").replaceAll("\\{\\w+\\}", "1");
      Answer answer =
          StaffClient.patiently(() ->
              made.send(methodAndPath[0], path, methodAndPath[0].equals("GET") ? null : "{}"));
      routes++;
      if (answer.status() != 403 || !answer.code().equals("password_change_required")) {
        open.add(route);
      }
    }
    assertThat(routes).isGreaterThan(40);
    assertThat(open).isEmpty();
    assertThat(made.get("session").json().path("mustChangePassword").asBoolean()).isTrue();
    assertThat(listed("first-every").path("mustChangePassword").asBoolean()).isTrue();

    assertThat(changed(made, StaffClient.PASSWORD, StaffClient.PASSWORD).field())
        .as("the same again is no change")
        .isEqualTo("password");
    assertThat(made.get("operators").code()).isEqualTo("password_change_required");
    assertThat(changed(made, "not the one so far", OWN).code()).isEqualTo("wrong_password");
    assertThat(changed(made, StaffClient.PASSWORD, OWN).status()).isEqualTo(204);

    StaffClient owner = StaffClient.enter(CASINO, "first-every", OWN);
    assertThat(owner.get("operators").status()).isEqualTo(200);
    assertThat(owner.get("session").json().path("mustChangePassword").asBoolean()).isFalse();
    assertThat(listed("first-every").path("mustChangePassword").asBoolean()).isFalse();
  }

  /// Those that need an account of staff, but for signing out.
  private static List<String> staffRoutes() {
    JsonNode document =
        new ObjectMapper()
            .valueToTree(
                new Yaml()
                    .<Object>load(
                        StaffClient.patiently(() -> CASINO.get("/api/openapi.yaml")).body()));
    List<String> routes = new ArrayList<>();
    for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
      for (Map.Entry<String, JsonNode> operation : path.getValue().properties()) {
        String route =
            operation.getKey().toUpperCase(Locale.ROOT)
                + " "
                + path.getKey().replace("/api/ops/", "");
        if (operation.getValue().path("security").toString().equals("[{\"staff\":[]}]")
            && !route.equals("DELETE session")) {
          routes.add(route);
        }
      }
    }
    return routes;
  }

  private static JsonNode listed(String username) {
    for (JsonNode account : CHIEF.get("staff").json().path("staff")) {
      if (account.path("username").asText().equals(username)) {
        return account;
      }
    }
    throw new AssertionError(username);
  }

  @Test
  void passwordSetByAnyMemberInAnyWayHasToBeChangedAgain() {
    Staff staff = CASINO.casino().services().staffModule().staff();
    StaffMember chief = staff.find("first-chief").orElseThrow();
    StaffClient owner = StaffClient.make(CASINO, "first-again", Role.AUDITOR, null);
    assertThat(owner.get("operators").status()).as("control").isEqualTo(200);
    Password theirs = new Password(StaffClient.PASSWORD);
    List<BooleanSupplier> ways =
        List.of(
            () -> staff.setPassword("first-again", theirs, "cli:root"),
            () -> staff.setPasswordOfAnother("first-again", theirs, chief));
    for (BooleanSupplier way : ways) {
      insist(way);
      assertThat(owner.get("operators").code()).isEqualTo("no_staff_session");
      owner = StaffClient.enter(CASINO, "first-again", StaffClient.PASSWORD);
      assertThat(owner.get("operators").code()).isEqualTo("password_change_required");
      assertThat(owner.send("DELETE", "session", null).status())
          .as("the way out is open")
          .isEqualTo(204);
      owner = StaffClient.enter(CASINO, "first-again", StaffClient.PASSWORD);
      assertThat(changed(owner, StaffClient.PASSWORD, OWN).status()).isEqualTo(204);
      owner = StaffClient.enter(CASINO, "first-again", OWN);
      assertThat(owner.get("operators").status()).isEqualTo(200);
    }
    assertThat(CHIEF.get("audit").body())
        .contains("\"subject\":\"staff:first-again\"", "mustChangePassword");
  }

  /// A busy machine hashes slowly.
  private static void insist(BooleanSupplier work) {
    for (int i = 0; i < 20; i++) {
      if (work.getAsBoolean()) {
        return;
      }
    }
    throw new AssertionError("passwords are not hashed");
  }

  @Test
  void itComesBeforeTheSecondFactorThatTheOperatorWants() {
    TENANT.change("{\"needsSecondFactor\":true}");
    try {
      StaffClient made = made("first-both");
      Answer begun =
          StaffClient.patiently(() ->
              made.post("second-factor", "{\"password\":\"%s\"}".formatted(StaffClient.PASSWORD)));
      assertThat(begun.code())
          .as("the first password is not enough to set up a second factor")
          .isEqualTo("password_change_required");
      assertThat(changed(made, StaffClient.PASSWORD, OWN).status()).isEqualTo(204);

      StaffClient owner = StaffClient.enter(CASINO, "first-both", OWN);

      assertThat(owner.get("operators").code()).isEqualTo("second_factor_required");
      assertThat(
              StaffClient.patiently(
                      () -> owner.post("second-factor", "{\"password\":\"%s\"}".formatted(OWN)))
                  .status())
          .isEqualTo(201);
      assertThat(changed(owner, OWN, "nine patient ferries").code())
          .as("the own password still requires it")
          .isEqualTo("second_factor_required");
    } finally {
      TENANT.change("{\"needsSecondFactor\":false}");
    }
  }
}
