package dev.pitboss.games.slots;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A machine's reels and lines in numbers: which symbols every stop brings into view. Immutable as
/// long as its arrays are not written to.
final class ReelWindows {
  /// How many stops each reel has.
  final int[] stops;

  /// For each reel and stop the symbols in view from the top, as [LineStates] numbers them.
  final int[][][] symbols;

  /// For each reel and stop how many scatters are in view.
  final int[][] scatters;

  /// For each payline the row on every reel.
  final int[][] lines;

  ReelWindows(SlotMachine machine, LineStates states) {
    Scatter rule = machine.scatter();
    int scatter = rule == null ? -1 : states.indexOf(rule.symbol());
    stops = machine.strips().stream().mapToInt(List::size).toArray();
    symbols =
        machine.strips().stream()
            .map(strip -> windows(strip, machine.rows(), states))
            .toArray(int[][][]::new);
    scatters =
        Arrays.stream(symbols)
            .map(reel -> Arrays.stream(reel).mapToInt(seen -> count(seen, scatter)).toArray())
            .toArray(int[][]::new);
    lines =
        machine.lines().stream()
            .map(line -> line.stream().mapToInt(row -> row).toArray())
            .toArray(int[][]::new);
  }

  private static int[][] windows(List<String> strip, int rows, LineStates states) {
    return IntStream.range(0, strip.size())
        .mapToObj(stop ->
            IntStream.range(0, rows)
                .map(row -> states.indexOf(strip.get((stop + row) % strip.size())))
                .toArray())
        .toArray(int[][]::new);
  }

  private static int count(int[] window, int symbol) {
    return (int) Arrays.stream(window).filter(seen -> seen == symbol).count();
  }
}
