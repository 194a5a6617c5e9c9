package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

final class FruitPageIT {
  private static final String PAGE = "/fruit.html";

  @Test
  void betLeftBeforeItsResultWaitsForItsPlayer() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      page.evaluate(
          """
          import('/js/core/api.js').then(({player}) => player.ask('/slots/bet', {stake: 240}))
          """);
      visit.open(PAGE);
      assertThat(page.locator(".result")).containsText("a bet of 2.40");
      assertThat(page.locator("#stake")).isDisabled();
      assertThat(visit.action("spin")).hasText("Show the result of 2.40");
      visit.action("spin").click();
      assertThat(page.locator(".result")).containsText("verify this round");
      assertThat(visit.shownBalance()).isEqualTo(visit.balance());
      visit.open("/history.html");
      assertThat(page.locator(".rounds tbody tr")).hasCount(1);
    }
  }

  @Test
  void betOpenElsewhereIsFoundAndNothingNewIsStaked() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open(PAGE);
      visit.expectRefusals();
      page.evaluate(
          """
          import('/js/core/api.js').then(({player}) => player.ask('/slots/bet', {stake: 20}))
          """);
      visit.action("spin").click();
      assertThat(visit.action("spin")).hasText("Show the result of 0.20");
      assertThat(visit.shownBalance()).isEqualTo(99_980).isEqualTo(visit.balance());
    }
  }

  @Test
  void lostAnswerToTheBetIsAskedForAgainAndTheBetIsTakenOnce() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open(PAGE);
      List<String> keys = visit.loseFirstAnswer("slots/bet");
      visit.action("spin").click();
      assertThat(page.locator(".result")).containsText("verify this round");
      assertThat(keys).hasSize(2);
      assertThat(new HashSet<>(keys)).hasSize(1);
      visit.open("/history.html");
      assertThat(page.locator(".rounds tbody tr")).hasCount(1);
    }
  }

  @Test
  void paytableShowsEveryFruitTheLinesAndTheReturn() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open(PAGE);
      assertThat(page.locator(".paytable tbody tr")).hasCount(9);
      assertThat(page.locator(".linelist li")).hasCount(20);
      assertThat(page.locator(".paytable")).containsText("95.995 %");
      assertThat(page.locator(".symbol.word")).hasCount(0);
    }
  }
}
