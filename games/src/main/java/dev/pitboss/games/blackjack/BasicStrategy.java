package dev.pitboss.games.blackjack;

import dev.pitboss.games.cards.Card;
import java.util.List;
import java.util.Set;

/// The best play that looks at totals only, computed for a table's rules. Immutable and
/// thread-safe.
public final class BasicStrategy {
  private final Chart chart;

  BasicStrategy(Chart chart) {
    this.chart = chart;
  }

  /// Computes the strategy; takes a second or so, so keep it.
  public static BasicStrategy of(BlackjackRules rules) {
    return new BasicStrategy(ChartMaker.make(rules, new DealerOdds(rules.dealerHitsSoft17())));
  }

  /// What to do; never insurance.
  ///
  /// @param hand the cards of the hand whose turn it is
  /// @param up the dealer's up card
  /// @param legal what can be done, as the round says
  public Action advise(List<Card> hand, Card up, Set<Action> legal) {
    int dealer = worth(up);
    Total total = Total.of(hand);
    boolean isPair = hand.size() == 2 && worth(hand.get(0)) == worth(hand.get(1));
    boolean surrenders =
        isPair
            ? chart.surrendersPair(dealer, worth(hand.get(0)))
            : total.value() < 21 && chart.surrenders(dealer, total.value(), total.soft());
    if (legal.contains(Action.SURRENDER) && surrenders) {
      return Action.SURRENDER;
    }
    if (legal.contains(Action.SPLIT) && isPair && chart.splits(dealer, worth(hand.get(0)))) {
      return Action.SPLIT;
    }
    if (legal.contains(Action.DOUBLE) && chart.doubles(dealer, total.value(), total.soft())) {
      return Action.DOUBLE;
    }
    return legal.contains(Action.HIT) && chart.hits(dealer, total.value(), total.soft())
        ? Action.HIT
        : Action.STAND;
  }

  /// The whole strategy as a table: a line per hand, a letter per up card from the two to the ace.
  /// `S` stand, `H` hit, `D` double or else hit (stand on soft 18 and above), `R` surrender or else
  /// hit, `P` split, `-` as the total.
  public String table() {
    StringBuilder table = new StringBuilder("          23456789TA\n");
    for (int total = 5; total <= 20; total++) {
      row(table, "hard " + total, total, false);
    }
    for (int total = 13; total <= 20; total++) {
      row(table, "soft " + total, total, true);
    }
    for (int pair = 0; pair < ShoeCounts.WORTHS; pair++) {
      table.append("%-10s".formatted("pair " + (pair + 1)));
      for (int column = 1; column <= ShoeCounts.WORTHS; column++) {
        int up = column % ShoeCounts.WORTHS;
        table.append(chart.surrendersPair(up, pair) ? 'R' : chart.splits(up, pair) ? 'P' : '-');
      }
      table.append('\n');
    }
    return table.toString();
  }

  private void row(StringBuilder table, String title, int total, boolean soft) {
    table.append("%-10s".formatted(title));
    for (int column = 1; column <= ShoeCounts.WORTHS; column++) {
      int up = column % ShoeCounts.WORTHS;
      table.append(
          chart.surrenders(up, total, soft)
              ? 'R'
              : chart.doubles(up, total, soft) ? 'D' : chart.hits(up, total, soft) ? 'H' : 'S');
    }
    table.append('\n');
  }

  Chart chart() {
    return chart;
  }

  private static int worth(Card card) {
    return card.rank().pips() - 1;
  }
}
