package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class RouletteIT {

  @Test
  void everyPlaceOfTheLayoutIsABetTheCasinoTakesAndPaysAsShown() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/roulette.html");
      // Twenty at a time stays within any sensible number of bets a spin.
      Object wrong =
          page.evaluate(
              """
              async () => {
                const {player} = await import('/js/core/api.js');
                const {PLACES, betAt, payoutMultiple} = await import('/js/games/roulette-table.js');
                const wrong = [];
                for (let at = 0; at < PLACES.length; at += 20) {
                  const places = PLACES.slice(at, at + 20);
                  const bets = places.map((place) => betAt(place, 100));
                  const {result, payout} = await player.play('roulette', {bets});
                  const due = places.filter((place) => place.numbers.includes(result.pocket))
                    .reduce((sum, place) => sum + 100 * payoutMultiple(place), 0);
                  if (due !== payout) {
                    wrong.push(`${at}: ${result.pocket} pays ${payout}, shown ${due}`);
                  }
                }
                return [PLACES.length, ...wrong];
              }
              """);
      assertThat(wrong).isEqualTo(List.of(157));
    }
  }

  @Test
  void spinTellsTheResultAndTheBalanceTheCasinoHas() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/roulette.html");
      page.locator("[data-place='straight:17']").click();
      page.locator("[data-place='split:17-20']").click();
      assertThat(visit.action("spin")).hasText("Spin for 2.00");
      visit.action("spin").click();
      assertThat(page.locator(".result")).containsText(Pattern.compile("\\d+ (red|black|green)"));
      assertThat(page.locator(".pockets li")).hasCount(1);
      assertThat(visit.shownBalance()).isEqualTo(visit.balance());
    }
  }

  @Test
  void undoClearAndRebetDoWhatTheySay() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/roulette.html");
      page.locator("[data-place='dozen:2']").click();
      page.locator("[data-place='corner:1-2-4-5']").click();
      visit.action("undo").click();
      assertThat(page.locator(".felt .chip")).hasCount(1);
      visit.action("spin").click();
      assertThat(page.locator(".result")).containsText("verify");
      visit.action("rebet").click();
      assertThat(visit.action("spin")).hasText("Spin for 1.00");
      visit.action("clear").click();
      assertThat(visit.action("spin")).isDisabled();
    }
  }

  @Test
  void arrowKeysReachTheSplitBetweenTwoNumbers() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/roulette.html");
      page.locator("[data-place='straight:1']").focus();
      page.keyboard().press("ArrowRight");
      page.keyboard().press("ArrowUp");
      page.keyboard().press("ArrowLeft");
      page.keyboard().press("Enter");
      assertThat(page.locator(".slip li")).containsText("Split 1, 2");
    }
  }

  @Test
  void listPlacesABetWithoutAiming() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/roulette.html");
      page.getByText("Place from a list").click();
      page.locator("#place-list").selectOption("first-four:0-1-2-3");
      visit.action("place").click();
      assertThat(page.locator(".slip li")).containsText("First four 0, 1, 2, 3");
    }
  }
}
