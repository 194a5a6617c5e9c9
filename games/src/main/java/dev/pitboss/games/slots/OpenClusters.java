package dev.pitboss.games.slots;

import java.util.Arrays;

/// Clusters that reach the last reel so far, of symbols that can still come to enough cells. Each
/// number is `symbol << 16 | rows << 8 | shown << 7 | cells`: the rows of that reel on which it
/// stands, one bit each, and whether one of its cells shows the symbol itself. A cluster of wilds
/// alone is there once for each symbol.
final class OpenClusters extends OpenRuns {
  private static final int SHOWN = 1 << COUNT_BITS;
  private static final int ROWS_AT = COUNT_BITS + 1;
  private static final int SYMBOL_AT = ROWS_AT + 8;
  private static final int ROWS_MASK = 255;

  private final CellPays pays;
  private final int reels;
  private final int rows;
  private final long wilds;
  private final int[] parts;
  private final int[] kinds;
  private int kindCount;

  OpenClusters(SlotMachine machine, ReelWindows reels, boolean freeSpin) {
    this.pays = new CellPays(machine, reels, freeSpin);
    this.reels = reels.stops.length;
    this.rows = machine.rows();
    this.wilds = pays.wilds();
    this.parts = new int[2 * rows + 1];
    this.kinds = new int[2 * most()];
  }

  @Override
  int[] start() {
    return new int[0];
  }

  @Override
  int step(int reel, int[] seen, int[] open, int[] still) {
    settled = 0;
    kindCount = 0;
    int size = 0;
    for (int symbol : pays.paying) {
      if (!canPay(reel, symbol, open)) {
        continue; // a symbol that no longer matters may stand for others
      }
      int shown = 0;
      int standing = 0;
      for (int row = 0; row < rows; row++) {
        shown |= seen[row] == symbol ? 1 << row : 0;
        standing |= seen[row] == symbol || pays.isWild(seen[row]) ? 1 << row : 0;
      }
      int count = stretches(symbol, shown, standing);
      for (int so : open) {
        if (so >>> SYMBOL_AT == symbol) {
          count = join(so, standing, count);
        }
      }
      size = keep(reel, symbol, count, still, size);
    }
    return size;
  }

  /// The stretches of neighbouring cells on one reel, into [#parts].
  private int stretches(int symbol, int shown, int standing) {
    int count = 0;
    int left = standing;
    while (left != 0) {
      int first = left & -left;
      int stretch = left & ~(left + first);
      left &= ~stretch;
      int holds = (stretch & shown) == 0 ? 0 : SHOWN;
      parts[count++] = symbol << SYMBOL_AT | stretch << ROWS_AT | holds | Integer.bitCount(stretch);
    }
    return count;
  }

  /// Joins a cluster of the reel before to the parts that it touches, or settles it.
  private int join(int so, int standing, int before) {
    int touching = so >>> ROWS_AT & ROWS_MASK & standing;
    if (touching == 0) {
      settle(so);
      return before;
    }
    int symbol = so >>> SYMBOL_AT;
    int rest = 0;
    int reached = 0;
    int shown = so & SHOWN;
    int cells = so & (SHOWN - 1);
    for (int i = 0; i < before; i++) {
      int part = parts[i];
      int on = part >>> ROWS_AT & ROWS_MASK;
      if ((on & touching) == 0) {
        parts[rest++] = part;
      } else {
        reached |= on;
        shown |= part & SHOWN;
        cells += part & (SHOWN - 1);
      }
    }
    parts[rest] =
        symbol << SYMBOL_AT | reached << ROWS_AT | shown | Math.min(cells, pays.most[symbol]);
    return rest + 1;
  }

  private int keep(int reel, int symbol, int count, int[] still, int before) {
    if (reel == reels - 1) {
      for (int i = 0; i < count; i++) {
        settle(parts[i]);
      }
      return before;
    }
    int cells = pays.ahead[reel + 1][symbol];
    for (int i = 0; i < count; i++) {
      cells += parts[i] & (SHOWN - 1);
    }
    if (cells < pays.fewest[symbol]) {
      return before;
    }
    Arrays.sort(parts, 0, count);
    System.arraycopy(parts, 0, still, before, count);
    return before + count;
  }

  private void settle(int cluster) {
    int symbol = cluster >>> SYMBOL_AT;
    int cells = cluster & (SHOWN - 1);
    long pay = (cluster & SHOWN) == 0 ? 0 : pays.pay(symbol, cells);
    if (pay > 0) {
      settled += pay;
      kinds[kindCount++] = symbol << COUNT_BITS | pays.reached(symbol, cells);
    }
  }

  @Override
  int[] settledKinds() {
    return Arrays.copyOf(kinds, kindCount);
  }

  /// Stretches of every symbol and of wilds, each symbol's again.
  @Override
  int most() {
    return pays.paying.length * ((rows + 1) / 2);
  }

  @Override
  long toldApart(int reel, int[] open) {
    if (wilds == ALL) {
      return ALL;
    }
    long told = wilds;
    for (int symbol : pays.paying) {
      told |= canPay(reel, symbol, open) ? 1L << symbol : 0;
    }
    return told;
  }

  private boolean canPay(int reel, int symbol, int[] open) {
    int cells = pays.ahead[reel][symbol];
    for (int so : open) {
      cells += so >>> SYMBOL_AT == symbol ? so & (SHOWN - 1) : 0;
    }
    return cells >= pays.fewest[symbol];
  }

  /// All of them, as long as any symbol can come to enough cells.
  @Override
  int rows(int reel, int[] open) {
    for (int symbol : pays.paying) {
      if (canPay(reel, symbol, open)) {
        return ~0;
      }
    }
    return 0;
  }
}
