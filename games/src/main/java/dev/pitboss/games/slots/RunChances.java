package dev.pitboss.games.slots;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/// Each run by itself, a line's or a symbol's in ways: exact for machines of any size, for it needs
/// no more of a reel than how often it shows what. How runs come together is not in it.
final class RunChances {
  private final SlotMachine machine;
  private final boolean freeSpin;
  private final ReelWindows reels;
  private final int most;

  /// What one stop shows of a run, and the scatters beside.
  private record Cell(int seen, int scatters) {}

  /// A run that is paid.
  ///
  /// @param symbol index among the machine's symbols
  /// @param count how many of a kind
  record Kind(int symbol, int count) implements Comparable<Kind> {
    @Override
    public int compareTo(Kind other) {
      return symbol == other.symbol
          ? Integer.compare(count, other.count)
          : Integer.compare(symbol, other.symbol);
    }
  }

  /// How often a kind of run is paid and how many bets it pays, over all combinations of stops.
  record Paid(BigInteger times, BigInteger bets) {
    Paid plus(Paid other) {
      return new Paid(times.add(other.times), bets.add(other.bets));
    }
  }

  RunChances(SlotMachine machine, boolean freeSpin) {
    this.machine = machine;
    this.freeSpin = freeSpin;
    this.reels = new ReelWindows(machine, freeSpin);
    this.most = reels.stops.length * machine.rows();
  }

  /// For each number of scatters in view, on how many combinations of stops.
  long[] scatters() {
    long[] ways = new long[most + 1];
    ways[0] = 1;
    for (int[] reel : reels.scatters) {
      long[] after = new long[most + 1];
      for (int inView : reel) {
        add(ways, after, inView, 1);
      }
      ways = after;
    }
    return ways;
  }

  /// Tallies that are exact in each number of combinations and in each mean, and as uneven as these
  /// can be: all runs win on the same combinations. A limit takes no more from the machine than it
  /// takes from these, for `(win − limit)⁺` is convex.
  List<SpinTally> mostUneven() {
    List<Map<Long, long[]>> runs = new ArrayList<>();
    if (machine.wins().countsCells()) {
      runs.addAll(new CellChances(machine, reels, freeSpin).pays());
    } else if (machine.wins().isWays()) {
      WayCounts ways = new WayCounts(machine, reels, freeSpin);
      for (int symbol = 0; symbol < machine.symbols().size(); symbol++) {
        if (!machine.symbols().get(symbol).pays().isEmpty()) {
          runs.add(paysInWays(symbol, ways));
        }
      }
    } else {
      LineStates states = new LineStates(machine, freeSpin);
      for (int[] line : reels.lines) {
        Map<Long, long[]> pays = new HashMap<>();
        ends(line, states).forEach((state, counts) -> merge(pays, states.pay(state), counts));
        runs.add(pays);
      }
    }
    for (Scatter other : machine.wins().otherScatters()) {
      Map<Long, long[]> pays = new HashMap<>();
      inView(other)
          .forEach((count, counts) ->
              merge(pays, other.pay(count) * machine.scatterUnit(freeSpin), counts));
      runs.add(pays);
    }
    long[] scatters = scatters();
    for (FilledGrid filled : FilledGrid.all(machine, reels, freeSpin)) {
      Map<Long, long[]> more = new HashMap<>();
      merge(more, filled.pay() - filled.plainPay(), onlyWithoutScatters(filled.combinations()));
      long[] others = scatters.clone();
      others[0] -= filled.combinations();
      merge(more, 0, others);
      runs.add(more);
    }
    List<SpinTally> tallies = new ArrayList<>();
    for (int inView = 0; inView <= most; inView++) {
      tallies.add(together(runs, inView, scatters[inView]));
    }
    return tallies;
  }

  private long[] onlyWithoutScatters(long combinations) {
    long[] counts = new long[most + 1];
    counts[0] = combinations;
    return counts;
  }

