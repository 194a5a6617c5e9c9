package dev.pitboss.games.slots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Counts, for each number of scatters in view, how many combinations of stops pay how much.
///
/// Reel by reel it keeps what can still matter: the lines that are open, each as what it has come
/// to and the rows it has yet to pass, and beside that the sums already settled with how many ways
/// lead there. Ways that agree in the open lines are one from then on, so the work grows with the
/// number of different pictures and not with the product of the stops: five reels of 219 stops have
/// 500 billion combinations and take seconds.
final class SpinCensus {
  /// Steps of work, at some ten nanoseconds each. A machine beyond has strips without any pattern
  /// on many long reels; going on might take hours.
  static final long MAX_WORK = 2_000_000_000L;

  /// Different pictures of open lines after a reel: some hundred megabytes.
  private static final int MAX_PICTURES = 400_000;

  /// The scatters in view stand below the settled pay in one key.
  private static final int SCATTER_BITS = 7;

  private static final long SCATTER_MASK = (1 << SCATTER_BITS) - 1;

  private final SlotMachine machine;
  private final LineStates states;
  private final List<List<Window>> reels = new ArrayList<>();

  /// For each reel and line, a number for the rows it passes after that reel: equal for equal rows.
  private final int[][] suffixes;

  /// For each reel and suffix number the row on the next reel, and the suffix after that.
  private final int[][] nextRows;

  private final int[][] nextSuffixes;
  private long work;

  /// Stops of one reel that show the same.
  private record Window(Numbers symbols, int scatters, long stops) {}

  /// An array that is equal to another of the same numbers: the symbols of a window, or the open
  /// lines, sorted, each `suffix · states + state`.
  private static final class Numbers {
    static final Numbers NONE = new Numbers(new int[0]);

    final int[] all;

    Numbers(int[] all) {
      this.all = all;
    }

    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Numbers numbers && Arrays.equals(all, numbers.all);
    }

