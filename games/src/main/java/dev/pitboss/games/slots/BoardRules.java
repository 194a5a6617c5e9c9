package dev.pitboss.games.slots;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// What a [Board] needs to know of a machine, in numbers. Pays are those of a paid spin. Immutable
/// as long as its arrays are not written to.
final class BoardRules {
  final WinRules.Reading reading;
  final int reels;
  final int rows;
  final int symbols;

  /// Each strip with its first symbols again behind its last, as far as a window reaches.
  final int[][] strips;

  /// Symbols that pay for themselves.
  final int[] paying;

  /// For each symbol the fewest that pay.
  final int[] fewest;

  final int[] wilds;

  /// By symbol.
  final int[] wildMultipliers;

  final int scatter;
  final int[] otherScatters;

  /// The cells of each reel.
  final long[] reelMasks;

  /// The cells of the first and of the last row.
  final long top;

  final long bottom;

  /// For each payline its cell on every reel.
  final int[][] lines;

  /// Null where there are none: the tables would be large.
  final @Nullable LineStates states;

  final List<List<LineStates.PaidRun>> runs;

  /// For each grid of a spin what its wins are multiplied by, a free spin's multiplier included.
  final long[] multipliers;

  private final long[][] pays;
  private final int[][] reached;

  BoardRules(SlotMachine machine, boolean freeSpin) {
    WinRules wins = machine.wins();
    reading = wins.reading();
    reels = machine.strips().size();
    rows = machine.rows();
    symbols = machine.symbols().size();
    strips =
        machine.strips(freeSpin).stream().map(it -> wrapped(machine, it)).toArray(int[][]::new);
    pays =
        machine.symbols().stream()
            .map(symbol ->
                IntStream.rangeClosed(0, reels * rows)
                    .mapToLong(count -> wins.pay(symbol, count))
                    .toArray())
            .toArray(long[][]::new);
    reached =
        machine.symbols().stream()
            .map(symbol ->
                IntStream.rangeClosed(0, reels * rows)
                    .map(count -> wins.reached(symbol, count))
                    .toArray())
            .toArray(int[][]::new);
    paying = numbers(machine, symbol -> !symbol.pays().isEmpty());
    fewest =
        machine.symbols().stream()
            .mapToInt(it -> it.pays().isEmpty() ? Integer.MAX_VALUE : it.pays().firstKey())
            .toArray();
    wilds = numbers(machine, symbol -> machine.isWild(symbol.id()));
    wildMultipliers = new int[symbols];
    machine
        .wilds()
        .forEach(wild -> wildMultipliers[machine.indexOf(wild.symbol())] = wild.multiplier());
    Scatter rule = machine.scatter();
    scatter = rule == null ? -1 : machine.indexOf(rule.symbol());
    otherScatters =
        wins.otherScatters().stream().mapToInt(it -> machine.indexOf(it.symbol())).toArray();
    reelMasks = new long[reels];
    Arrays.setAll(reelMasks, reel -> ((1L << rows) - 1) << (reel * rows));
    long first = 0;
    for (int reel = 0; reel < reels; reel++) {
      first |= 1L << (reel * rows);
    }
    top = first;
    bottom = first << (rows - 1);
    lines = lines(machine);
    LineStates ofLines = wins.hasLines() ? new LineStates(machine, false) : null;
    states = ofLines;
    runs =
        ofLines == null
            ? List.of()
            : IntStream.range(0, ofLines.count()).mapToObj(ofLines::paidRuns).toList();
    multipliers =
        IntStream.range(0, wins.mostGrids())
            .mapToLong(
                grid -> (long) machine.multiplier(freeSpin) * wins.gridMultiplier(grid, freeSpin))
            .toArray();
  }

  private static int[] wrapped(SlotMachine machine, List<String> strip) {
    return IntStream.range(0, strip.size() + machine.rows())
        .map(at -> machine.indexOf(strip.get(at % strip.size())))
        .toArray();
  }

  private static int[][] lines(SlotMachine machine) {
    int reels = machine.strips().size();
    int rows = machine.rows();
    return machine.lines().stream()
        .map(line -> IntStream.range(0, reels).map(reel -> reel * rows + line.get(reel)).toArray())
        .toArray(int[][]::new);
  }

  /// What so many of a symbol pay, in bets.
  long pay(int symbol, int count) {
    return pays[symbol][count];
  }

  /// The number that pays where there are so many.
  int reached(int symbol, int count) {
    return reached[symbol][count];
  }

  private static int[] numbers(SlotMachine machine, Predicate<Symbol> condition) {
    return IntStream.range(0, machine.symbols().size())
        .filter(symbol -> condition.test(machine.symbols().get(symbol)))
        .toArray();
  }
}
