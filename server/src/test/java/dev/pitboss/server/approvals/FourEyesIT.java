package dev.pitboss.server.approvals;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.pitboss.server.CasinoClient.Answer;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.players.Support;
import java.util.List;
import org.junit.jupiter.api.Test;

/// One person of an operator's staff cannot be two, with any accounts they create or take over.
/// Each refusal has its control: the same by an independent person.
class FourEyesIT extends TwoOfStaff {
  @Test
  void accountThatOneMadeIsNoSecondPerson() {
    long id = requested(anna, 5_000);
    StaffClient puppet = makes(anna, "puppet");

    Answer refused = puppet.post("adjustments/" + id + "/approve", "{}");

    assertThat(refused.code()).as(refused.toString()).isEqualTo("not_independent");
    assertThat(refused.json().path("detail").asText()).contains(anna.username());
    assertThat(waiting(puppet).path("sharedController").asText()).isEqualTo(anna.username());
    assertThat(waiting(bert).has("sharedController")).isFalse();
    assertThat(balance()).isEqualTo(100_000);
    assertThat(anna.post("adjustments/" + requested(puppet, 10) + "/approve", "{}").code())
        .as("nor the other way round")
        .isEqualTo("not_independent");
    assertThat(bert.post("adjustments/" + id + "/approve", "{}").status()).isEqualTo(200);
    assertThat(balance()).isEqualTo(105_000);
  }

  @Test
  void accountsOfOneMakerAreOnePersonHoweverLongTheChain() {
    StaffClient puppet = makes(anna, "puppet");
    StaffClient sibling = makes(anna, "sibling");
    StaffClient grandchild = makes(puppet, "grandchild");

    for (StaffClient asks : List.of(puppet, sibling, grandchild)) {
      long id = requested(asks, 7);
      for (StaffClient approves : List.of(anna, puppet, sibling, grandchild)) {
        assertThat(approves.post("adjustments/" + id + "/approve", "{}").code())
            .as(asks.username() + " and " + approves.username())
            .isIn("not_independent", "own_request");
      }
    }
    assertThat(balance()).isEqualTo(100_000);
  }

  @Test
  void colleagueWithAResetPasswordIsNotIndependentUntilConfirmed() {
    long before = requested(anna, 1);
    StaffClient borrowed = takesOver(anna, bert);
    long during = requested(borrowed, 2);

    assertThat(borrowed.post("adjustments/" + before + "/approve", "{}").code())
        .isEqualTo("not_independent");
    assertThat(anna.post("adjustments/" + during + "/approve", "{}").code())
        .isEqualTo("not_independent");
    String confirm = "staff/" + bert.username() + "/confirm";
    assertThat(anna.post(confirm, "{}").code()).isEqualTo("not_independent");
    assertThat(borrowed.post(confirm, "{}").code()).isEqualTo("not_independent");
    StaffClient owner = changesOwnPassword(borrowed, CHOSEN, OWN_WORDS);
    assertThat(controllers(bert)).containsExactly(anna.username());
    assertThat(member("cleo").post(confirm, "{}").status())
        .as("an independent colleague will do")
        .isEqualTo(204);

    assertThat(controllers(bert)).isEmpty();
    assertThat(owner.post("adjustments/" + before + "/approve", "{}").code())
        .as("control was there after the request")
        .isEqualTo("not_independent");
    assertThat(anna.post("adjustments/" + during + "/approve", "{}").code())
        .as("it may have been anna who asked")
        .isEqualTo("not_independent");
    assertThat(PLATFORM.post("adjustments/" + before + "/approve", "{}").status()).isEqualTo(200);
    assertThat(balance()).isEqualTo(100_001);
  }

  /// A change by a thief ends no control: an independent person has to confirm.
  @Test
  void accountIsNotConfirmedWhileItHasThePasswordOfAnother() {
    String confirm = "staff/" + bert.username() + "/confirm";
    Answer set =
        StaffClient.patiently(() ->
            anna.post(
                "staff/" + bert.username() + "/password",
                "{\"password\":\"" + StaffClient.PASSWORD + "\"}"));
    assertThat(set.status()).as(set.toString()).isEqualTo(204);
    assertThat(PLATFORM.post(confirm, "{}").code()).isEqualTo("password_of_another");

    StaffClient thief =
        changesOwnPassword(
            StaffClient.enter(CASINO, bert.username(), StaffClient.PASSWORD),
            StaffClient.PASSWORD,
            CHOSEN);

    assertThat(controllers(bert)).as("as before").containsExactly(anna.username());
    assertThat(thief.post("adjustments/" + requested(anna, 5) + "/approve", "{}").code())
        .isEqualTo("not_independent");
    assertThat(anna.post(confirm, "{}").code()).isEqualTo("not_independent");
    assertThat(PLATFORM.post(confirm, "{}").status()).as("control").isEqualTo(204);
  }