    @Override
    public int hashCode() {
      return Arrays.hashCode(all);
    }
  }

  private SpinCensus(SlotMachine machine) {
    this.machine = machine;
    this.states = new LineStates(machine);
    ReelWindows windows = new ReelWindows(machine, states);
    for (int reel = 0; reel < windows.stops.length; reel++) {
      reels.add(distinct(windows.symbols[reel], windows.scatters[reel]));
    }
    int count = reels.size();
    suffixes = new int[count + 1][windows.lines.length];
    nextRows = new int[count + 1][];
    nextSuffixes = new int[count + 1][];
    for (int reel = count - 1; reel >= 0; reel--) {
      numberSuffixes(reel, windows.lines);
    }
  }

  /// Counts all combinations; tally `k` is that of `k` scatters in view.
  ///
  /// @throws FiguresTooLarge when the machine has more different pictures than can be counted
  static List<SpinTally> of(SlotMachine machine) {
    combinations(machine);
    return new SpinCensus(machine).count();
  }

  /// How many combinations of stops there are.
  ///
  /// @throws FiguresTooLarge when a `long` does not hold them
  static long combinations(SlotMachine machine) {
    long product = 1;
    for (List<String> strip : machine.strips()) {
      if (product > Long.MAX_VALUE / strip.size()) {
        throw new FiguresTooLarge(
            "strips: their combinations must be at most 2^63, got more; shorten them");
      }
      product *= strip.size();
    }
    return product;
  }

  private static List<Window> distinct(int[][] symbols, int[] scatters) {
    List<Window> distinct = new ArrayList<>();
    Map<Numbers, Integer> known = new HashMap<>();
    for (int stop = 0; stop < symbols.length; stop++) {
      Integer at = known.putIfAbsent(new Numbers(symbols[stop]), distinct.size());
      if (at == null) {
        distinct.add(new Window(new Numbers(symbols[stop]), scatters[stop], 1));
      } else {
        Window same = distinct.get(at);
        distinct.set(at, new Window(same.symbols(), same.scatters(), same.stops() + 1));
      }
    }
    return distinct;
  }

  /// Numbers the rows each line passes from that reel on; level `reel` is before that reel.
  private void numberSuffixes(int reel, int[][] lines) {
    Map<Long, Integer> numbers = new HashMap<>();
    for (int line = 0; line < lines.length; line++) {
      long rest = (long) suffixes[reel + 1][line] * machine.rows() + lines[line][reel];
      suffixes[reel][line] = numbers.computeIfAbsent(rest, _ -> numbers.size());
    }
    nextRows[reel] = new int[numbers.size()];
    nextSuffixes[reel] = new int[numbers.size()];
    numbers.forEach((rest, number) -> {
      nextRows[reel][number] = (int) (rest % machine.rows());
      nextSuffixes[reel][number] = (int) (rest / machine.rows());
    });
  }

  private List<SpinTally> count() {
    int[] all =
        Arrays.stream(suffixes[0]).map(suffix -> suffix * states.count()).sorted().toArray();
    LongCounts one = new LongCounts();
    one.add(0, 1);
    Map<Numbers, LongCounts> ways = Map.of(new Numbers(all), one);
    for (int reel = 0; reel < reels.size(); reel++) {
      ways = after(reel, ways);
    }
    return tallies(ways.getOrDefault(Numbers.NONE, new LongCounts()));
  }

  private Map<Numbers, LongCounts> after(int reel, Map<Numbers, LongCounts> ways) {
    Map<Numbers, LongCounts> after = new HashMap<>();
    int[] still = new int[machine.lines().size()];
    ways.forEach((open, counts) -> {
      for (Window window : open.all.length == 0 ? byScatters(reel) : reels.get(reel)) {
        work += open.all.length + counts.size() + 1L;
        if (work > MAX_WORK || after.size() > MAX_PICTURES) {
          throw new FiguresTooLarge(
              "strips: too many different pictures to count; shorten the strips, or repeat"
                  + " symbols on them");
        }
        step(reel, open, counts, window, after, still);
      }
    });
    return after;
  }

  private void step(
      int reel,
      Numbers open,
      LongCounts counts,
      Window window,
      Map<Numbers, LongCounts> after,
      int[] still) {
    long settled = 0;
    int size = 0;
    int[] rows = nextRows[reel];
    int[] rest = nextSuffixes[reel];
    for (int line : open.all) {
      int suffix = line / states.count();
      int state = states.next(line % states.count(), window.symbols().all[rows[suffix]]);
      if (states.isSettled(state)) {
        settled += states.pay(state);
      } else {
        still[size++] = rest[suffix] * states.count() + state;
      }
    }
    int[] lines = Arrays.copyOf(still, size);
    Arrays.sort(lines);
    after
        .computeIfAbsent(new Numbers(lines), _ -> new LongCounts())
        .addAll(counts, settled << SCATTER_BITS | window.scatters(), window.stops());
  }

  /// Once every line is settled only the scatters of a reel matter.
  private List<Window> byScatters(int reel) {
    long[] stops = new long[machine.rows() + 1];
    reels.get(reel).forEach(window -> stops[window.scatters()] += window.stops());
    return IntStream.rangeClosed(0, machine.rows())
        .filter(scatters -> stops[scatters] > 0)
        .mapToObj(scatters -> new Window(Numbers.NONE, scatters, stops[scatters]))
        .toList();
  }

  private List<SpinTally> tallies(LongCounts counts) {
    int most = reels.size() * machine.rows();
    Scatter scatter = machine.scatter();
    LongCounts[] byScatters = new LongCounts[most + 1];
    Arrays.setAll(byScatters, _ -> new LongCounts());
    for (long key : counts.keys()) {
      int inView = (int) (key & SCATTER_MASK);
      long scatterPay = scatter == null ? 0 : (long) scatter.pay(inView) * machine.lines().size();
      byScatters[inView].add((key >>> SCATTER_BITS) + scatterPay, counts.get(key));
    }
    return Arrays.stream(byScatters).map(SpinTally::of).toList();
  }
}
