package dev.pitboss.games.slots;

import dev.pitboss.games.Draws;

/// Goes through all combinations of a machine's stops.
final class EveryCombination {
  private EveryCombination() {}

  /// Draws these stops, one for each reel.
  static Draws sequence(int[] stops) {
    int[] next = {0};
    return _ -> stops[next[0]++];
  }

  /// Moves on to the next combination.
  ///
  /// @return false after the last one, when all stops are 0 again
  static boolean advance(int[] stops, SlotMachine machine) {
    for (int reel = 0; reel < stops.length; reel++) {
      if (++stops[reel] < machine.strips().get(reel).size()) {
        return true;
      }
      stops[reel] = 0;
    }
    return false;
  }
}
