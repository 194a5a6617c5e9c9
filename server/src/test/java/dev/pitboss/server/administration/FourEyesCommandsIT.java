package dev.pitboss.server.administration;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.staff.Role;
import org.junit.jupiter.api.Test;

/// What the command line does about power over money, on a casino that runs.
class FourEyesCommandsIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();
  private static final Tenant TENANT = Tenant.make(CASINO, "typed-eyes", "EUR");

  @Test
  void accountIsConfirmedOnceItsOwnerHasChangedThePassword() {
    StaffClient anna =
        StaffClient.make(CASINO, "typed-anna", Role.MANAGER, TENANT.operator().operatorId());
    assertThat(
            anna.post(
                    "staff",
                    "{\"username\":\"typed-made\",\"password\":\"%s\",\"role\":\"manager\"}"
                        .formatted(StaffClient.PASSWORD))
                .status())
        .isEqualTo(201);
    assertThat(done("staff", "list"))
        .containsPattern("typed-made +manager +typed-eyes .*typed-anna");
    assertThat(run("staff", "confirm", "typed-made").err())
        .contains("typed-made must first change the password set by another staff member");
    assertThat(run("staff", "confirm", "typed-absent").err()).contains("no such staff account");
    StaffClient made = StaffClient.enter(CASINO, "typed-made", StaffClient.PASSWORD);
    made.post(
        "staff/typed-made/password",
        "{\"current\":\"%s\",\"password\":\"eleven slow tramways\"}"
            .formatted(StaffClient.PASSWORD));

    assertThat(done("staff", "confirm", "typed-made"))
        .isEqualTo("typed-made counts as an independent person\n");

    assertThat(done("staff", "confirm", "typed-made"))
        .isEqualTo("no other staff member controls typed-made\n");
    assertThat(done("report", "power", "--days", "1", "--operator", "typed-eyes"))
        .contains("staff:typed-anna", "staff.created", "staff.confirmed", "cli");
    assertThat(done("report", "power", "--days", "1", "--operator", "typed-eyes", "--csv"))
        .startsWith("at,actor,operator,action,subject,details\r\n");
    assertThat(run("report", "power", "--days", "none").code()).isEqualTo(2);
    assertThat(run("report", "power", "--days", "400").code()).isEqualTo(2);
  }

  @Test
  void limitsOfProvidersAndTheHighestGrantAreSaid() {
    done("provider", "create", "typed-eyes", "book", "--name", "Book");
    assertThat(
            done(
                "provider",
                "limits",
                "typed-eyes",
                "book",
                "--gain-per-day",
                "5000.00",
                "--promotional-per-day",
                "1.00"))
        .containsPattern("book +Book +EUR +0\\.00 +5,000\\.00 +1\\.00 ");
    assertThat(run("provider", "limits", "typed-eyes", "book", "--gain-per-day", "0.01").code())
        .isEqualTo(2);
    assertThat(
            run(
                    "provider",
                    "limits",
                    "typed-eyes",
                    "absent",
                    "--gain-per-day",
                    "1.00",
                    "--promotional-per-day",
                    "0")
                .err())
        .contains("typed-eyes has no provider absent");
    assertThat(done("operator", "set", "typed-eyes", "--max-welcome-grant", "7.00"))
        .containsPattern("welcome grant  7.00 EUR\nmax grant      7.00 EUR\n");
  }

  private static String done(String... words) {
    return run(words).done();
  }

  private static Ran run(String... words) {
    return Ran.on(CASINO, words);
  }
}
