package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import dev.pitboss.server.Together;
import dev.pitboss.server.crash.CrashCasino;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The live table in a browser, by a clock that only the test moves.
final class CrashPageIT {
  private final CrashCasino casino = CrashCasino.shared();

  @Test
  void betLeavesByItselfAndItsRoundIsVerifiedInTheBrowser() throws InterruptedException {
    try (Visit visit = Visit.to(casino.fixture(), Visit.DESKTOP)) {
      casino.open();
      Page page = visit.open("/crash.html");
      betAndCancel(visit, page);
      casino.beginRunning(() -> betUntilOneHundredth(visit, page));
      assertThat(page.locator(".crash")).hasAttribute("data-phase", "running");
      picture(page, "running");
      long before = visit.balance();
      long crashPoint = casino.crash().path("crashPoint").asLong();
      assertThat(page.locator(".crash")).hasAttribute("data-phase", "crashed");
      picture(page, "crashed");
      assertThat(page.locator(".result")).containsText("verify this round");
      long paid = crashPoint >= 101 ? 101 : 0;
      Together.await("the payout", () -> visit.balance() == before + paid);
      Together.await("the payout shown", () -> visit.shownBalance() == before + paid);

      page.locator(".points a").first().click();
      assertThat(page.locator("[data-verdict]")).hasAttribute("data-verdict", "true");

      page.navigate("/history.html");
      page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Crash").setExact(true))
          .first()
          .click();
      visit.action("verify").click();
      assertThat(page.locator("[data-verdict]")).hasAttribute("data-verdict", "true");
      picture(page, "round");
    } finally {
      casino.open();
    }
  }

  private void betUntilOneHundredth(Visit visit, Page page) {
    assertThat(page.locator(".crash")).hasAttribute("data-phase", "betting");
    page.locator("#auto").fill("1.01");
    visit.action("bet").click();
    assertThat(visit.action("cancel")).containsText("Betting 1.00");
    casino.pass(1_000); // who plays is told with the next tick
    assertThat(page.locator(".players")).containsText("You");
  }

  private static void betAndCancel(Visit visit, Page page) {
    assertThat(page.locator(".crash")).hasAttribute("data-phase", "betting");
    visit.action("bet").click();
    visit.action("cancel").click();
    assertThat(visit.action("bet")).containsText("Bet 1.00");
    assertThat(visit.shownBalance()).isEqualTo(100_000);
  }

  private static void picture(Page page, String name) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(Path.of("target", "crash-" + name + ".png"))
            .setFullPage(true));
  }

  @Test
  void stakeAndTargetOffTheRulesAreExplainedBesideTheirFields() {
    try (Visit visit = Visit.to(casino.fixture(), Visit.PHONE)) {
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
