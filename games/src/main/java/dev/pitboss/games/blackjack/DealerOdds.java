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
/// in the shoe, cards taken without replacement; sets that begin with the same cards share that
/// much of it. Naturals are left out: the chances add up to that of no natural. Confined to one
/// thread.
final class DealerOdds {
  /// 17, 18, 19, 20, 21 and bust.
  static final int ENDINGS = 6;

  static final int BUST = 5;

  /// The sets of cards besides the up card, each from the lowest card to the highest, as a tree:
  /// node 0 is no card, every other one adds a card to its parent, which comes before it.
  private static final class Draws {
    final int[] parents;
    final int[] worths;

    /// How many of its worth come before the card.
    final int[] before;

    final int[] cards;

    /// In how many orders the rules deal this set and end with it; 0 where they do not.
    final int[] orders;

    final int[] endings;

    /// For [#given].
    final double[] ways;

    private int size = 1;

    Draws(Map<List<Integer>, Integer> sets) {
      int most = 1 + sets.keySet().stream().mapToInt(Draws::cards).sum();
      parents = new int[most];
      worths = new int[most];
      before = new int[most];
      cards = new int[most];
      orders = new int[most];
      endings = new int[most];
      ways = new double[most];
      Map<List<Integer>, Integer> nodes = new HashMap<>();
      sets.forEach((key, count) -> add(key, count, nodes));
    }

    private static int cards(List<Integer> key) {
      return key.subList(0, ShoeCounts.WORTHS).stream().mapToInt(count -> count).sum();
    }

    private void add(List<Integer> key, int count, Map<List<Integer>, Integer> nodes) {
      List<Integer> set = new ArrayList<>();
      int node = 0;
      for (int worth = 0; worth < ShoeCounts.WORTHS; worth++) {
        for (int same = 0; same < key.get(worth); same++) {
          set.add(worth);
          Integer known = nodes.get(set);
          if (known == null) {
            known = append(node, worth, same);
            nodes.put(List.copyOf(set), known);
          }
          node = known;
        }
      }
      orders[node] = count;
      endings[node] = key.getLast();
    }

    private int append(int parent, int worth, int same) {
      parents[size] = parent;
      worths[size] = worth;
      before[size] = same;
      cards[size] = cards[parent] + 1;
      return size++;
    }
  }

  private static final int MOST_CARDS = 22;

  private final boolean hitsSoft17;
  private final List<Draws> draws = new ArrayList<>();

  DealerOdds(boolean hitsSoft17) {
    this.hitsSoft17 = hitsSoft17;
    for (int up = 0; up < ShoeCounts.WORTHS; up++) {
      Map<List<Integer>, Integer> sets = new HashMap<>();
      list(up, up + 1, up == ShoeCounts.ACE, new int[ShoeCounts.WORTHS], 0, sets);
      draws.add(new Draws(sets));
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
    Draws sets = draws.get(up);
    double[] ways = sets.ways;
    ways[0] = 1;
    for (int node = 1; node < sets.size; node++) {
      int left = shoe.left(sets.worths[node]) - sets.before[node];
      ways[node] = ways[sets.parents[node]] * left;
      if (sets.orders[node] > 0) {
        chances[sets.endings[node]] += sets.orders[node] * ways[node] * perCards[sets.cards[node]];
      }
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
}
