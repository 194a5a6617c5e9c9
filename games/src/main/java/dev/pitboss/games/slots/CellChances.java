package dev.pitboss.games.slots;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Symbols that pay anywhere, each by itself: how often so many of its cells are in view, a sum
/// over reels that do not know of each other.
final class CellChances {
  private final CellPays pays;
  private final ReelWindows reels;
  private final int cells;

  /// So many cells of a symbol.
  ///
  /// @param shown whether one of them is the symbol itself and not a wild
  private record Count(int cells, boolean shown) {}

  CellChances(SlotMachine machine, ReelWindows reels, boolean freeSpin) {
    this.pays = new CellPays(machine, reels, freeSpin);
    this.reels = reels;
    this.cells = reels.stops.length * machine.rows();
  }

  /// For each symbol that pays what it pays in bets, for each number of scatters in view on how
  /// many combinations.
  List<Map<Long, long[]>> pays() {
    List<Map<Long, long[]>> all = new ArrayList<>();
    for (int symbol : pays.paying) {
      Map<Long, long[]> paid = new HashMap<>();
      counts(symbol)
          .forEach((count, ways) ->
              RunChances.add(ways, paid.computeIfAbsent(pay(symbol, count), _ -> none()), 0, 1));
      all.add(paid);
    }
    return all;
  }

  /// Every number of cells that pays.
  Map<RunChances.Kind, RunChances.Paid> kinds() {
    Map<RunChances.Kind, RunChances.Paid> kinds = new TreeMap<>();
    for (int symbol : pays.paying) {
      counts(symbol)
          .forEach((count, ways) -> {
            long pay = pay(symbol, count);
            BigInteger times = BigInteger.valueOf(Arrays.stream(ways).sum());
            if (pay > 0) {
              kinds.merge(
                  new RunChances.Kind(symbol, pays.reached(symbol, count.cells())),
                  new RunChances.Paid(times, times.multiply(BigInteger.valueOf(pay))),
                  RunChances.Paid::plus);
            }
          });
    }
    return kinds;
  }

  private long pay(int symbol, Count count) {
    return count.shown() ? pays.pay(symbol, count.cells()) : 0;
  }

  private Map<Count, long[]> counts(int symbol) {
    Map<Count, long[]> ways = new HashMap<>();
    long[] one = none();
    one[0] = 1;
    ways.put(new Count(0, false), one);
    for (int reel = 0; reel < reels.stops.length; reel++) {
      Map<Count, long[]> after = new HashMap<>();
      for (Map.Entry<Count, long[]> so : ways.entrySet()) {
        for (int stop = 0; stop < reels.stops[reel]; stop++) {
          int[] seen = reels.symbols[reel][stop];
          Count next =
              new Count(
                  so.getKey().cells() + pays.cells(seen, symbol),
                  so.getKey().shown() || CellPays.shows(seen, symbol));
          RunChances.add(
              so.getValue(),
              after.computeIfAbsent(next, _ -> none()),
              reels.scatters[reel][stop],
              1);
        }
      }
      ways = after;
    }
    return ways;
  }

  private long[] none() {
    return new long[cells + 1];
  }
}
