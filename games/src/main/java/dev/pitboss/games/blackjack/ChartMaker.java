package dev.pitboss.games.blackjack;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;

/// Works out basic strategy: for every total and up card the action with the best expectation,
/// averaged over the two-card hands of that total as they are dealt.
///
/// Strategy by total knows a hand's sum and not its cards, as the tables players carry. Pairs are
/// left out of the averages wherever other hands make the same total, because pairs have a line of
/// their own.
final class ChartMaker {
  private final BlackjackRules rules;
  private final DealerOdds dealer;
  private final Chart chart = new Chart();

  private ChartMaker(BlackjackRules rules, DealerOdds dealer) {
    this.rules = rules;
    this.dealer = dealer;
  }

  static Chart make(BlackjackRules rules, DealerOdds dealer) {
    ChartMaker maker = new ChartMaker(rules, dealer);
    for (int up = 0; up < ShoeCounts.WORTHS; up++) {
      ShoeCounts shoe = new ShoeCounts(rules.decks());
      shoe.take(up);
      maker.fill(up, new HandOdds(dealer, maker.chart, up, shoe));
    }
    return maker.chart;
  }

  /// Totals are settled before those that can lead to them.
  private void fill(int up, HandOdds odds) {
    for (int total = 20; total >= 11; total--) {
      fillHits(up, total, false, odds);
    }
    for (int total = 20; total >= 12; total--) {
      fillHits(up, total, true, odds);
    }
    for (int total = 10; total >= 4; total--) {
      fillHits(up, total, false, odds);
    }
    for (int total = 4; total <= 20; total++) {
      fillDoublesAndSurrenders(up, total, false, odds);
      if (total >= 12) {
        fillDoublesAndSurrenders(up, total, true, odds);
      }
    }
    for (int pair = 0; pair < ShoeCounts.WORTHS; pair++) {
      fillPair(up, pair, odds);
    }
  }

  private void fillHits(int up, int total, boolean soft, HandOdds odds) {
    double hitting = average(total, soft, odds, () -> HandOdds.profit(odds.hitting()));
    double standing = average(total, soft, odds, () -> HandOdds.profit(odds.standing()));
    if (hitting > standing) {
      chart.setHits(up, total, soft);
    }
  }

  private void fillDoublesAndSurrenders(int up, int total, boolean soft, HandOdds odds) {
    double playing = average(total, soft, odds, () -> HandOdds.profit(odds.playing()));
    double doubling = average(total, soft, odds, () -> 2 * HandOdds.profit(odds.hittingOnce()));
    double surrendering = average(total, soft, odds, () -> surrendering(up, odds));
    if (doubling > playing) {
      chart.setDoubles(up, total, soft);
    }
    if (rules.lateSurrender() && surrendering > Math.max(playing, doubling)) {
      chart.setSurrenders(up, total, soft);
    }
  }

  private void fillPair(int up, int pair, HandOdds odds) {
    HandCounts hand = odds.hand();
    hand.take(pair);
    hand.take(pair);
    double splitting = new SplitOdds(rules, dealer, chart, up, pair).profit();
    double unsplit =
        chart.doubles(up, hand.total(), hand.isSoft())
            ? 2 * HandOdds.profit(odds.hittingOnce())
            : HandOdds.profit(odds.playing());
    double surrendering = rules.lateSurrender() ? surrendering(up, odds) : Double.NEGATIVE_INFINITY;
    hand.putBack(pair);
    hand.putBack(pair);
    if (splitting > unsplit) {
      chart.setSplits(up, pair);
    }
    if (surrendering > Math.max(splitting, unsplit)) {
      chart.setSurrendersPair(up, pair);
    }
  }

  private static double surrendering(int up, HandOdds odds) {
    return -0.5 * odds.shoe().chanceOfNoDealerNatural(up);
  }

  private static double average(
      int total, boolean soft, HandOdds odds, DoubleSupplier expectation) {
    HandCounts hand = odds.hand();
    double sum = 0;
    for (int[] cards : twoCardHands(total, soft)) {
      double chance = odds.shoe().chance(cards[0]);
      hand.take(cards[0]);
      chance *= odds.shoe().chance(cards[1]);
      hand.take(cards[1]);
      sum += chance * expectation.getAsDouble();
      hand.putBack(cards[1]);
      hand.putBack(cards[0]);
    }
    return sum;
  }

  private static List<int[]> twoCardHands(int total, boolean soft) {
    List<int[]> unlike = new ArrayList<>();
    List<int[]> pairs = new ArrayList<>();
    int hard = soft ? total - 10 : total;
    for (int low = soft ? ShoeCounts.ACE : 1; low < ShoeCounts.WORTHS; low++) {
      int high = hard - (low + 1) - 1;
      boolean hasAce = low == ShoeCounts.ACE;
      if (hasAce == soft && high >= low && high < ShoeCounts.WORTHS) {
        (low == high ? pairs : unlike).add(new int[] {low, high});
      }
    }
    return unlike.isEmpty() ? pairs : unlike;
  }
}
