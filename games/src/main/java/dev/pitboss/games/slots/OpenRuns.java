package dev.pitboss.games.slots;

/// What the runs of a spin have come to, reel by reel, as numbers: those that a further reel can
/// still change. Not thread-safe.
abstract sealed class OpenRuns permits OpenLines, OpenWays {
  /// Every symbol can matter.
  static final long ALL = -1;

  /// What the last [#step] settled, in bets.
  long settled;

  /// The numbers before the first reel, sorted.
  abstract int[] start();

  /// Takes one more reel.
  ///
  /// @param seen the symbols in view, wilds expanded
  /// @param open the numbers so far
  /// @param still takes those that stay open
  /// @return how many these are
  abstract int step(int reel, int[] seen, int[] open, int[] still);

  /// How many numbers there can be.
  abstract int most();

  /// Symbols that the next reel tells apart, one bit each, or [#ALL].
  abstract long toldApart(int[] open);

  /// Rows that matter on the next reel, one bit each.
  abstract int rows(int reel, int[] open);

  static OpenRuns of(SlotMachine machine, ReelWindows reels, boolean freeSpin) {
    return machine.wins().isWays()
        ? new OpenWays(machine, reels, freeSpin)
        : new OpenLines(machine, reels, freeSpin);
  }
}