  /// All runs side by side, the lowest pays of all on the same combinations, and so the highest.
  private SpinTally together(List<Map<Long, long[]>> runs, int inView, long combinations) {
    Scatter scatter = machine.scatter();
    long scatterPay = scatter == null ? 0 : scatter.pay(inView) * machine.scatterUnit(freeSpin);
    // where a run's pay rises after so many combinations, by how much
    TreeMap<Long, Long> rises = new TreeMap<>();
    long lowest = scatterPay;
    for (Map<Long, long[]> run : runs) {
      long before = 0;
      long pay = -1;
      for (Map.Entry<Long, long[]> entry : new TreeMap<>(run).entrySet()) {
        long count = entry.getValue()[inView];
        if (count == 0) {
          continue;
        }
        if (pay < 0) {
          lowest += entry.getKey();
        } else {
          rises.merge(before, entry.getKey() - pay, Long::sum);
        }
        pay = entry.getKey();
        before += count;
      }
    }
    LongCounts counts = new LongCounts();
    long from = 0;
    for (Map.Entry<Long, Long> rise : rises.entrySet()) {
      counts.add(lowest, rise.getKey() - from);
      from = rise.getKey();
      lowest += rise.getValue();
    }
    if (combinations > from) {
      counts.add(lowest, combinations - from);
    }
    return SpinTally.of(counts);
  }

  /// How many of another scatter are in view, for each number of scatters on how many combinations.
  Map<Integer, long[]> inView(Scatter other) {
    int kind = machine.wins().otherScatters().indexOf(other);
    int shift = ReelWindows.COUNT_BITS * kind;
    Map<Integer, long[]> ways = new HashMap<>();
    ways.put(0, onlyWithoutScatters(1));
    for (int reel = 0; reel < reels.stops.length; reel++) {
      int at = reel;
      Map<Cell, Long> cells =
          cells(
              reel,
              stop ->
                  reels.otherScatters[at][stop] >>> shift & ((1 << ReelWindows.COUNT_BITS) - 1));
      Map<Integer, long[]> after = new HashMap<>();
      ways.forEach((count, counts) ->
          cells.forEach((cell, stops) ->
              add(
                  counts,
                  after.computeIfAbsent(count + cell.seen(), _ -> new long[most + 1]),
                  cell.scatters(),
                  stops)));
      ways = after;
    }
    return ways;
  }

  /// Every kind of run that pays, over all lines or in all ways.
  Map<Kind, Paid> kinds() {
    Map<Kind, Paid> kinds = new TreeMap<>();
    if (machine.wins().countsCells()) {
      return new CellChances(machine, reels, freeSpin).kinds();
    }
    if (machine.wins().isWays()) {
      addWays(kinds);
      return kinds;
    }
    LineStates states = new LineStates(machine, freeSpin);
    for (int[] line : reels.lines) {
      ends(line, states)
          .forEach((state, counts) -> {
            BigInteger times = BigInteger.valueOf(Arrays.stream(counts).sum());
            for (LineStates.PaidRun run : states.paidRuns(state)) {
              BigInteger pay = BigInteger.valueOf(states.pay(run, freeSpin, 1));
              kinds.merge(
                  new Kind(run.symbol(), run.count()),
                  new Paid(times, times.multiply(pay)),
                  Paid::plus);
            }
          });
    }
    return kinds;
  }

  /// The mean of a product of independent numbers is the product of their means.
  private void addWays(Map<Kind, Paid> kinds) {
    WayCounts ways = new WayCounts(machine, reels, freeSpin);
    int count = reels.stops.length;
    for (int symbol = 0; symbol < machine.symbols().size(); symbol++) {
      BigInteger times = BigInteger.ONE;
      BigInteger bets = BigInteger.ONE;
      for (int reel = 0; reel < count && times.signum() > 0; reel++) {
        int it = symbol;
        times = times.multiply(sum(ways.cells[reel], cells -> cells[it] > 0 ? 1 : 0));
        bets = bets.multiply(sum(ways.cells[reel], cells -> cells[it]));
        BigInteger after = BigInteger.ONE;
        for (int next = reel + 1; next < count; next++) {
          boolean ends = next == reel + 1;
          after = after.multiply(sum(ways.cells[next], cells -> ends && cells[it] > 0 ? 0 : 1));
        }
        long pay = ways.pay(symbol, reel + 1);
        if (pay > 0 && times.multiply(after).signum() > 0) {
          kinds.put(
              new Kind(symbol, reel + 1),
              new Paid(
                  times.multiply(after), bets.multiply(after).multiply(BigInteger.valueOf(pay))));
        }
      }
    }
  }

