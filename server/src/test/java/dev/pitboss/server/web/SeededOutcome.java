package dev.pitboss.server.web;

import dev.pitboss.games.Draws;
import dev.pitboss.games.blackjack.Action;
import dev.pitboss.games.blackjack.BlackjackRound;
import dev.pitboss.server.fairness.Foresight;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.BlackjackGame;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.Games;
import dev.pitboss.server.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// What a visitor's next round is to come to, so that no test hopes for luck.
final class SeededOutcome {
  private SeededOutcome() {}

  /// Rotates the visitor's seeds to such that the next round comes out as required.
  static void come(BrowserSession visit, Predicate<Draws> condition) {
    String username =
        (String)
            visit
                .page()
                .evaluate(
                    """
                    import('/js/core/api.js')
                      .then(({player}) => player.open()).then(({username}) => username)
                    """);
    String seed = new Foresight(visit.casino()).clientSeed(username, condition);
    visit
        .page()
        .evaluate(
            """
            clientSeed => import('/js/core/api.js')
              .then(({post}) => post('/fairness/rotate', {clientSeed}))
            """,
            seed);
  }

  /// A bet comes to a profit of this kind, minor units.
  static Predicate<Draws> profit(String game, String bet, LongPredicate kind) {
    Game rules = rules(game);
    return draws -> {
      Bet.Decision decision = rules.read(parsed(bet)).rule().apply(draws);
      return kind.test(decision.payout() - decision.stake());
    };
  }

  /// A bet's result, as JSON, has that in it.
  static Predicate<Draws> outcome(String game, String bet, String part) {
    Game rules = rules(game);
    return draws -> rules.read(parsed(bet)).rule().apply(draws).outcome().contains(part);
  }

  private static Game rules(String game) {
    return Games.named(game).orElseThrow();
  }

  private static JsonObject parsed(String json) {
    return JsonObject.parse(json.getBytes(StandardCharsets.UTF_8));
  }

  /// A hand of blackjack stays open, and standing on it comes to a profit of this kind.
  static Predicate<Draws> standing(long stake, LongPredicate kind) {
    return draws -> {
      BlackjackRound round = BlackjackRound.deal(BlackjackGame.RULES, stake, draws);
      if (round.isOver() || round.legalActions().contains(Action.INSURANCE)) {
        return false;
      }
      round.take(Action.STAND);
      return kind.test(round.payoutMinor() - round.stakedMinor());
    };
  }

  /// A hand of blackjack that comes to so many hands with so many cards together, when each pair is
  /// split and every hand is hit as long as it can be.
  static Predicate<Draws> splitAndHit(long stake, int hands, int cards) {
    return draws -> {
      BlackjackRound round = BlackjackRound.deal(BlackjackGame.RULES, stake, draws);
      if (round.legalActions().contains(Action.INSURANCE)) {
        return false;
      }
      while (!round.isOver()) {
        round.take(
            Stream.of(Action.SPLIT, Action.HIT, Action.STAND)
                .filter(round.legalActions()::contains)
                .findFirst()
                .orElseThrow());
      }
      return round.table().hands().size() == hands
          && round.table().hands().stream().mapToInt(hand -> hand.cards().size()).sum() >= cards;
    };
  }

  /// A hand of blackjack that allows the action; under an ace only when it is about insurance.
  static Predicate<Draws> allows(long stake, Action action) {
    return draws -> {
      BlackjackRound round = BlackjackRound.deal(BlackjackGame.RULES, stake, draws);
      return round.legalActions().contains(action)
          && round.legalActions().contains(Action.INSURANCE) == (action == Action.INSURANCE);
    };
  }
}
