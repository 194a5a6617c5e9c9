package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What the originals' pages do besides what every game's page does, of which `Table.DICE` is the
/// example.
final class OriginalPageIT {

  /// Chosen, played and verified at a phone's width.
  @ParameterizedTest
  @CsvSource({
    "limbo, #target, 1.50",
    "plinko, #rows, 16",
    "wheel, #segments, 50",
    "keno, [data-number='40'], ''"
  })
  void chosenBetIsPlayedAndVerified(String game, String control, String value) {
    try (BrowserSession visit = BrowserSession.wide(BrowserSession.PHONE_WIDTH)) {
      Page page = visit.open("/" + game + ".html");
      switch (game) {
        case "limbo" -> page.locator(control).fill(value);
        case "keno" -> page.locator(control).click();
        default -> page.locator(control).selectOption(value);
      }
      PagesIT.assertAccessible(page, game);
      assertThat(visit.action("play")).hasText("Play for 1.00");
      visit.action("play").click();
      assertThat(page.locator(".result")).containsText("verify this round");
      PagesIT.assertAccessible(page, game + " result");
      assertThat(visit.shownBalance()).isEqualTo(visit.balance());
      page.getByText("verify this round").click();
      assertThat(page.locator(".original")).hasAttribute("data-original", game);
      visit.action("reveal").click();
      visit.action("verify").click();
      assertThat(page.locator("[data-verdict]")).hasAttribute("data-verdict", "true");
      PagesIT.assertAccessible(page, game + " verified");
    }
  }

  @Test
  void targetOutOfRangeIsToldAndNothingIsPlayed() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/dice.html");
      assertThat(page.locator(".facts")).containsText("98.9901 %");
      page.locator("#target").fill("1.99");
      assertThat(page.locator("#target-error")).hasText("The target must be from 2.00 to 99.99.");
      visit.action("play").press("Enter");
      assertThat(page.locator("#target")).isFocused();
      page.locator("#direction").selectOption("under");
      assertThat(page.locator("#target-error")).isEmpty();
      assertThat(page.locator(".facts")).containsText("1.99 %");
      assertThat(visit.balance()).isEqualTo(visit.shownBalance());
    }
  }

  @Test
  void atMostTenNumbersArePicked() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/keno.html");
      assertThat(page.locator(".result")).hasText("Pick 1 to 10 numbers.");
      visit.action("any").click();
      assertThat(page.locator(".numbers [aria-pressed=true]")).hasCount(10);
      page.locator(".numbers [aria-pressed=false]").first().click();
      assertThat(page.locator("#stake-error")).hasText("At most 10 numbers can be picked.");
      page.locator(".numbers [aria-pressed=true]").first().click();
      assertThat(page.locator(".numbers [aria-pressed=true]")).hasCount(9);
      assertThat(page.locator(".odds tbody tr")).hasCount(6);
      visit.action("clear").click();
      assertThat(page.locator(".numbers [aria-pressed=true]")).hasCount(0);
    }
  }
}
