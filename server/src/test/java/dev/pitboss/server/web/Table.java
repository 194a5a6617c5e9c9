package dev.pitboss.server.web;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import dev.pitboss.games.Draws;
import java.util.function.LongPredicate;
import java.util.function.Predicate;

/// The games that wait for their player, each with what a test does there. The live table has tests
/// of its own.
enum Table {
  SLOTS("slots-20", "slots", "play/slots-20", "spin", "{\"stake\":100}", "#stake-error"),
  FRUIT("slots", "fruit", "slots/result", "spin", "{\"stake\":100}", "#stake-error"),
  ROULETTE(
      "roulette",
      "roulette",
      "play/roulette",
      "spin",
      "{\"bets\":[{\"type\":\"straight\",\"numbers\":[17],\"stake\":100}]}",
      ".dock .error"),
  BACCARAT(
      "baccarat",
      "baccarat",
      "play/baccarat",
      "deal",
      "{\"bets\":[{\"on\":\"player\",\"stake\":100}]}",
      ".dock .error"),
  DICE(
      "dice",
      "dice",
      "play/dice",
      "play",
      "{\"direction\":\"over\",\"target\":5050,\"stake\":100}",
      "#stake-error"),
  BLACKJACK("blackjack", "blackjack", "play/blackjack", "deal", "", "#stake-error");

  private static final long STAKE = 100;

  final String game;
  final String path;

  /// The request whose answer ends a round.
  final String call;

  /// Where a refusal is told.
  final String refusal;

  /// The button that bets.
  final String action;

  private final String bet;

  Table(String game, String page, String call, String action, String bet, String refusal) {
    this.game = game;
    this.path = "/" + page + ".html";
    this.call = call;
    this.action = action;
    this.bet = bet;
    this.refusal = refusal;
  }

  /// A round of one unit comes to a profit of this kind, without free spins, which have a show of
  /// their own.
  Predicate<Draws> profit(LongPredicate kind) {
    return this == BLACKJACK
        ? SeededOutcome.standing(STAKE, kind)
        : SeededOutcome.profit(game, bet, kind)
            .and(SeededOutcome.outcome(game, bet, "\"freeSpins\":[{").negate());
  }

  /// Lays one unit, where chips are laid.
  void lay(Page page) {
    switch (this) {
      case ROULETTE -> page.locator("[data-place='straight:17']").click();
      case BACCARAT -> page.locator("[data-spot=player]").click();
      case SLOTS, FRUIT, DICE, BLACKJACK -> {} // a stake of one unit is there from the start
    }
  }

  /// Bets one unit and does what ends the round, without waiting for its end.
  void play(BrowserSession visit) {
    lay(visit.page());
    visit.action(action).click();
    if (this == BLACKJACK) {
      visit.page().locator("[data-move=stand]:not([aria-disabled])").click();
    }
  }

  /// Bets one unit; of blackjack the first cards are all that comes.
  void bet(BrowserSession visit) {
    lay(visit.page());
    visit.action(action).click();
  }

  Locator result(Page page) {
    return page.locator(".result");
  }
}
