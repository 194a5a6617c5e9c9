package dev.pitboss.games.slots;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// A picture on the reels and what a line of it pays.
///
/// @param id short and kebab-case, such as `anchor`
/// @param name for people
/// @param pays for each number of a kind that pays, the payout in line bets; empty when the symbol
///   pays nothing on lines
public record Symbol(String id, String name, SortedMap<Integer, Integer> pays) {

  /// Copies the map and checks id and name.
  public Symbol {
    if (!id.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
      throw new IllegalArgumentException("A symbol's id is kebab-case, got '" + id + "'");
    }
    if (name.isBlank()) {
      throw new IllegalArgumentException("Symbol '" + id + "' needs a name");
    }
    pays = Collections.unmodifiableSortedMap(new TreeMap<>(pays));
  }

  /// A symbol from a map in any order.
  public static Symbol of(String id, String name, Map<Integer, Integer> pays) {
    return new Symbol(id, name, new TreeMap<>(pays));
  }

  /// The payout of that many of a kind, in line bets; 0 when it does not pay.
  public int pay(int count) {
    return pays.getOrDefault(count, 0);
  }
}
