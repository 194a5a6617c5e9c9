package dev.pitboss.games.slots;

import java.util.ArrayList;
import java.util.List;

/// Combinations of stops that show one symbol in all cells, where that multiplies their wins.
///
/// @param combinations how many there are
/// @param plainPay what each pays in bets without that multiplier
/// @param pay what each pays with it
record FilledGrid(long combinations, long plainPay, long pay) {

  /// One for each symbol that fills the grid and pays.
  static List<FilledGrid> all(SlotMachine machine, ReelWindows windows, boolean freeSpin) {
    List<FilledGrid> all = new ArrayList<>();
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
      long plain = combinations == 0 ? 0 : pay(machine, windows, symbol, freeSpin, 1);
      if (plain > 0) {
        all.add(
            new FilledGrid(
                combinations, plain, pay(machine, windows, symbol, freeSpin, multiplier)));
      }
    }
    return all;
  }

  private static long pay(
      SlotMachine machine, ReelWindows windows, int symbol, boolean freeSpin, int filled) {
    int reels = windows.stops.length;
    if (machine.wins().isWays()) {
      long ways = Math.round(Math.pow(machine.rows(), reels));
      return new WayCounts(machine, windows, freeSpin).pay(symbol, reels) * ways * filled;
    }
    return new LineStates(machine, freeSpin).payOfFull(symbol, freeSpin, filled)
        * machine.lines().size();
  }
}
