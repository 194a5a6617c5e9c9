package dev.pitboss.games.slots;

import java.util.Arrays;
import java.util.stream.IntStream;

/// What symbols pay by the number of their cells, and how many the reels can still show. Immutable.
final class CellPays {
  final int symbols;

  /// Symbols that pay, wilds among them.
  final int[] paying;

  /// By symbol the fewest that pay, and the number from which more pay no more.
  final int[] fewest;

  final int[] most;

  /// By reel and symbol the most cells of it, wilds included, that this reel and those after it
  /// show; one reel more than there are.
  final int[][] ahead;

  private final boolean[] wild;

  /// By symbol and number.
  private final long[][] pays;

  private final int[][] reached;

  CellPays(SlotMachine machine, ReelWindows reels, boolean freeSpin) {
    this.symbols = machine.symbols().size();
    WinRules wins = machine.wins();
    int multiplier = machine.multiplier(freeSpin);
    int cells = reels.stops.length * machine.rows();
    this.pays = new long[symbols][cells + 1];
    this.reached = new int[symbols][cells + 1];
    for (int symbol = 0; symbol < symbols; symbol++) {
      Symbol it = machine.symbols().get(symbol);
      for (int count = 0; count <= cells; count++) {
        pays[symbol][count] = (long) wins.pay(it, count) * multiplier;
        reached[symbol][count] = wins.reached(it, count);
      }
    }
    this.wild = new boolean[symbols];
    machine.wilds().forEach(it -> wild[machine.indexOf(it.symbol())] = true);
    this.paying =
        IntStream.range(0, symbols)
            .filter(symbol -> !machine.symbols().get(symbol).pays().isEmpty())
            .toArray();
    this.fewest = new int[symbols];
    this.most = new int[symbols];
    for (int symbol : paying) {
      fewest[symbol] = machine.symbols().get(symbol).pays().firstKey();
      most[symbol] = machine.symbols().get(symbol).pays().lastKey();
    }
    this.ahead = new int[reels.stops.length + 1][symbols];
    for (int reel = reels.stops.length - 1; reel >= 0; reel--) {
      for (int symbol : paying) {
        int at = symbol;
        int here =
            Arrays.stream(reels.symbols[reel]).mapToInt(seen -> cells(seen, at)).max().orElse(0);
        ahead[reel][symbol] = ahead[reel + 1][symbol] + here;
      }
    }
  }

  boolean isWild(int symbol) {
    return wild[symbol];
  }

  /// How many cells of a window show a symbol or a wild.
  int cells(int[] seen, int symbol) {
    int cells = 0;
    for (int it : seen) {
      cells += it == symbol || wild[it] ? 1 : 0;
    }
    return cells;
  }

  static boolean shows(int[] seen, int symbol) {
    for (int it : seen) {
      if (it == symbol) {
        return true;
      }
    }
    return false;
  }

  /// What so many of a symbol pay, in bets, a free spin's multiplier included.
  long pay(int symbol, int count) {
    return pays[symbol][count];
  }

  /// The number that pays when there are so many, which do.
  int reached(int symbol, int count) {
    return reached[symbol][count];
  }

  /// One bit for each wild; [OpenRuns#ALL] where there are more symbols than bits.
  long wilds() {
    if (symbols >= Long.SIZE) {
      return OpenRuns.ALL;
    }
    long bits = 0;
    for (int symbol = 0; symbol < symbols; symbol++) {
      bits |= wild[symbol] ? 1L << symbol : 0;
    }
    return bits;
  }
}
