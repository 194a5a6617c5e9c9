package dev.pitboss.games.slots;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Spins that cost nothing, played within the same round.
///
/// @param awards for each number of scatters in a paid spin, how many free spins it awards
/// @param retriggers for each number of scatters in a free spin, how many more it awards; may be
///   empty
/// @param multiplier every win of a free spin is multiplied by it
/// @param maxPerRound no round plays more free spins than this; an award beyond it is cut
/// @param strips the reels of free spins; empty when they are those of paid spins
/// @param purchase what a round costs that begins with free spins, or null where they are not for
///   sale
/// @param fullWildsMultiplied whether the multiplier applies to a run of wilds over all reels, too
public record FreeSpins(
    SortedMap<Integer, Integer> awards,
    SortedMap<Integer, Integer> retriggers,
    int multiplier,
    int maxPerRound,
    List<List<String>> strips,
    boolean fullWildsMultiplied,
    @Nullable Purchase purchase) {

  /// Free spins for sale: a round at `price` stakes whose paid spin awards `spins` more free spins
  /// than its scatters do. Its wins are those of the stake.
  public record Purchase(int price, int spins) {}

  /// Copies maps and strips.
  public FreeSpins {
    awards = Collections.unmodifiableSortedMap(new TreeMap<>(awards));
    retriggers = Collections.unmodifiableSortedMap(new TreeMap<>(retriggers));
    strips = strips.stream().map(List::copyOf).toList();
  }

  /// Free spins on the reels of paid spins, every win multiplied.
  public FreeSpins(
      SortedMap<Integer, Integer> awards,
      SortedMap<Integer, Integer> retriggers,
      int multiplier,
      int maxPerRound) {
    this(awards, retriggers, multiplier, maxPerRound, List.of(), true, null);
  }

  /// How many free spins that many scatters award in a paid spin.
  public int award(int scatters) {
    return awards.getOrDefault(scatters, 0);
  }

  /// How many more free spins that many scatters award in a free spin.
  public int retrigger(int scatters) {
    return retriggers.getOrDefault(scatters, 0);
  }
}
