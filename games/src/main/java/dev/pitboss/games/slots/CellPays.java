package dev.pitboss.games.slots;

import java.util.Arrays;
import java.util.stream.IntStream;

/// What symbols pay by the number of their cells, and how many the reels can still show. Immutable.
final class CellPays {
  final int symbols;

  /// Symbols that pay, but for wilds.
  final int[] paying;

  /// By symbol the fewest that pay, and the number from which more pay no more.
  final int[] fewest;

  final int[] most;

  /// By reel and symbol the most cells of it, wilds included, that this reel and those after it
  /// show; one reel more than there are.
  final int[][] ahead;

  private final SlotMachine machine;
  private final boolean[] wild;
  private final int multiplier;

  CellPays(SlotMachine machine, ReelWindows reels, boolean freeSpin) {
    this.machine = machine;
    this.symbols = machine.symbols().size();
    this.multiplier = machine.multiplier(freeSpin);
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
        int cells =
            Arrays.stream(reels.symbols[reel]).mapToInt(seen -> cells(seen, at)).max().orElse(0);
        ahead[reel][symbol] = ahead[reel + 1][symbol] + cells;
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
    return (long) machine.wins().pay(machine.symbols().get(symbol), count) * multiplier;
  }

  /// The number that pays when there are so many, which do.
  int reached(int symbol, int count) {
    return machine.symbols().get(symbol).pays().headMap(count + 1).lastKey();
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
