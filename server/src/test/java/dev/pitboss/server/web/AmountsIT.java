package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;

/// Amounts typed with any country's separators are shown and used as understood; which are
/// understood is tested without a browser by `AmountsScriptTest`.
final class AmountsIT {
  @Test
  void stakeWithDecimalCommaIsWhatTheButtonSaysAndWhatIsStaked() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/slots.html");
      page.locator("#stake").fill("0,20");
      assertThat(visit.action("spin")).containsText("Spin for 0.20");
      visit.action("spin").click();
      assertThat(page.locator(".result")).containsText("verify this round");
      Object stake =
          page.evaluate(
              "fetch('/api/casino/game-history').then((it) => it.json()).then((it) => it.rounds[0].stake)");
      assertThat(stake).isEqualTo(20);
    }
  }

  @Test
  void limitWithDecimalCommaIsShownBeforeItIsSaved() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/limits.html");
      page.locator("#loss-day").fill("50,00");
      assertThat(page.locator(".understood").first()).hasText("Will be 50.00 chips.");
      visit.action("save-limits").click();
      assertThat(page.locator("#about-loss-day")).containsText("50.00 left");

      page.locator("#loss-day").fill("1.234");
      visit.action("save-limits").click();
      assertThat(page.locator("#about-loss-day")).containsText("Write 1234 or 1.23.");
    }
  }

  @Test
  void cashOutTargetWithDecimalCommaIsShownAsUnderstood() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/crash.html");
      page.locator("#auto").fill("1,5");
      assertThat(page.locator("form")).containsText("Cashes out at 1.50×.");
    }
  }
}
