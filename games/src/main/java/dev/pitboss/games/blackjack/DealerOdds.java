package dev.pitboss.games.blackjack;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Exact distribution of the dealer's total, for any up card and any shoe.
///
/// The dealer has no choice, so the hands that can come up are listed once: as sets of cards with
/// the number of orders in which the rules deal them. The chance of a set follows from what is left
/// in the shoe, cards taken without replacement. Naturals are left out: the chances add up to that
/// of no natural.
final class DealerOdds {
  /// 17, 18, 19, 20, 21 and bust.
  static final int ENDINGS = 6;

  static final int BUST = 5;

  /// A set of cards besides the up card: what they come to, in how many orders they can be dealt,
  /// and the cards, each with how many of its worth come before it.
  private static final class Draw {
    final int ending;
    final int orders;
    final int[] worths;
    final int[] before;

    Draw(int ending, int orders, List<Integer> counts) {
      this.ending = ending;
      this.orders = orders;
      int cards = counts.stream().mapToInt(count -> count).sum();
      this.worths = new int[cards];
      this.before = new int[cards];
      int card = 0;
      for (int worth = 0; worth < counts.size(); worth++) {
        for (int same = 0; same < counts.get(worth); same++) {
          worths[card] = worth;
          before[card++] = same;
        }
      }
    }
  }

  private static final int MOST_CARDS = 22;

  private final boolean hitsSoft17;
  private final List<List<Draw>> draws = new ArrayList<>();

  DealerOdds(boolean hitsSoft17) {
    this.hitsSoft17 = hitsSoft17;
    for (int up = 0; up < ShoeCounts.WORTHS; up++) {
      Map<List<Integer>, Integer> orders = new HashMap<>();
      list(up, up + 1, up == ShoeCounts.ACE, new int[ShoeCounts.WORTHS], 0, orders);
      draws.add(
          orders.entrySet().stream().map(entry -> draw(entry.getKey(), entry.getValue())).toList());
    }
  }

  /// The ending of a hand that stands at that total.
  static int ending(int total) {
    return total > 21 ? BUST : total - 17;
  }

  /// The chances of the six endings together with "no natural", given what is left without the up
  /// card.
  double[] given(int up, ShoeCounts shoe) {
    double[] perCards = new double[MOST_CARDS];
    perCards[0] = 1;
    for (int cards = 1; cards < MOST_CARDS && cards <= shoe.total(); cards++) {
      perCards[cards] = perCards[cards - 1] / (shoe.total() - cards + 1);
    }
    double[] chances = new double[ENDINGS];
    for (Draw draw : draws.get(up)) {
      double ways = draw.orders;
      for (int card = 0; card < draw.worths.length; card++) {
        ways *= shoe.left(draw.worths[card]) - draw.before[card];
      }
      chances[draw.ending] += ways * perCards[draw.worths.length];
    }
    return chances;
  }

  private void list(
      int up,
      int hard,
      boolean hasAce,
      int[] drawn,
      int cards,
      Map<List<Integer>, Integer> orders) {
    boolean soft = hasAce && hard <= 11;
    int total = soft ? hard + 10 : hard;
    boolean stands = total > 17 || (total == 17 && !(soft && hitsSoft17));
    if (stands) {
      List<Integer> key = new ArrayList<>(Arrays.stream(drawn).boxed().toList());
      key.add(ending(total));
      orders.merge(List.copyOf(key), 1, Integer::sum);
      return;
    }
    for (int worth = 0; worth < ShoeCounts.WORTHS; worth++) {
      boolean isNatural =
          cards == 0
              && ((up == ShoeCounts.ACE && worth == ShoeCounts.TEN)
                  || (up == ShoeCounts.TEN && worth == ShoeCounts.ACE));
      if (!isNatural) {
        drawn[worth]++;
        list(up, hard + worth + 1, hasAce || worth == ShoeCounts.ACE, drawn, cards + 1, orders);
        drawn[worth]--;
      }
    }
  }

  private static Draw draw(List<Integer> key, int orders) {
    return new Draw(key.getLast(), orders, key.subList(0, ShoeCounts.WORTHS));
  }
}
