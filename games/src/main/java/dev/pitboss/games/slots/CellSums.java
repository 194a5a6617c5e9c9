package dev.pitboss.games.slots;

/// How many cells of each symbol are in view, eight symbols in a `long`: tells with three additions
/// whether any symbol can still come to enough cells. Immutable.
final class CellSums {
  private static final int IN_A_LONG = 8;
  private static final long HIGH = 0x8080808080808080L;

  private final int groups;
  private final int reels;

  /// By reel and stop the cells, wilds included, by group.
  private final long[][][] seen;

  /// By reel the most that the reels after it show, with what makes a byte's highest bit tell that
  /// there are enough.
  private final long[][] enough;

  CellSums(SlotMachine machine, ReelWindows windows, boolean freeSpin) {
    CellPays pays = new CellPays(machine, windows, freeSpin);
    this.reels = windows.stops.length;
    this.groups = (pays.paying.length + IN_A_LONG - 1) / IN_A_LONG;
    this.seen = new long[reels][][];
    this.enough = new long[reels][groups];
    for (int reel = 0; reel < reels; reel++) {
      seen[reel] = new long[windows.stops[reel]][groups];
      for (int i = 0; i < pays.paying.length; i++) {
        int symbol = pays.paying[i];
        int shift = Byte.SIZE * (i % IN_A_LONG);
        int bias = 0x80 - pays.fewest[symbol] + pays.ahead[reel + 1][symbol];
        enough[reel][i / IN_A_LONG] |= (long) bias << shift;
        for (int stop = 0; stop < windows.stops[reel]; stop++) {
          long cells = pays.cells(windows.symbols[reel][stop], symbol);
          seen[reel][stop][i / IN_A_LONG] |= cells << shift;
        }
      }
    }
  }

  /// Room for the sums of all reels.
  long[][] sums() {
    return new long[reels + 1][groups];
  }

  /// Adds a reel to the sums of those before it.
  ///
  /// @return whether any symbol can still come to enough cells
  boolean add(long[][] sums, int reel, int stop) {
    long canPay = 0;
    for (int group = 0; group < groups; group++) {
      long sum = sums[reel][group] + seen[reel][stop][group];
      sums[reel + 1][group] = sum;
      canPay |= sum + enough[reel][group];
    }
    return (canPay & HIGH) != 0;
  }
}
