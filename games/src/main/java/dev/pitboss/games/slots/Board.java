package dev.pitboss.games.slots;

import java.util.Arrays;
import java.util.Objects;

/// One spin after another on grids that are read as a whole: clusters, symbols anywhere, and all
/// that falls. Cells are numbered `reel × rows + row`, and sets of them are bits of a `long`. Not
/// thread-safe.
final class Board {
  /// How many grids the spin showed that won.
  int grids;

  /// What each of them pays in bets, no multiplier included.
  final long[] pays;

  /// Scatters in view in the end, and other kinds as in [ReelWindows#otherScatters].
  int scatters;

  int otherScatters;

  private final BoardRules rules;
  private final int[] cells;
  private final int[] tops;
  private final long[] masks;
  private long won;
  private long pay;

  Board(BoardRules rules) {
    this.rules = rules;
    this.cells = new int[rules.reels * rules.rows];
    this.tops = new int[rules.reels];
    this.masks = new long[rules.symbols];
    this.pays = new long[rules.multipliers.length];
  }

  /// Takes every win of a spin: which symbol, how many, and what they pay in bets on that grid.
  interface Wins {
    /// Drops them.
    Wins NONE = (_, _, _, _) -> {};

    /// Takes one.
    ///
    /// @param grid its number within the spin, from 0
    void add(int grid, int symbol, int count, long pay);
  }

  /// Plays a spin.
  void play(int[] stops, Wins wins) {
    for (int reel = 0; reel < rules.reels; reel++) {
      tops[reel] = stops[reel];
      int[] strip = rules.strips[reel];
      System.arraycopy(strip, stops[reel], cells, reel * rules.rows, rules.rows);
    }
    grids = 0;
    do {
      mark();
      won = 0;
      pay = 0;
      read(wins);
      if (won == 0) {
        break;
      }
      pays[grids++] = pay;
      if (grids < pays.length) {
        fall();
      }
    } while (grids < pays.length);
    scatters = rules.scatter < 0 ? 0 : Long.bitCount(masks[rules.scatter]);
    otherScatters = 0;
    for (int kind = 0; kind < rules.otherScatters.length; kind++) {
      int inView = Long.bitCount(masks[rules.otherScatters[kind]]);
      otherScatters |= inView << (kind * ReelWindows.COUNT_BITS);
    }
  }

  /// What its runs pay in bets with the multipliers of grids.
  long total(long[] multipliers) {
    long total = 0;
    for (int grid = 0; grid < grids; grid++) {
      total += pays[grid] * multipliers[grid];
    }
    return total;
  }

  private void mark() {
    Arrays.fill(masks, 0);
    for (int cell = 0; cell < cells.length; cell++) {
      masks[cells[cell]] |= 1L << cell;
    }
  }

  private void read(Wins wins) {
    switch (rules.reading) {
      case LEFT, EITHER, BOTH -> readLines(wins);
      case WAYS -> readWays(wins);
      case ANYWHERE, CLUSTERS -> readCells(wins);
    }
  }

  private void readLines(Wins wins) {
    LineStates states = Objects.requireNonNull(rules.states);
    for (int[] line : rules.lines) {
      int state = LineStates.START;
      for (int reel = 0; reel < line.length && !states.isSettled(state); reel++) {
        state = states.next(state, cells[line[reel]]);
      }
      long paid = states.pay(state);
      if (paid > 0) {
        pay += paid;
        for (LineStates.PaidRun run : rules.runs.get(state)) {
          wins.add(grids, run.symbol(), run.count(), run.pay());
          for (int i = 0; i < run.count(); i++) {
            won |= 1L << line[run.fromRight() ? line.length - 1 - i : i];
          }
        }
      }
    }
  }

  private void readWays(Wins wins) {
    for (int symbol : rules.paying) {
      long product = 1;
      int count = 0;
      for (; count < rules.reels; count++) {
        long reel = rules.reelMasks[count];
        int on = Long.bitCount(masks[symbol] & reel);
        for (int wild : rules.wilds) {
          on += Long.bitCount(masks[wild] & reel) * rules.wildMultipliers[wild];
        }
        if (on == 0) {
          break;
        }
        product *= on;
      }
      long paid = rules.pay(symbol, count) * product;
      if (paid > 0) {
        long further = count == rules.reels ? 0 : ~0L << (count * rules.rows);
        won |= (masks[symbol] | wilds()) & ~further;
        pay += paid;
        wins.add(grids, symbol, count, paid);
      }
    }
  }

  private void readCells(Wins wins) {
    long wild = wilds();
    boolean isAnywhere = rules.reading == WinRules.Reading.ANYWHERE;
    for (int symbol : rules.paying) {
      long all = masks[symbol] | wild;
      if (masks[symbol] == 0 || Long.bitCount(all) < rules.fewest[symbol]) {
        continue;
      }
      long left = masks[symbol];
      while (left != 0) {
        long cluster = isAnywhere ? all : spread(Long.lowestOneBit(left), all);
        left &= ~cluster;
        int count = Long.bitCount(cluster);
        long paid = rules.pay(symbol, count);
        if (paid > 0) {
          won |= cluster;
          pay += paid;
          wins.add(grids, symbol, count, paid);
        }
      }
    }
  }

  /// All cells that are joined to one of those.
  private long spread(long from, long all) {
    long cluster = from;
    long before;
    do {
      before = cluster;
      long sideways = before << rules.rows | before >>> rules.rows;
      long upright = (before & ~rules.bottom) << 1 | (before & ~rules.top) >>> 1;
      cluster |= (sideways | upright) & all;
    } while (cluster != before);
    return cluster;
  }

  private long wilds() {
    long wild = 0;
    for (int symbol : rules.wilds) {
      wild |= masks[symbol];
    }
    return wild;
  }

  private void fall() {
    for (int reel = 0; reel < rules.reels; reel++) {
      int first = reel * rules.rows;
      if ((won & rules.reelMasks[reel]) == 0) {
        continue;
      }
      int to = first + rules.rows - 1;
      for (int from = to; from >= first; from--) {
        if ((won >>> from & 1) == 0) {
          cells[to--] = cells[from];
        }
      }
      int[] strip = rules.strips[reel];
      int stops = strip.length - rules.rows;
      for (; to >= first; to--) {
        tops[reel] = tops[reel] == 0 ? stops - 1 : tops[reel] - 1;
        cells[to] = strip[tops[reel]];
      }
    }
  }
}
