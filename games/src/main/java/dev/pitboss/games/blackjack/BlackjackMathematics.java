package dev.pitboss.games.blackjack;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.BetPar.Contribution;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.par.ParSheet;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The mathematics of a table played by its basic strategy.
///
/// The expectation is an exact calculation over all cards that can fall, from a fresh shoe without
/// replacement; it is computed in `double` and given to ten decimals. Volatility and hit frequency
/// need to know how the hands of a split go together: they are taken to be independent once the
/// dealer's ending is given, which is off by less than one part in a thousand.
public final class BlackjackMathematics {
  /// Figures are rounded to this many parts.
  private static final long PRECISION = 10_000_000_000L;

  private final BlackjackRules rules;
  private final DealerOdds dealer;
  private final Chart chart;
  private final ShoeCounts shoe;
  private final double[] frequencies = new double[Opening.values().length];
  private final double[] profits = new double[Opening.values().length];
  private double square;
  private double chanceLost;

  /// What a player does with the first two cards.
  private enum Opening {
    NATURAL("natural", 0),
    SURRENDER("surrender", 1),
    SPLIT("split", 2),
    DOUBLE("double", 3),
    PLAY("hit or stand", 4);

    private final String title;
    private final int slot;

    Opening(String title, int slot) {
      this.title = title;
      this.slot = slot;
    }
  }

  private BlackjackMathematics(BlackjackRules rules, BasicStrategy strategy) {
    this.rules = rules;
    this.dealer = new DealerOdds(rules.dealerHitsSoft17());
    this.chart = strategy.chart();
    this.shoe = new ShoeCounts(rules.decks());
  }

  /// The PAR sheet of a table played by its own basic strategy; takes some seconds, so keep it.
  public static ParSheet parSheet(BlackjackRules rules) {
    return parSheet(rules, BasicStrategy.of(rules));
  }

  /// The PAR sheet: the game, per initial stake, and the insurance bet. Doubling and splitting add
  /// stakes; they count by their profit, so the house edge is that of the initial stake. Takes a
  /// second or so, so keep it.
  ///
  /// @param strategy what the player does; it may have been computed for another table
  public static ParSheet parSheet(BlackjackRules rules, BasicStrategy strategy) {
    BlackjackMathematics mathematics = new BlackjackMathematics(rules, strategy);
    mathematics.goThroughDeals();
    return new ParSheet(
        "blackjack", rules.rules(), List.of(mathematics.game(), insurance(rules.decks())));
  }

  private void goThroughDeals() {
    for (int up = 0; up < ShoeCounts.WORTHS; up++) {
      double chanceOfUp = shoe.chance(up);
      shoe.take(up);
      HandOdds odds = new HandOdds(dealer, chart, up, shoe);
      for (int first = 0; first < ShoeCounts.WORTHS; first++) {
        double chanceOfFirst = chanceOfUp * shoe.chance(first);
        odds.hand().take(first);
        for (int second = 0; second < ShoeCounts.WORTHS; second++) {
          double chance = chanceOfFirst * shoe.chance(second);
          odds.hand().take(second);
          count(up, first == second ? first : -1, chance, odds);
          odds.hand().putBack(second);
        }
        odds.hand().putBack(first);
      }
      shoe.putBack(up);
    }
  }

  private void count(int up, int pair, double chance, HandOdds odds) {
    double noNatural = shoe.chanceOfNoDealerNatural(up);
    Opening opening = opening(up, pair, odds.hand());
    Worth worth =
        switch (opening) {
          // A natural of the dealer's is a push and adds nothing.
          case NATURAL -> new Worth(1.5 * noNatural, 1.5 * 1.5 * noNatural, 0);
          case SURRENDER -> new Worth(-0.5 * noNatural, 0.25 * noNatural, 0).orLost(1 - noNatural);
          case SPLIT ->
              Worth.of(new SplitOdds(rules, dealer, chart, up, pair)).orLost(1 - noNatural);
          case DOUBLE -> Worth.of(HandResults.of(odds.hittingOnce(), 2)).orLost(1 - noNatural);
          case PLAY -> Worth.of(HandResults.of(odds.playing(), 1)).orLost(1 - noNatural);
        };
    frequencies[opening.slot] += chance;
    profits[opening.slot] += chance * worth.profit();
    square += chance * worth.square();
    chanceLost += chance * worth.lost();
  }

  /// What the cards dealt are worth.
  ///
  /// @param profit E[profit]
  /// @param square E[profit²]
  /// @param lost chance that nothing is paid
  private record Worth(double profit, double square, double lost) {

    static Worth of(HandResults results) {
      return new Worth(results.profit(), results.square(), results.chanceLost());
    }

    static Worth of(SplitOdds split) {
      return new Worth(split.profit(), split.square(), split.chanceAllLost());
    }

    /// The initial stake lost to a dealer's natural with that chance.
    Worth orLost(double chance) {
      return new Worth(profit - chance, square + chance, lost + chance);
    }
  }

  private Opening opening(int up, int pair, HandCounts hand) {
    if (hand.isSoft() && hand.total() == 21) {
      return Opening.NATURAL;
    }
    boolean surrenders =
        pair < 0
            ? chart.surrenders(up, hand.total(), hand.isSoft())
            : chart.surrendersPair(up, pair);
    if (surrenders && rules.lateSurrender()) {
      return Opening.SURRENDER;
    }
    if (pair >= 0 && chart.splits(up, pair)) {
      return Opening.SPLIT;
    }
    return chart.doubles(up, hand.total(), hand.isSoft()) ? Opening.DOUBLE : Opening.PLAY;
  }

  private BetPar game() {
    List<Contribution> contributions =
        Arrays.stream(Opening.values())
            .filter(opening -> frequencies[opening.slot] > 0)
            .map(opening ->
                new Contribution(
                    opening.title,
                    rounded(frequencies[opening.slot]),
                    rounded(frequencies[opening.slot] + profits[opening.slot])))
            .toList();
    double profit = HandResults.total(profits);
    return new BetPar(
        "blackjack",
        contributions.stream().map(Contribution::rtp).reduce(Fraction.ZERO, Fraction::plus),
        BetPar.Precision.ROUNDED,
        0,
        rounded(1 - chanceLost),
        Math.sqrt(square - profit * profit),
        Optional.empty(),
        Fraction.of(1 + 2L * rules.maxHands(), 1),
        contributions);
  }

  /// Two to one on a ten under the ace; the player's own cards unseen.
  private static BetPar insurance(int decks) {
    Fraction chance = Fraction.of(16L * decks, 52L * decks - 1);
    Fraction rtp = chance.times(3);
    Fraction variance = chance.times(9).minus(rtp.times(rtp));
    return new BetPar(
        "insurance",
        rtp,
        0,
        chance,
        Math.sqrt(variance.toDouble()),
        Fraction.of(3, 1),
        List.of(new Contribution("insurance", chance, rtp)));
  }

  private static Fraction rounded(double value) {
    return Fraction.of(Math.round(value * PRECISION), PRECISION);
  }
}
