package dev.pitboss.games.blackjack;

/// Expectations over one hand or several, in initial stakes, apart for each of the dealer's
/// endings. Immutable.
final class HandResults {
  static final HandResults NOTHING =
      new HandResults(
          new double[DealerOdds.ENDINGS],
          new double[DealerOdds.ENDINGS],
          new double[DealerOdds.ENDINGS],
          new double[DealerOdds.ENDINGS]);

  private final double[] profits;
  private final double[] squares;
  private final double[] lost;
  private final double[] endings;

  private HandResults(double[] profits, double[] squares, double[] lost, double[] endings) {
    this.profits = profits;
    this.squares = squares;
    this.lost = lost;
    this.endings = endings;
  }

  /// E[profit; ending].
  double profit(int ending) {
    return profits[ending];
  }

  /// The chance that the whole stake is lost, and the ending.
  double lost(int ending) {
    return lost[ending];
  }

  /// The chance of the ending.
  double ending(int ending) {
    return endings[ending];
  }

  /// @param chances as [HandOdds] gives them
  /// @param stake the hand's stake in initial stakes
  static HandResults of(double[] chances, double stake) {
    HandResults results = NOTHING.plus(NOTHING, 0);
    for (int ending = 0; ending < DealerOdds.ENDINGS; ending++) {
      double won = chances[HandOdds.WON * DealerOdds.ENDINGS + ending];
      double lost = chances[HandOdds.LOST * DealerOdds.ENDINGS + ending];
      results.profits[ending] = stake * (won - lost);
      results.squares[ending] = stake * stake * (won + lost);
      results.lost[ending] = lost;
      results.endings[ending] = won + lost + chances[HandOdds.PUSHED * DealerOdds.ENDINGS + ending];
    }
    return results;
  }

  /// `this + factor · other`.
  HandResults plus(HandResults other, double factor) {
    return new HandResults(
        sum(profits, other.profits, factor),
        sum(squares, other.squares, factor),
        sum(lost, other.lost, factor),
        sum(endings, other.endings, factor));
  }

  /// E[profit].
  double profit() {
    return total(profits);
  }

  /// E[profit²].
  double square() {
    return total(squares);
  }

  /// The chance that the whole stake is lost.
  double chanceLost() {
    return total(lost);
  }

  /// The chance of any ending: for several hands, each counts.
  double chance() {
    return total(endings);
  }

  static double total(double[] parts) {
    double sum = 0;
    for (double part : parts) {
      sum += part;
    }
    return sum;
  }

  private static double[] sum(double[] one, double[] other, double factor) {
    double[] sum = new double[one.length];
    for (int i = 0; i < sum.length; i++) {
      sum[i] = one[i] + factor * other[i];
    }
    return sum;
  }
}
