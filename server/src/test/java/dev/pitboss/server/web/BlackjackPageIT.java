package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.pitboss.games.blackjack.Action;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class BlackjackPageIT {
  private static final String PAGE = "/blackjack.html";

  @Test
  void loneAceIsElevenAndASoftHandIsCalledSo() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open("/blackjack.html");
      String words =
          "import('/js/parts/cards.js').then(({totalWords}) => totalWords({total: %d, soft: true}))";
      assertThat(page.evaluate(words.formatted(11))).isEqualTo("11");
      assertThat(page.evaluate(words.formatted(17))).isEqualTo("soft 17");
    }
  }

  @Test
  void handPlayedToItsEndPaysWhatTheCasinoSays() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = visit.open(PAGE);
      assertThat(visit.action("deal")).hasText("Deal for 1.00");
      visit.action("deal").click();
      assertThat(page.locator("[data-total]")).hasCount(1);
      page.locator("[data-move=stand]").or(page.getByText("verify this round")).first().waitFor();
      if (page.locator("[data-move=stand]").count() > 0) {
        move(page, "stand").click();
      }
      assertThat(page.locator(".result")).containsText("verify this round");
      assertThat(visit.shownBalance()).isEqualTo(visit.balance());
      assertThat(visit.action("deal")).isFocused();
    }
  }

  @Test
  void onlyMovesTheRulesAllowAreOfferedAndASplitMakesTwoHands() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = dealt(visit, Action.SPLIT);
      assertThat(offered(page))
          .containsExactlyInAnyOrderElementsOf(allowed(page))
          .contains("split", "hit", "stand");
      assertThat(page.locator(".result")).containsText("as you left it");
      move(page, "split").click();
      assertThat(page.locator(".seats .seat")).hasCount(2);
      // the first hand is played already when it makes 21
      assertThat(page.locator(".result")).containsText(Pattern.compile("Hand [12]"));
    }
  }

  @Test
  void splitHandsArePlayedLeftToRightAndSettledApart() {
    try (BrowserSession visit = BrowserSession.wide(390)) {
      Page page = dealt(visit, Action.SPLIT);
      move(page, "split").click();
      assertThat(page.locator(".seats .seat")).hasCount(2);
      while (page.getByText("verify this round").count() == 0) {
        move(page, "stand").or(page.getByText("verify this round")).first().waitFor();
        if (move(page, "stand").count() > 0) {
          int active = page.locator(".seat[data-turn]").count();
          assertThat(active).isEqualTo(1);
          move(page, "stand").click();
          page.locator("[data-move=stand][aria-disabled]").waitFor(BrowserSession.GONE);
        }
      }
      assertThat(page.locator(".result")).containsText("Hand 2");
      assertThat(visit.shownBalance()).isEqualTo(visit.balance());
    }
  }

  @Test
  void reloadShowsTheSameHand() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = dealt(visit, Action.HIT);
      List<String> cards = cards(page);
      assertThat(cards).hasSize(4).contains("card face down");
      visit.open(PAGE);
      move(page, "hit").waitFor();
      assertThat(cards(page)).isEqualTo(cards);
      assertThat(page.locator("#stake")).hasCount(0);
    }
  }

  @Test
  void handThatMovedOnElsewhereIsReadAgain() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = dealt(visit, Action.HIT);
      visit.expectRefusals();
      page.evaluate(
          """
          async () => {
            const {get, player} = await import('/js/core/api.js');
            const {ref, version} = await get('/play/blackjack');
            await player.play('blackjack', {action: 'stand', ref, version});
          }
          """);
      move(page, "hit").click();
      assertThat(page.locator(".result")).containsText("had moved on");
      assertThat(page.locator(".result")).containsText("verify this round");
      assertThat(visit.shownBalance()).isEqualTo(visit.balance());
    }
  }

  @Test
  void doublingBeyondTheBalanceIsRefusedAndTheHandStays() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      visit.expectRefusals();
      Page page = visit.open(PAGE);
      SeededOutcome.come(visit, SeededOutcome.allows(60_000, Action.DOUBLE));
      page.getByLabel("Wager, chips", new Page.GetByLabelOptions().setExact(true)).fill("600.00");
      visit.action("deal").click();
      move(page, "double").click();
      assertThat(page.locator("#stake-error"))
          .hasText("Your balance of 400.00 does not cover this.");
      assertThat(visit.shownBalance()).isEqualTo(40_000);
      assertThat(move(page, "stand")).isEnabled();
    }
  }

  @Test
  void insuranceIsOfferedUnderAnAce() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = dealt(visit, Action.INSURANCE);
      assertThat(page.locator(".result")).containsText("Insurance is offered");
      assertThat(move(page, "insurance")).containsText("+0.50");
      long before = visit.shownBalance();
      move(page, "insurance").click();
      assertThat(move(page, "insurance")).hasCount(0);
      page.locator("[data-move=stand]:not([aria-disabled])")
          .or(page.getByText("verify this round"))
          .first()
          .waitFor();
      assertThat(visit.shownBalance()).isNotEqualTo(before).isEqualTo(visit.balance());
    }
  }

  @Test
  void keysPlayOnlyOnceTheyAreTurnedOn() {
    try (BrowserSession visit = BrowserSession.desktop()) {
      Page page = dealt(visit, Action.HIT);
      page.keyboard().press("s");
      assertThat(offered(page)).contains("stand");
      visit.action("shortcuts").check();
      assertThat(move(page, "stand").locator("kbd")).hasText("S");
      page.keyboard().press("s");
      assertThat(page.locator(".result")).containsText("verify this round");
    }
  }

  /// Deals a hand that allows the action, leaves it open, and goes to the page, which resumes it.
  static Page dealt(BrowserSession visit, Action action) {
    Page page = visit.open("/");
    SeededOutcome.come(visit, SeededOutcome.allows(100, action));
    visit.play("blackjack", "{\"action\":\"deal\",\"stake\":100}", 1);
    visit.open(PAGE);
    move(page, "stand").waitFor();
    return page;
  }

  static Locator move(Page page, String name) {
    return page.locator("[data-move=" + name + "]");
  }

  private static List<String> offered(Page page) {
    return page.locator("[data-move]").all().stream()
        .map(button -> button.getAttribute("data-move"))
        .toList();
  }

  @SuppressWarnings("unchecked")
  private static List<String> allowed(Page page) {
    return (List<String>)
        page.evaluate(
            """
            import('/js/core/api.js').then(({get}) => get('/play/blackjack'))
              .then(({actions}) => actions)
            """);
  }

  private static List<String> cards(Page page) {
    return page.locator(".face").all().stream()
        .map(card -> card.getAttribute("aria-label"))
        .toList();
  }
}
