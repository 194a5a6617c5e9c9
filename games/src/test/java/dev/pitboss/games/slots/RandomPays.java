package dev.pitboss.games.slots;

import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/// Pays of machines that are made at random.
final class RandomPays {
  private RandomPays() {}

  /// Pays for each count, more for more.
  static Map<Integer, Integer> rising(Random random, int from, int to) {
    Map<Integer, Integer> pays = new TreeMap<>();
    int pay = 0;
    for (int count = from; count <= to; count++) {
      pay += random.nextInt(1, 20);
      pays.put(count, pay);
    }
    return pays;
  }
}
