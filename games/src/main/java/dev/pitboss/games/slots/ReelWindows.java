package dev.pitboss.games.slots;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A machine's reels and lines in numbers: which symbols every stop brings into view. Symbols are
/// numbered by their place in the machine. Immutable as long as its arrays are not written to.
final class ReelWindows {
  /// At most 64 symbols are in view.
  static final int COUNT_BITS = 7;

  /// How many stops each reel has.
  final int[] stops;

  /// For each reel and stop the symbols in view from the top.
  final int[][][] shown;

  /// The same with wilds expanded: what wins are read from.
  final int[][][] symbols;

  /// For each reel and stop how many scatters are in view.
  final int[][] scatters;

  /// For each reel and stop how many other scatters are in view, [#COUNT_BITS] bits for each kind.
  final int[][] otherScatters;

  /// For each reel and stop the only symbol in view, or -1.
  final int[][] uniform;

  /// For each payline the row on every reel.
  final int[][] lines;

  private final SlotMachine machine;

  /// @param freeSpin whether the reels are those of free spins
  ReelWindows(SlotMachine machine, boolean freeSpin) {
    this.machine = machine;
    Scatter rule = machine.scatter();
    int scatter = rule == null ? -1 : machine.indexOf(rule.symbol());
    List<List<String>> strips = machine.strips(freeSpin);
    stops = strips.stream().mapToInt(List::size).toArray();
    shown = strips.stream().map(this::windows).toArray(int[][][]::new);
    boolean[] expanding = new boolean[machine.symbols().size()];
    for (Wild wild : machine.wilds()) {
      expanding[machine.indexOf(wild.symbol())] = wild.expandsIn(freeSpin);
    }
    symbols =
        Arrays.stream(shown)
            .map(reel ->
                Arrays.stream(reel).map(seen -> expanded(seen, expanding)).toArray(int[][]::new))
            .toArray(int[][][]::new);
    scatters = each(seen -> (int) Arrays.stream(seen).filter(it -> it == scatter).count());
    List<Scatter> others = machine.wins().otherScatters();
    int[] otherSymbols = others.stream().mapToInt(it -> machine.indexOf(it.symbol())).toArray();
    otherScatters = each(seen -> packed(seen, otherSymbols));
    uniform = each(seen -> Arrays.stream(seen).allMatch(it -> it == seen[0]) ? seen[0] : -1);
    lines =
        machine.lines().stream()
            .map(line -> line.stream().mapToInt(row -> row).toArray())
            .toArray(int[][]::new);
  }

  /// The symbol that fills all cells in view at those stops, or -1.
  int filling(int[] drawn) {
    int symbol = uniform[0][drawn[0]];
    for (int reel = 1; symbol >= 0 && reel < drawn.length; reel++) {
      symbol = uniform[reel][drawn[reel]] == symbol ? symbol : -1;
    }
    return symbol;
  }

  /// What other scatters in view pay, in stakes.
  ///
  /// @param inView how many of each kind, as in [#otherScatters]
  long otherScatterPay(int inView) {
    long pay = 0;
    int rest = inView;
    for (Scatter other : machine.wins().otherScatters()) {
      pay += other.pay(rest & ((1 << COUNT_BITS) - 1));
      rest >>>= COUNT_BITS;
    }
    return pay;
  }

  private static int packed(int[] seen, int[] kinds) {
    int packed = 0;
    for (int kind = 0; kind < kinds.length; kind++) {
      for (int symbol : seen) {
        packed += symbol == kinds[kind] ? 1 << (COUNT_BITS * kind) : 0;
      }
    }
    return packed;
  }

  private interface OfWindow {
    int apply(int[] seen);
  }

  private int[][] each(OfWindow function) {
    return Arrays.stream(shown)
        .map(reel -> Arrays.stream(reel).mapToInt(function::apply).toArray())
        .toArray(int[][]::new);
  }

  private int[][] windows(List<String> strip) {
    return IntStream.range(0, strip.size())
        .mapToObj(stop ->
            IntStream.range(0, machine.rows())
                .map(row -> machine.indexOf(strip.get((stop + row) % strip.size())))
                .toArray())
        .toArray(int[][]::new);
  }

  private static int[] expanded(int[] seen, boolean[] expanding) {
    for (int symbol : seen) {
      if (expanding[symbol]) {
        int[] all = new int[seen.length];
        Arrays.fill(all, symbol);
        return all;
      }
    }
    return seen;
  }
}
