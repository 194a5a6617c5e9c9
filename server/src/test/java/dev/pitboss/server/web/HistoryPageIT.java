package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.Test;

/// What a player finds of the past besides the rounds, and what filters say that let nothing
/// through.
final class HistoryPageIT {
  @Test
  void transactionsAreShownAndFiltersSayWhatIsWrongWithThem() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/history.html");
      assertThat(page.locator("round-history")).containsText("No rounds yet.");
      Locator other = page.getByRole(AriaRole.REGION).last();
      assertThat(other).containsText("Welcome bonus");
      assertThat(other).containsText("+1,000.00");

      visit.play("roulette", "{\"bets\":[{\"type\":\"red\",\"stake\":100}]}", 1);
      visit.open("/history.html");
      assertThat(page.locator("table.rounds")).containsText("Roulette");
      Locator to = page.getByLabel("To", new Page.GetByLabelOptions().setExact(true));
      page.getByLabel("From").fill("2020-01-02");
      to.fill("2020-01-01");
      assertThat(page.locator("round-history [role=alert]")).hasText("From is after To.");
      to.fill("2020-01-03");
      assertThat(page.locator("round-history")).containsText("No rounds match these filters.");
      page.getByText("Clear the filters").click();
      assertThat(page.locator("table.rounds")).containsText("Roulette");
      PagesIT.assertAccessible(page, "history with transactions");

      assertThat(page.locator("[data-in-play]")).hasCount(0);
      page.evaluate(
          "import('/js/core/api.js').then(({player}) => player.ask('/slots/bet', {stake: 200}))");
      visit.open("/history.html");
      assertThat(page.locator("[data-in-play]")).containsText("In play: 2.00");
    }
  }
}