  @Test
  void whoIsConfirmedIsASecondPersonForWhatIsAskedLongAfterwards() throws Exception {
    StaffClient borrowed = takesOver(anna, bert);
    StaffClient owner = changesOwnPassword(borrowed, CHOSEN, OWN_WORDS);
    assertThat(PLATFORM.post("staff/" + bert.username() + "/confirm", "{}").status())
        .isEqualTo(204);
    assertThat(owner.post("adjustments/" + requested(anna, 3) + "/approve", "{}").code())
        .as("servers' clocks differ, so minutes do not count")
        .isEqualTo("not_independent");
    CASINO.sql(
        "UPDATE staff_control SET ended_at = ended_at - interval '6 minutes' WHERE staff_id ="
            + " (SELECT staff_id FROM staff WHERE username = '%s')".formatted(bert.username()));

    assertThat(owner.post("adjustments/" + requested(anna, 4) + "/approve", "{}").status())
        .isEqualTo(200);
  }

  @Test
  void accountMadeWithABorrowedOneStaysTheBorrowers() {
    StaffClient borrowed = takesOver(anna, bert);
    StaffClient puppet = makes(borrowed, "puppet");
    changesOwnPassword(borrowed, CHOSEN, OWN_WORDS);
    PLATFORM.post("staff/" + bert.username() + "/confirm", "{}");

    assertThat(puppet.post("adjustments/" + requested(anna, 9) + "/approve", "{}").code())
        .isEqualTo("not_independent");
    assertThat(controllers(puppet)).contains(anna.username(), bert.username());
  }

  @Test
  void secondFactorThatOneResetCountsAsControl() throws Exception {
    CASINO.sql(
        """
        INSERT INTO staff_second_factor (staff_id, secret_sealed, begun_at, confirmed_at)
        SELECT staff_id, '\\x00', now(), now() FROM staff WHERE username = '%s'
        """
            .formatted(bert.username()));
    assertThat(anna.send("DELETE", "staff/" + bert.username() + "/second-factor", null).status())
        .isEqualTo(204);
    StaffClient again = StaffClient.enter(CASINO, bert.username(), StaffClient.PASSWORD);

    assertThat(again.post("adjustments/" + requested(anna, 5) + "/approve", "{}").code())
        .isEqualTo("not_independent");
    assertThat(PLATFORM.post("staff/" + bert.username() + "/confirm", "{}").status())
        .as("whose password was not reset")
        .isEqualTo(204);
  }

  @Test
  void platformsStaffIsNeverInTheWay() {
    StaffClient made = makes(PLATFORM, "made", ",\"operator\":\"" + code + "\"");
    StaffClient other = makes(PLATFORM, "other", ",\"operator\":\"" + code + "\"");

    assertThat(other.post("adjustments/" + requested(made, 5) + "/approve", "{}").status())
        .as("two whom the platform made are two")
        .isEqualTo(200);
    assertThat(PLATFORM.post("adjustments/" + requested(made, 5) + "/approve", "{}").status())
        .isEqualTo(200);
    assertThat(made.post("adjustments/" + requested(PLATFORM, 5) + "/approve", "{}").status())
        .isEqualTo(200);
    assertThat(PLATFORM.post("adjustments/" + requested(PLATFORM, 5) + "/approve", "{}").code())
        .isEqualTo("own_request");
  }

  @Test
  void playerIsUnlockedAFewTimesADay() {
    String player = playerOf(guest);
    for (int i = 0; i < Support.MAX_UNLOCKS; i++) {
      assertThat(anna.post("players/" + player + "/unlock", "{}").status()).isEqualTo(204);
    }
    assertThat(bert.post("players/" + player + "/unlock", "{}").code())
        .isEqualTo("too_many_unlocks");
    assertThat(PLATFORM.post("players/" + player + "/unlock", "{}").status()).isEqualTo(204);
  }

  @Test
  void auditorsSeeWhatGavePowerLately() {
    makes(anna, "puppet");
    requested(anna, 11);
    anna.post("operators/" + code, "{\"welcomeGrant\":1}");
    anna.post("operators/" + code, "{\"welcomeGrant\":2}");

    JsonNode rows = bert.get("reports/power?days=1").json().path("rows");

    assertThat(rows.findValuesAsText("action"))
        .contains("staff.created", "adjustment.requested", "operator.changed", "change.requested");
    assertThat(rows.findValuesAsText("operator")).containsOnly(code);
    assertThat(bert.get("reports/power?days=1&format=csv").body())
        .startsWith("at,actor,operator,action,subject,details\r\n")
        .contains("staff:" + anna.username() + "," + code + ",staff.created")
        .contains("amount 0.11 CHIP", "welcomeGrant 0.02 CHIP")
        .doesNotContain("{");
    assertThat(bert.get("reports/power?days=0").field()).isEqualTo("days");
  }
}
