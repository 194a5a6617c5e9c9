package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.staff.Role;
import org.junit.jupiter.api.Test;

/// Creating the first staff account of a new casino.
final class FirstAccountIT {
  @Test
  void tokenOfTheStartMakesOneAccountAndLeavesTheAddress() {
    try (CasinoFixture casino = CasinoFixture.start();
        BrowserSession visit = BrowserSession.to(casino, BrowserSession.DESKTOP)) {
      String token = casino.casino().setupToken().orElseThrow().text();
      Page page = visit.open("/ops.html#setup=" + token);
      assertThat(
              page.getByRole(
                  AriaRole.HEADING,
                  new Page.GetByRoleOptions().setName("Create the first account")))
          .isVisible();
      page.getByLabel("Username").fill("anna");
      page.getByLabel("Password").fill(StaffClient.PASSWORD);
      page.getByRole(
              AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Create account and sign in"))
          .click();
      page.locator("#problems").waitFor();
      assertThat(page.url()).doesNotContain(token);
      assertThat(page.locator("desk-bar")).containsText("anna");
      assertThat(casino.casino().setupToken()).as("another token").isEmpty();

      Locator offer = page.locator("[data-offer=second-factor]");
      assertThat(offer).containsText("opens every operator");
      PagesIT.assertAccessible(page, "a second factor is offered");
      visit.action("factor-later").click();
      assertThat(offer).hasCount(0);
      visit.open("/ops-operators.html");
      page.locator("main table").waitFor();
      assertThat(offer).hasCount(0);
      StaffSteps.signOut(visit);

      visit.open("/ops.html");
      StaffSteps.signIn(page, "anna", StaffClient.PASSWORD);
      assertThat(offer).isVisible();
      visit.action("set-factor").click();
      StaffSteps.setSecondFactor(visit);
      assertThat(page.locator("second-factor")).hasCount(0);
      visit.open("/ops-operators.html");
      page.locator("main table").waitFor();
      assertThat(offer).hasCount(0);
    }
  }

  /// An account with a password set by another member gets to a page where a new one is chosen,
  /// from any page, and continues there.
  @Test
  void passwordOfAnotherIsChangedFirst() {
    CasinoFixture casino = CasinoFixture.shared();
    StaffClient chief = StaffClient.make(casino, "words-chief", Role.MANAGER, null);
    chief.post(
        "staff",
        "{\"username\":\"words-fresh\",\"password\":\"%s\",\"role\":\"auditor\"}"
            .formatted(StaffClient.PASSWORD));
    try (BrowserSession visit = BrowserSession.to(casino, BrowserSession.PHONE)) {
      Page page = visit.open("/ops-staff.html");
      StaffSteps.signIn(page, "words-fresh", StaffClient.PASSWORD);
      assertThat(page.locator("main")).containsText("Choose your own password");
      assertThat(page.locator("main table")).hasCount(0);
      assertThat(page.locator("[data-offer]")).hasCount(0);
      PagesIT.assertAccessible(page, "a password to choose");
      visit.open("/ops-reports.html");
      assertThat(page.locator("main")).containsText("Choose your own password");
      visit.expectRefusals();
      page.getByLabel("Current password").fill(StaffClient.PASSWORD);
      page.getByLabel("New password").fill(StaffClient.PASSWORD);
      visit.action("change-password").click();
      assertThat(page.locator("main")).containsText("must differ from the current password");
      page.getByLabel("Current password").fill(StaffClient.PASSWORD);
      page.getByLabel("New password").fill("eleven slow tramways");
      visit.action("change-password").click();

      assertThat(page.locator("own-password")).hasCount(0);
      assertThat(page.locator("desk-bar")).containsText("words-fresh");
    }
  }
}
