package dev.pitboss.games.slots;

import java.util.ArrayList;
import java.util.List;

/// Combinations of stops that show one symbol in all cells, where that multiplies their wins.
///
/// @param combinations how many there are
/// @param plainPay what each pays in bets without that multiplier
/// @param pay what each pays with it
record FilledGrid(long combinations, long plainPay, long pay) {

  /// What a spin pays that shows that symbol in all cells.
  private interface Pay {
    long of(int symbol, int multiplier);
  }

  /// One for each symbol that fills the grid and pays.
  static List<FilledGrid> all(SlotMachine machine, ReelWindows windows, boolean freeSpin) {
    if (machine.wins().filledGrid() == null) {
      return List.of();
    }
    List<FilledGrid> all = new ArrayList<>();
    Pay pay = pay(machine, windows, freeSpin);
    for (int symbol = 0; symbol < machine.symbols().size(); symbol++) {
      int multiplier = machine.wins().filledBy(machine.symbols().get(symbol).id());
      long combinations = multiplier > 1 ? 1 : 0;
      for (int[] reel : windows.uniform) {
        long stops = 0;
        for (int uniform : reel) {
          stops += uniform == symbol ? 1 : 0;
        }
        combinations *= stops;
      }
      long plain = combinations == 0 ? 0 : pay.of(symbol, 1);
      if (plain > 0) {
        all.add(new FilledGrid(combinations, plain, pay.of(symbol, multiplier)));
      }
    }
    return all;
  }

  private static Pay pay(SlotMachine machine, ReelWindows windows, boolean freeSpin) {
    if (machine.wins().isWays()) {
      int reels = windows.stops.length;
      long ways = Math.round(Math.pow(machine.rows(), reels));
      WayCounts counts = new WayCounts(machine, windows, freeSpin);
      return (symbol, multiplier) -> counts.pay(symbol, reels) * ways * multiplier;
    }
    int lines = machine.lines().size();
    LineStates states = new LineStates(machine, freeSpin);
    return (symbol, multiplier) -> states.payOfFull(symbol, freeSpin, multiplier) * lines;
  }
}
