package dev.pitboss.server.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class BlackjackPageIT {
  private static final String PAGE = "/blackjack.html";

  /// All but one in twenty hands can be doubled, so this is never enough by accident only.
  private static final int VISITS = 10;

  @Test
  void handPlayedToItsEndPaysWhatTheCasinoSays() {
    try (Visit visit = Visit.desktop()) {
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
    try (Visit visit = Visit.desktop()) {
      Page page = dealUntil(visit, "split");
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
    try (Visit visit = Visit.wide(390)) {
      Page page = dealUntil(visit, "split");
      move(page, "split").click();
      assertThat(page.locator(".seats .seat")).hasCount(2);
      while (page.getByText("verify this round").count() == 0) {
        move(page, "stand").or(page.getByText("verify this round")).first().waitFor();
        if (move(page, "stand").count() > 0) {
          int active = page.locator(".seat[data-turn]").count();
          assertThat(active).isEqualTo(1);
          move(page, "stand").click();
          page.locator("[data-move=stand][aria-disabled]").waitFor(Visit.GONE);
        }
      }
      assertThat(page.locator(".result")).containsText("Hand 2");
      assertThat(visit.shownBalance()).isEqualTo(visit.balance());
    }
  }

  @Test
  void reloadShowsTheSameHand() {
    try (Visit visit = Visit.desktop()) {
      Page page = dealUntil(visit, "hit");
      List<String> cards = cards(page);
      assertThat(cards).hasSize(4).contains("card face down");
      visit.open(PAGE);
      move(page, "hit").waitFor();
      assertThat(cards(page)).isEqualTo(cards);
      assertThat(page.locator("#stake")).isDisabled();
    }
  }

  @Test
  void handThatMovedOnElsewhereIsReadAgain() {
    try (Visit visit = Visit.desktop()) {
      Page page = dealUntil(visit, "hit");
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
  void lostAnswerIsAskedForAgainAndTheActionIsTakenOnce() {
    try (Visit visit = Visit.desktop()) {
      Page page = dealUntil(visit, "hit");
      List<String> keys = visit.loseFirstAnswer("play/blackjack");
      move(page, "hit").click();
      assertThat(page.locator(".connection")).containsText("Reconnecting");
      assertThat(page.locator(".seats .face")).hasCount(3);
      assertThat(keys).hasSize(2);
      assertThat(keys.get(0)).isEqualTo(keys.get(1));
    }
  }

  @Test
  void doublingBeyondTheBalanceIsRefusedAndTheHandStays() {
    for (int i = 0; i < VISITS; i++) {
      try (Visit visit = Visit.desktop()) {
        visit.expectRefusals();
        Page page = visit.open(PAGE);
        page.getByLabel("Stake", new Page.GetByLabelOptions().setExact(true)).fill("600.00");
        visit.action("deal").click();
        move(page, "double").or(page.getByText("verify this round")).first().waitFor();
        if (move(page, "double").count() > 0) {
          move(page, "double").click();
          assertThat(page.locator("#stake-error")).containsText("balance of 40000");
          assertThat(visit.shownBalance()).isEqualTo(40_000);
          assertThat(move(page, "stand")).isEnabled();
          return;
        }
      }
    }
    throw new AssertionError("no hand in " + VISITS + " could be doubled");
  }

  @Test
  void insuranceIsOfferedUnderAnAce() {
    try (Visit visit = Visit.desktop()) {
      Page page = dealUntil(visit, "insurance");
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
    try (Visit visit = Visit.desktop()) {
      Page page = dealUntil(visit, "hit");
      page.keyboard().press("s");
      assertThat(offered(page)).contains("stand");
      visit.action("shortcuts").check();
      assertThat(move(page, "stand").locator("kbd")).hasText("S");
      page.keyboard().press("s");
      assertThat(page.locator(".result")).containsText("verify this round");
    }
  }

  /// Deals until a hand allows the action, leaves it open, and goes to the page, which resumes it.
  static Page dealUntil(Visit visit, String action) {
    Page page = visit.open("/");
    page.evaluate(
        """
        async (action) => {
          const {player} = await import('/js/core/api.js');
          for (;;) {
            let round = await player.play('blackjack', {action: 'deal', stake: 100});
            // Under an ace the first move may end the round at once: only for who wants insurance.
            const underAce = round.actions.includes('insurance');
            if (round.actions.includes(action) && underAce === (action === 'insurance')) {
              return;
            }
            while (!round.final) {
              const {ref, version} = round;
              round = await player.play('blackjack', {action: 'stand', ref, version});
            }
          }
        }
        """,
        action);
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
