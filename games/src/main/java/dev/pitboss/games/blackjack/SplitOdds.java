package dev.pitboss.games.blackjack;

/// Exact expected value of a split, with as many hands as the rules allow.
///
/// Hands are played one after the other from one shoe, but a hand's cards are unseen when it is its
/// turn: its expectation is as if it were played first, given only which second cards the hands
/// have. Those are of the pair's worth, which leads to another hand, or any other. That the others'
/// second cards are *not* of that worth is taken in by inclusion and exclusion: `E[f; m others not
/// P] = Σⱼ (−1)ʲ · C(m, j) · P(j more are P) · E[f | j more P gone]`.
final class SplitOdds {
  private final BlackjackRules rules;
  private final int up;
  private final int pair;
  private final Chart chart;
  private final DealerOdds dealer;
  private final int mostHands;
  private final HandResults[] any;
  private final HandResults[] unlike;
  private final double[] chanceOfPairs;

  SplitOdds(BlackjackRules rules, DealerOdds dealer, Chart chart, int up, int pair) {
    this.rules = rules;
    this.dealer = dealer;
    this.chart = chart;
    this.up = up;
    this.pair = pair;
    // Split aces are not split again.
    this.mostHands = pair == ShoeCounts.ACE ? 2 : rules.maxHands();
    int depth = mostHands == 2 ? 1 : 2 * mostHands - 3;
    this.any = new HandResults[depth];
    this.unlike = new HandResults[depth];
    this.chanceOfPairs = new double[depth];
    ShoeCounts shoe = new ShoeCounts(rules.decks());
    shoe.take(up);
    shoe.take(pair);
    shoe.take(pair);
    chanceOfPairs[0] = 1;
    for (int gone = 0; gone < depth; gone++) {
      fill(gone, shoe);
      if (gone + 1 < depth) {
        chanceOfPairs[gone + 1] = chanceOfPairs[gone] * Math.max(0, shoe.chance(pair));
        if (shoe.left(pair) > 0) {
          shoe.take(pair);
        }
      }
    }
  }

  /// The expected profit of all hands together, in initial stakes.
  double profit() {
    return sequence(2, 2).profit();
  }

  /// E[profit²] of all hands together, hands independent once the dealer's ending is given.
  double square() {
    HandResults all = sequence(2, 2);
    HandResults hand = any[0];
    double hands = all.chance() / hand.chance();
    // Two hands make 2 ordered pairs, a third adds 4; a fourth adds 6 but is rare.
    double pairs = 2 + 4 * (hands - 2);
    double products = 0;
    for (int ending = 0; ending < DealerOdds.ENDINGS; ending++) {
      products += hand.profit(ending) * hand.profit(ending) / hand.ending(ending);
    }
    return all.square() + pairs * products;
  }

  /// The chance that both hands lose, hands independent once the dealer's ending is given.
  double chanceAllLost() {
    HandResults hand = any[0];
    double chance = 0;
    for (int ending = 0; ending < DealerOdds.ENDINGS; ending++) {
      chance += hand.lost(ending) * hand.lost(ending) / hand.ending(ending);
    }
    return chance;
  }

  /// Goes through the hands' second cards in turn.
  ///
  /// @param hands how many there are
  /// @param pending how many of them wait for their second card
  private HandResults sequence(int hands, int pending) {
    if (hands == mostHands) {
      HandResults sum = HandResults.NOTHING;
      int complete = hands - pending;
      if (complete > 0) {
        sum = sum.plus(given(hands - 2, complete - 1, unlike), complete);
      }
      return pending > 0 ? sum.plus(given(hands - 2, complete, any), pending) : sum;
    }
    if (pending == 0) {
      return HandResults.NOTHING.plus(given(hands - 2, hands - 1, unlike), hands);
    }
    return sequence(hands + 1, pending + 1).plus(sequence(hands, pending - 1), 1);
  }

  /// One hand's results together with that many pair cards drawn and that many other hands without
  /// one.
  private HandResults given(int drawn, int others, HandResults[] results) {
    HandResults sum = HandResults.NOTHING;
    double choose = 1;
    for (int j = 0; j <= others; j++) {
      sum = sum.plus(results[drawn + j], (j % 2 == 0 ? 1 : -1) * choose * chanceOfPairs[drawn + j]);
      choose = choose * (others - j) / (j + 1);
    }
    return sum;
  }

  private void fill(int gone, ShoeCounts shoe) {
    HandOdds odds = new HandOdds(dealer, chart, up, shoe);
    HandCounts hand = odds.hand();
    // The hand's first card has left the shoe already; take it as the hand's without counting it
    // twice.
    shoe.putBack(pair);
    hand.take(pair);
    HandResults all = HandResults.NOTHING;
    HandResults others = HandResults.NOTHING;
    for (int second = 0; second < ShoeCounts.WORTHS; second++) {
      double chance = shoe.chance(second);
      if (chance > 0) {
        hand.take(second);
        HandResults played = played(odds);
        hand.putBack(second);
        all = all.plus(played, chance);
        others = second == pair ? others : others.plus(played, chance);
      }
    }
    any[gone] = all;
    unlike[gone] = others;
    hand.putBack(pair);
    shoe.take(pair);
  }

  private HandResults played(HandOdds odds) {
    HandCounts hand = odds.hand();
    if (pair == ShoeCounts.ACE) {
      return HandResults.of(odds.standing(), 1);
    }
    return rules.doubleAfterSplit() && chart.doubles(up, hand.total(), hand.isSoft())
        ? HandResults.of(odds.hittingOnce(), 2)
        : HandResults.of(odds.playing(), 1);
  }
}
