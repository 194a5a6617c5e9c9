package dev.pitboss.games.slots;

/// What the runs of a spin have come to, reel by reel, as numbers: those that a further reel can
/// still change. Not thread-safe.
abstract sealed class OpenRuns permits OpenLines, OpenWays, OpenCounts, OpenClusters {
  /// Every symbol can matter.
  static final long ALL = -1;

  /// A count of cells beside a symbol's number.
  static final int COUNT_BITS = 7;

  private static final int[] NO_KINDS = {};

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
  abstract long toldApart(int reel, int[] open);

  /// What the last [#step] settled of whom, each as `symbol << COUNT_BITS | count`; only where the
  /// census is the only one that can tell.
  int[] settledKinds() {
    return NO_KINDS;
  }

  /// The symbols of a window, as far as their order matters.
  int[] ordered(int[] seen) {
    return seen;
  }

  /// Rows that matter on the next reel, one bit each.
  abstract int rows(int reel, int[] open);

  static OpenRuns of(SlotMachine machine, ReelWindows reels, boolean freeSpin) {
    return switch (machine.wins().reading()) {
      case LEFT, EITHER, BOTH -> new OpenLines(machine, reels, freeSpin);
      case WAYS -> new OpenWays(machine, reels, freeSpin);
      case ANYWHERE -> new OpenCounts(machine, reels, freeSpin);
      case CLUSTERS -> new OpenClusters(machine, reels, freeSpin);
    };
  }
}
