package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.StaffClient;
import org.junit.jupiter.api.Test;

/// Creating the first staff account of a new casino.
final class FirstAccountIT {
  @Test
  void tokenOfTheStartMakesOneAccountAndLeavesTheAddress() {
    try (CasinoFixture casino = CasinoFixture.start();
        Visit visit = Visit.to(casino, Visit.DESKTOP)) {
      String token = casino.casino().setupToken().orElseThrow().text();
      Page page = visit.open("/ops.html#setup=" + token);
      assertThat(
              page.getByRole(
                  AriaRole.HEADING, new Page.GetByRoleOptions().setName("Make the first account")))
          .isVisible();
      page.getByLabel("User name").fill("anna");
      page.getByLabel("Password").fill(StaffClient.PASSWORD);
      page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Make it and sign in"))
          .click();
      page.locator("#problems").waitFor();
      assertThat(page.url()).doesNotContain(token);
      assertThat(page.locator("desk-bar")).containsText("anna");
      assertThat(casino.casino().setupToken()).as("another token").isEmpty();
    }
  }
}
