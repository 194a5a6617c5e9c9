package dev.pitboss.games.slots;

/// Ways: for each symbol that is on every reel so far, in how many ways; each number is `symbol <<
/// WAY_BITS | ways`.
final class OpenWays extends OpenRuns {
  /// [SlotMachineDefects] sees to there being fewer.
  private static final int WAY_BITS = 24;

  private static final int WAY_MASK = (1 << WAY_BITS) - 1;

  private final WayCounts ways;
  private final int symbols;
  private final int reels;
  private final long wilds;

  OpenWays(SlotMachine machine, ReelWindows reels, boolean freeSpin) {
    this.ways = new WayCounts(machine, reels, freeSpin);
    this.symbols = machine.symbols().size();
    this.reels = reels.stops.length;
    long bits = 0;
    for (int symbol = 0; symbol < Math.min(symbols, Long.SIZE - 1); symbol++) {
      bits |= ways.isWild(symbol) ? 1L << symbol : 0;
    }
    wilds = bits;
  }

  @Override
  int[] start() {
    int[] all = new int[symbols];
    for (int symbol = 0; symbol < symbols; symbol++) {
      all[symbol] = symbol << WAY_BITS | 1;
    }
    return all;
  }

  @Override
  int step(int reel, int[] seen, int[] open, int[] still) {
    int[] cells = ways.cells(seen);
    int size = 0;
    settled = 0;
    for (int run : open) {
      int symbol = run >>> WAY_BITS;
      int so = run & WAY_MASK;
      if (cells[symbol] == 0) {
        settled += ways.pay(symbol, reel) * so;
      } else if (reel == reels - 1) {
        settled += ways.pay(symbol, reels) * so * cells[symbol];
      } else {
        still[size++] = symbol << WAY_BITS | so * cells[symbol];
      }
    }
    return size;
  }

  @Override
  int most() {
    return symbols;
  }

  @Override
  long toldApart(int reel, int[] open) {
    if (symbols >= Long.SIZE) {
      return ALL;
    }
    long told = wilds;
    for (int run : open) {
      told |= 1L << (run >>> WAY_BITS);
    }
    return told;
  }

  @Override
  int rows(int reel, int[] open) {
    return open.length == 0 ? 0 : ~0;
  }
}
