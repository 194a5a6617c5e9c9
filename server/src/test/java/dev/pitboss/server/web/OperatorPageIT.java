package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import dev.pitboss.server.Tenant;
import dev.pitboss.server.staff.Role;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The page of an operator says what it refuses beside the field, what it did, and what holds.
final class OperatorPageIT {
  private static final CasinoFixture CASINO = CasinoFixture.shared();

  @Test
  void operatorOfMoneyNeedsAJurisdictionAndRefusalsNameTheirLabel() {
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      Page page = signedIn(visit, "/ops-operators.html", "form-maker");
      Locator jurisdiction = page.getByLabel("Player protection");
      assertThat(jurisdiction).hasValue("");
      page.getByLabel("Code").fill("Form Made");
      page.getByLabel("Name").fill("Form Made");
      page.getByLabel("Currency").fill("CHIP");
      assertThat(page.locator("select:invalid")).hasCount(0); // play chips need none
      page.getByLabel("Currency").fill("SEK");
      visit.action("create").click();
      assertThat(jurisdiction).isFocused();
      jurisdiction.selectOption("strict");
      visit.expectRefusals();
      visit.action("create").click();
      assertThat(page.locator("#create-code-about"))
          .containsText(
              "Code must be 2 to 32 characters of a-z, 0-9 and -, a letter first, got Form Made.");
      page.getByLabel("Code").fill("form-made");
      visit.action("create").click();
      assertThat(page.locator("tr[data-operator=form-made]")).containsText("Strict");
      PagesIT.assertAccessible(page, "operators");
    }
  }

  @Test
  void settingsAndTermsSayWhatIsRefusedAndWhatHolds() {
    Tenant tenant = Tenant.make(CASINO, "form-terms", "SEK", ",\"jurisdiction\":\"measured\"");
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      visit.expectRefusals();
      Page page = signedIn(visit, "/ops-operators.html?code=form-terms", "form-terms-staff");
      assertThat(page.locator("h2").first()).containsText("player protection Measured");
      page.getByLabel("Time zone").fill("Malta");
      visit.action("save-settings").click();
      assertThat(page.locator("#settings-timeZone-about"))
          .containsText("Time zone must be a zone such as Europe/Malta, got Malta.");

      Locator crash = page.locator("form[data-place=crash]");
      assertThat(crash.getByLabel("Maximum stake")).hasAttribute("placeholder", "1000.00");
      assertThat(crash.locator("[data-default]"))
          .containsText("The game’s own limits: 1.00 to 1,000.00 SEK");
      crash.getByLabel("Minimum stake").fill("30");
      crash.getByLabel("Maximum stake").fill("25.00");
      crash.locator("button").click();
      assertThat(page.locator("#crash-minStake-about"))
          .containsText("Minimum stake must be at most maximum stake, 25.00, got 30.00.");
      crash.getByLabel("Minimum stake").fill("");
      crash.getByLabel("Maximum stake").fill("5000");
      crash.locator("button").click();
      assertThat(page.locator("#crash-maxStake-about"))
          .containsText(
              "Maximum stake must be 1.00 to 1,000.00, the game's own limits, got 5,000.00.");
      page.getByLabel("Minimum age").fill("abc");
      visit.action("save-branding").click();
      assertThat(page.locator("#branding-minimumAge-about")).containsText("Enter a whole number.");
      crash.getByLabel("Maximum stake").fill("25.00");
      crash.locator("button").click();
      assertThat(crash.locator(".saved")).hasText("The limits of Crash are saved.");
      crash.getByLabel("Crash offered").uncheck();
      crash.locator("button").click();
      assertThat(crash.locator(".saved")).hasText("Crash is switched off.");
      assertThat(crash.getByLabel("Crash offered")).not().isChecked();
      crash.getByLabel("Crash offered").check();
      crash.locator("button").click();
      assertThat(crash.locator(".saved")).hasText("Crash is switched on.");
    }
    org.assertj.core.api.Assertions.assertThat(tenant.operator().terms("crash"))
        .hasToString("GameTerms[isOn=true, minStake=null, maxStake=2500, maxPayout=null]");
  }

  @Test
  void hostIsANameAndAddedOnce() {
    Tenant.make(CASINO, "form-hosts", "CHIP");
    try (BrowserSession visit = BrowserSession.to(CASINO, BrowserSession.DESKTOP)) {
      visit.expectRefusals();
      Page page = signedIn(visit, "/ops-operators.html?code=form-hosts", "form-hosts-staff");
      Locator host = page.getByLabel("Host", new Page.GetByLabelOptions().setExact(true));
      for (String wrong : List.of("form.example:8443", "https://form.example/x")) {
        host.fill(wrong);
        visit.action("add-host").click();
        assertThat(page.locator("#hosts-host-about"))
            .containsText("Host must be a host name such as play.acme.example, without scheme,");
        assertThat(page.locator("#hosts-host-about")).containsText("got " + wrong);
      }
      for (String machine : List.of("localhost", "10.0.0.1", "casino")) {
        page.locator("#hosts-host").fill(machine);
        visit.action("add-host").click();
        assertThat(page.locator("#hosts-host-about"))
            .containsText(
                "must have a dot and be no IP address: at such names the house answers, got "
                    + machine);
      }
      Locator said = page.locator("[data-place=hosts] .saved");
      host.fill("Form.example");
      visit.action("add-host").click();
      assertThat(said).hasText("form.example is a host of this operator now.");
      host.fill("form.example");
      visit.action("add-host").click();
      assertThat(said).hasText("form.example is a host of this operator already.");
    }
  }

  private static Page signedIn(BrowserSession visit, String path, String username) {
    StaffClient.make(CASINO, username, Role.MANAGER, null);
    Page page = visit.open(path);
    page.getByLabel("Username").fill(username);
    page.getByLabel("Password").fill(StaffClient.PASSWORD);
    page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Sign in")).click();
    page.locator("main .card table, main .terms").first().waitFor();
    return page;
  }
}
