package dev.pitboss.games.slots;

import java.util.Arrays;

/// Symbols that pay anywhere: for each that can still come to enough cells how many there are so
/// far. Each number is `symbol << 8 | shown << 7 | cells`, where `shown` says whether one of them
/// is the symbol itself.
final class OpenCounts extends OpenRuns {
  private static final int SHOWN = 1 << COUNT_BITS;
  private static final int SYMBOL_AT = COUNT_BITS + 1;

  private final CellPays pays;
  private final int reels;
  private final long wilds;

  OpenCounts(SlotMachine machine, ReelWindows reels, boolean freeSpin) {
    this.pays = new CellPays(machine, reels, freeSpin);
    this.reels = reels.stops.length;
    this.wilds = pays.wilds();
  }

  @Override
  int[] start() {
    return Arrays.stream(pays.paying)
        .filter(symbol -> pays.ahead[0][symbol] >= pays.fewest[symbol])
        .map(symbol -> symbol << SYMBOL_AT)
        .toArray();
  }

  @Override
  int step(int reel, int[] seen, int[] open, int[] still) {
    int size = 0;
    settled = 0;
    for (int so : open) {
      int symbol = so >>> SYMBOL_AT;
      int cells = (so & (SHOWN - 1)) + pays.cells(seen, symbol);
      boolean shown = (so & SHOWN) != 0 || CellPays.shows(seen, symbol);
      if (reel == reels - 1 || (shown && cells >= pays.most[symbol])) {
        settled += shown ? pays.pay(symbol, cells) : 0;
      } else if (cells + pays.ahead[reel + 1][symbol] >= pays.fewest[symbol]) {
        int many = Math.min(cells, pays.most[symbol]);
        still[size++] = symbol << SYMBOL_AT | (shown ? SHOWN : 0) | many;
      }
    }
    return size;
  }

  @Override
  int most() {
    return pays.symbols;
  }

  @Override
  long toldApart(int reel, int[] open) {
    long told = wilds;
    for (int so : open) {
      told |= wilds == ALL ? 0 : 1L << (so >>> SYMBOL_AT);
    }
    return told;
  }

  @Override
  int rows(int reel, int[] open) {
    return open.length == 0 ? 0 : ~0;
  }

  @Override
  int[] ordered(int[] seen) {
    int[] sorted = seen.clone();
    Arrays.sort(sorted);
    return sorted;
  }
}
