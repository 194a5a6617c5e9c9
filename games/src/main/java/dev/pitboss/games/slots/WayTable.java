package dev.pitboss.games.slots;

import dev.pitboss.games.Draws;

/// Spins of a machine that pays ways.
final class WayTable extends SpinTable {
  private final WayCounts ways;
  private final int symbols;
  private final int[] filled;

  WayTable(SlotMachine machine, ReelWindows reels, boolean freeSpin) {
    super(machine, reels, freeSpin);
    ways = new WayCounts(machine, reels, freeSpin);
    symbols = machine.symbols().size();
    filled = machine.symbols().stream().mapToInt(it -> machine.wins().filledBy(it.id())).toArray();
  }

  @Override
  long spin(Draws draws, int[] drawn) {
    int scatters = 0;
    for (int reel = 0; reel < drawn.length; reel++) {
      drawn[reel] = draws.below(reels.stops[reel]);
      scatters += reels.scatters[reel][drawn[reel]];
    }
    long pay = 0;
    for (int symbol = 0; symbol < symbols; symbol++) {
      int count = 0;
      long product = 1;
      while (count < drawn.length && ways.cells[count][drawn[count]][symbol] > 0) {
        product *= ways.cells[count][drawn[count]][symbol];
        count++;
      }
      pay += count == 0 ? 0 : product * ways.pay(symbol, count);
    }
    int filling = reels.filling(drawn);
    return result(filling < 0 ? pay : pay * filled[filling], scatters, drawn);
  }
}
