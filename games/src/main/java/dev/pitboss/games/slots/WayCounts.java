package dev.pitboss.games.slots;

import java.util.Arrays;

/// Ways of every symbol in numbers: how many cells of a reel continue it. Immutable.
final class WayCounts {
  /// For each reel, stop and symbol the cells that continue a run of it, wilds counting as often as
  /// they multiply.
  final int[][][] cells;

  private final SlotMachine machine;
  private final int multiplier;
  private final int[] wilds;

  WayCounts(SlotMachine machine, ReelWindows reels, boolean freeSpin) {
    this.machine = machine;
    this.multiplier = machine.multiplier(freeSpin);
    this.wilds = new int[machine.symbols().size()];
    machine.wilds().forEach(wild -> wilds[machine.indexOf(wild.symbol())] = wild.multiplier());
    this.cells =
        Arrays.stream(reels.symbols)
            .map(reel -> Arrays.stream(reel).map(this::cells).toArray(int[][]::new))
            .toArray(int[][][]::new);
  }

  boolean isWild(int symbol) {
    return wilds[symbol] > 0;
  }

  /// The cells of one window that continue each symbol's run.
  int[] cells(int[] seen) {
    int[] counts = new int[wilds.length];
    int wild = 0;
    for (int symbol : seen) {
      wild += wilds[symbol];
      counts[symbol]++;
    }
    for (int symbol = 0; symbol < counts.length; symbol++) {
      counts[symbol] = machine.symbols().get(symbol).pays().isEmpty() ? 0 : counts[symbol] + wild;
    }
    return counts;
  }

  /// What so many of a symbol pay, in bets, a free spin's multiplier included.
  long pay(int symbol, int count) {
    return (long) machine.symbols().get(symbol).pay(count) * multiplier;
  }
}
