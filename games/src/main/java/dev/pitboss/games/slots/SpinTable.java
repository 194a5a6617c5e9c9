package dev.pitboss.games.slots;

import dev.pitboss.games.Draws;
import java.util.stream.IntStream;

/// Spins of one kind, paid or free, in plain numbers. Immutable and thread-safe.
abstract sealed class SpinTable permits LineTable, WayTable, BoardTable {
  /// The result of [#spin] holds the scatters in view below the pay.
  private static final int SCATTER_BITS = 7;

  final SlotMachine machine;
  final boolean freeSpin;
  final ReelWindows reels;
  private final long[] scatterPay;
  private final long unit;
  private final boolean hasOthers;

  SpinTable(SlotMachine machine, ReelWindows reels, boolean freeSpin) {
    this.machine = machine;
    this.freeSpin = freeSpin;
    this.reels = reels;
    Scatter scatter = machine.scatter();
    this.hasOthers = !machine.wins().otherScatters().isEmpty();
    this.unit = machine.scatterUnit(freeSpin);
    this.scatterPay =
        IntStream.rangeClosed(0, reels.stops.length * machine.rows())
            .mapToLong(k -> scatter == null ? 0 : scatter.pay(k) * unit)
            .toArray();
  }

  static SpinTable of(SlotMachine machine, boolean freeSpin) {
    ReelWindows reels = new ReelWindows(machine, freeSpin);
    if (machine.wins().isOfWholeGrids()) {
      return new BoardTable(machine, reels, freeSpin);
    }
    return machine.wins().isWays()
        ? new WayTable(machine, reels, freeSpin)
        : new LineTable(machine, reels, freeSpin);
  }

  /// Draws one spin.
  ///
  /// @param drawn takes the stops; one element per reel
  abstract long spin(Draws draws, int[] drawn);

  /// What a spin pays in bets, its multiplier included.
  static long pay(long spin) {
    return spin >>> SCATTER_BITS;
  }

  /// How many scatters it shows.
  static int scatters(long spin) {
    return (int) spin & ((1 << SCATTER_BITS) - 1);
  }

  /// @param pay of its runs
  long result(long pay, int scatters, int[] drawn) {
    int others = 0;
    for (int reel = 0; hasOthers && reel < drawn.length; reel++) {
      others += reels.otherScatters[reel][drawn[reel]];
    }
    return result(pay, scatters, others);
  }

  /// @param others as in [ReelWindows#otherScatters]
  long result(long pay, int scatters, int others) {
    long all =
        pay + scatterPay[scatters] + (others == 0 ? 0 : reels.otherScatterPay(others) * unit);
    return all << SCATTER_BITS | scatters;
  }
}
