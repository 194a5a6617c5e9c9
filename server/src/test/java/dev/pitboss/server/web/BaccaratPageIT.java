package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class BaccaratPageIT {
  private static final String PAGE = "/baccarat.html";

  @Test
  void coupShowsBothHandsAndTheBalanceTheCasinoHas() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open(PAGE);
      spot(page, "player").click();
      spot(page, "banker").click();
      spot(page, "tie").click();
      assertThat(visit.action("deal")).hasText("Deal for 3.00");
      visit.action("deal").click();
      assertThat(page.locator(".result")).containsText("verify this round");
      assertThat(page.locator(".coup .face").all()).hasSizeBetween(4, 6);
      assertThat(page.locator(".bead")).hasCount(1);
      assertThat(visit.shownBalance()).isEqualTo(visit.balance());
    }
  }

  @Test
  void undoClearAndRebetDoWhatTheySay() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open(PAGE);
      spot(page, "playerPair").click();
      spot(page, "bankerPair").click();
      visit.action("undo").click();
      assertThat(page.locator(".spots .chip")).hasCount(1);
      visit.action("deal").click();
      assertThat(page.locator(".result")).containsText("verify");
      visit.action("rebet").click();
      assertThat(visit.action("deal")).hasText("Deal for 1.00");
      visit.action("clear").click();
      assertThat(visit.action("deal")).isDisabled();
    }
  }

  @Test
  void keyboardAloneLaysChipsAndDeals() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open(PAGE);
      spot(page, "player").focus();
      page.keyboard().press("Enter");
      page.keyboard().press("Tab");
      page.keyboard().press("Space");
      assertThat(spot(page, "banker"))
          .hasAttribute("aria-label", "Banker, pays 0.95 : 1, 1.00 wagered");
      assertThat(visit.action("deal")).hasText("Deal for 2.00");
      visit.action("deal").press("Enter");
      assertThat(page.locator(".result")).containsText("verify");
    }
  }

  @Test
  void roadShowsEveryCoupOldestFirst() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      visit.play("baccarat", "{\"bets\":[{\"on\":\"banker\",\"stake\":20}]}", 8);
      visit.open(PAGE);
      Object winners =
          page.evaluate(
              """
              import('/js/core/api.js').then(({get}) => get('/play/baccarat/history'))
                .then(({rounds}) => rounds.map(({winner}) => winner[0].toUpperCase()).reverse())
              """);
      assertThat(page.locator(".bead").allTextContents()).hasSize(8).isEqualTo(winners);
    }
  }

  @Test
  void chipBeyondTheBalanceIsNotLaid() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/");
      visit.play("baccarat", "{\"bets\":[{\"on\":\"tie\",\"stake\":20}]}", 1);
      visit.open(PAGE);
      long before = visit.balance();
      page.locator(".hand input[value='10000']").check();
      for (int i = 0; i < 11; i++) {
        spot(page, "player").click();
      }
      assertThat(page.locator(".dock .error"))
          .containsText(Pattern.compile("at most 1,000\\.00|does not cover another 100\\.00"));
      assertThat(page.locator(".spots .chip"))
          .hasAttribute("data-amount", before < 100_000 ? "900" : "1k");
      assertThat(visit.balance()).isEqualTo(before);
    }
  }

  private static Locator spot(Page page, String on) {
    return page.locator("[data-spot=" + on + "]");
  }
}
