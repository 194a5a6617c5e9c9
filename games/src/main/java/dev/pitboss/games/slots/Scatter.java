package dev.pitboss.games.slots;

import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;

/// The symbol that counts wherever it stands.
///
/// @param symbol its id; it ends a line, and the wild does not substitute for it
/// @param pays for each number in view that pays, the payout in multiples of the whole stake; may
///   be empty
public record Scatter(String symbol, SortedMap<Integer, Integer> pays) {

  /// Copies the map.
  public Scatter {
    pays = Collections.unmodifiableSortedMap(new TreeMap<>(pays));
  }

  /// The payout of that many in view, in multiples of the whole stake; 0 when it does not pay.
  public int pay(int count) {
    return pays.getOrDefault(count, 0);
  }
}
