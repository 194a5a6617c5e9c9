package dev.pitboss.games.blackjack;

import java.util.HashMap;
import java.util.Map;

/// Exact odds of one hand against one up card and a shoe some cards are missing from.
///
/// Results are chances together with "the dealer has no natural", apart for each of the dealer's
/// endings: `chances[result * ENDINGS + ending]`.
final class HandOdds {
  static final int LOST = 0;
  static final int PUSHED = 1;
  static final int WON = 2;
  private static final int RESULTS = 3;

  private final DealerOdds dealer;
  private final int up;
  private final Chart chart;
  private final ShoeCounts shoe;
  private final HandCounts hand;
  private final Map<Long, double[]> standing = new HashMap<>();
  private final Map<Long, double[]> playing = new HashMap<>();

  /// @param shoe what is left besides the hand to come; used, and left as it was, by every call
  HandOdds(DealerOdds dealer, Chart chart, int up, ShoeCounts shoe) {
    this.dealer = dealer;
    this.chart = chart;
    this.up = up;
    this.shoe = shoe;
    this.hand = new HandCounts(shoe);
  }

  HandCounts hand() {
    return hand;
  }

  ShoeCounts shoe() {
    return shoe;
  }

  /// The hand as it is.
  double[] standing() {
    double[] known = standing.get(hand.key());
    if (known != null) {
      return known;
    }
    double[] dealt = dealer.given(up, shoe);
    double[] chances = new double[RESULTS * DealerOdds.ENDINGS];
    for (int ending = 0; ending < DealerOdds.ENDINGS; ending++) {
      chances[against(ending) * DealerOdds.ENDINGS + ending] = dealt[ending];
    }
    standing.put(hand.key(), chances);
    return chances;
  }

  /// The hand played on by hits and stands as the chart says.
  double[] playing() {
    if (hand.isBust() || !chart.hits(up, hand.total(), hand.isSoft())) {
      return standing();
    }
    double[] known = playing.get(hand.key());
    if (known != null) {
      return known;
    }
    double[] chances = hitting();
    playing.put(hand.key(), chances);
    return chances;
  }

  /// A card, and then as the chart says.
  double[] hitting() {
    return withCard(false);
  }

  /// A card, and no more.
  double[] hittingOnce() {
    return withCard(true);
  }

  private double[] withCard(boolean stands) {
    double[] chances = new double[RESULTS * DealerOdds.ENDINGS];
    for (int worth = 0; worth < ShoeCounts.WORTHS; worth++) {
      double chance = shoe.chance(worth);
      if (chance > 0) {
        hand.take(worth);
        double[] after = stands ? standing() : playing();
        for (int i = 0; i < chances.length; i++) {
          chances[i] += chance * after[i];
        }
        hand.putBack(worth);
      }
    }
    return chances;
  }

  private int against(int ending) {
    if (hand.isBust()) {
      return LOST;
    }
    if (ending == DealerOdds.BUST) {
      return WON;
    }
    int dealerTotal = ending + 17;
    return hand.total() > dealerTotal ? WON : hand.total() == dealerTotal ? PUSHED : LOST;
  }

  /// The chance of a result, over all dealer totals.
  static double chance(double[] chances, int result) {
    double sum = 0;
    for (int ending = 0; ending < DealerOdds.ENDINGS; ending++) {
      sum += chances[result * DealerOdds.ENDINGS + ending];
    }
    return sum;
  }

  /// The expected profit per unit staked.
  static double profit(double[] chances) {
    return chance(chances, WON) - chance(chances, LOST);
  }
}
