package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.pitboss.server.CasinoFixture;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The live table in a browser, at its own pace but for the ends of rounds.
final class CrashPageIT {
  private static final LocatorAssertions.HasAttributeOptions PHASE =
      new LocatorAssertions.HasAttributeOptions().setTimeout(20_000);

  @Test
  void betLeavesByItselfAndItsRoundIsVerifiedInTheBrowser() {
    try (Visit visit = Visit.desktop()) {
      Page page = visit.open("/crash.html");
      betAndCancel(visit, page);
      nextRoundOpens(page);
      page.locator("#auto").fill("1.01");
      visit.action("bet").click();
      assertThat(visit.action("cancel")).containsText("Betting 1.00");
      assertThat(page.locator(".players")).containsText("You");
      assertThat(page.locator(".crash")).hasAttribute("data-phase", "running", PHASE);
      page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "crash-running.png")));
      page.waitForTimeout(700);
      CasinoFixture.endCrashRound();
      assertThat(page.locator(".crash")).hasAttribute("data-phase", "crashed", PHASE);
      page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "crash-crashed.png")));
      assertThat(page.locator(".result")).containsText("verify this round");
      page.waitForTimeout(1_000);
      assertThat(visit.shownBalance()).isEqualTo(visit.balance());

      page.locator(".points a").first().click();
      assertThat(page.locator("[data-verdict]")).hasAttribute("data-verdict", "true");

      page.navigate("/history.html");
      page.getByRole(
              com.microsoft.playwright.options.AriaRole.LINK,
              new Page.GetByRoleOptions().setName("Crash").setExact(true))
          .first()
          .click();
      visit.action("verify").click();
      assertThat(page.locator("[data-verdict]")).hasAttribute("data-verdict", "true");
      page.screenshot(
          new Page.ScreenshotOptions()
              .setPath(Path.of("target", "crash-round.png"))
              .setFullPage(true));
    }
  }

  private static void nextRoundOpens(Page page) {
    assertThat(page.locator(".crash")).hasAttribute("data-phase", "running", PHASE);
    CasinoFixture.endCrashRound();
    assertThat(page.locator(".crash")).hasAttribute("data-phase", "betting", PHASE);
  }

  private static void betAndCancel(Visit visit, Page page) {
    assertThat(page.locator(".crash")).hasAttribute("data-phase", "betting", PHASE);
    visit.action("bet").click();
    visit.action("cancel").click();
    assertThat(visit.action("bet")).containsText("Bet 1.00");
    assertThat(visit.shownBalance()).isEqualTo(100_000);
  }

  @Test
  void stakeAndTargetOffTheRulesAreExplainedBesideTheirFields() {
    try (Visit visit = Visit.wide(Visit.PHONE)) {
      Page page = visit.open("/crash.html");
      Locator stake = page.locator("#stake");
      stake.fill("1.50");
      stake.press("Enter");
      assertThat(page.locator("#stake-error")).containsText("from 1.00 to 1,000.00");
      stake.fill("1.00");
      page.locator("#auto").fill("1");
      page.locator("#auto").press("Enter");
      assertThat(page.locator("#auto-error")).containsText("at least 1.01");
      assertThat(visit.balance()).isEqualTo(100_000);
      assertThat(page.locator(".multiplier")).hasText(Pattern.compile("[0-9.]+( s|×)|–"));
    }
  }
}