  private interface OfCells {
    int apply(int[] cells);
  }

  private static BigInteger sum(int[][] windows, OfCells function) {
    return BigInteger.valueOf(Arrays.stream(windows).mapToLong(function::apply).sum());
  }

  /// In which states a line ends, for each number of scatters on how many combinations.
  private Map<Integer, long[]> ends(int[] line, LineStates states) {
    Map<Integer, long[]> ways = new HashMap<>();
    ways.put(LineStates.START, onlyWithoutScatters(1));
    for (int reel = 0; reel < reels.stops.length; reel++) {
      int at = reel;
      Map<Cell, Long> cells = cells(reel, stop -> reels.symbols[at][stop][line[at]]);
      Map<Cell, Long> scatters = cells(reel, _ -> 0);
      Map<Integer, long[]> after = new HashMap<>();
      ways.forEach((state, counts) -> {
        boolean isSettled = states.isSettled(state);
        (isSettled ? scatters : cells)
            .forEach((cell, stops) -> {
              int next = isSettled ? state : states.next(state, cell.seen());
              long[] to = after.computeIfAbsent(next, _ -> new long[most + 1]);
              add(counts, to, cell.scatters(), stops);
            });
      });
      ways = after;
    }
    return ways;
  }

  /// What a symbol pays in ways, for each number of scatters on how many combinations.
  private Map<Long, long[]> paysInWays(int symbol, WayCounts ways) {
    Map<Long, long[]> open = new HashMap<>();
    Map<Long, long[]> pays = new HashMap<>();
    open.put(1L, onlyWithoutScatters(1));
    int last = reels.stops.length - 1;
    for (int reel = 0; reel <= last; reel++) {
      int at = reel;
      Map<Cell, Long> cells = cells(reel, stop -> ways.cells[at][stop][symbol]);
      Map<Long, long[]> stillOpen = new HashMap<>();
      Map<Long, long[]> settled = new HashMap<>();
      cells.forEach((cell, stops) -> {
        pays.forEach((pay, counts) -> add(counts, slot(settled, pay), cell.scatters(), stops));
        open.forEach((so, counts) -> {
          long product = so * cell.seen();
          if (product > 0 && at < last) {
            add(counts, slot(stillOpen, product), cell.scatters(), stops);
          } else {
            long pay = product > 0 ? product * ways.pay(symbol, at + 1) : so * ways.pay(symbol, at);
            add(counts, slot(settled, pay), cell.scatters(), stops);
          }
        });
      });
      open.clear();
      open.putAll(stillOpen);
      pays.clear();
      pays.putAll(settled);
    }
    return pays;
  }

  private long[] slot(Map<Long, long[]> counts, long key) {
    return counts.computeIfAbsent(key, _ -> new long[most + 1]);
  }

  private void merge(Map<Long, long[]> pays, long pay, long[] counts) {
    add(counts, slot(pays, pay), 0, 1);
  }

  private Map<Cell, Long> cells(int reel, IntUnaryOperator seenAt) {
    Map<Cell, Long> cells = new HashMap<>();
    for (int stop = 0; stop < reels.stops[reel]; stop++) {
      cells.merge(new Cell(seenAt.applyAsInt(stop), reels.scatters[reel][stop]), 1L, Long::sum);
    }
    return cells;
  }

  /// Adds counts by scatters, shifted and multiplied.
  static void add(long[] from, long[] to, int scatters, long stops) {
    for (int so = 0; so + scatters < from.length; so++) {
      to[so + scatters] += from[so] * stops;
    }
  }
}
