package dev.pitboss.games.slots;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Counts, for each number of scatters in view, how many combinations of stops pay how much.
///
/// Reel by reel it keeps what can still matter: the [OpenRuns], and beside them the sums already
/// settled with how many ways lead there. Ways that agree in what is open are one from then on, and
/// so are stops of the next reel that show the same as far as an open run can tell. So the work
/// grows with the number of different pictures and not with the product of the stops.
final class SpinCensus {
  /// Steps of work, at some twenty nanoseconds each. What takes more is worked out without the
  /// census.
  private static final long MAX_WORK = 30_000_000L;

  /// What it costs to look up a picture, in steps.
  private static final int LOOKUP = 20;

  /// Different pictures of open runs after a reel: some hundred megabytes.
  private static final int MAX_PICTURES = 400_000;

  /// The scatters in view, and above them up to two kinds of others, stand below the settled pay in
  /// one key.
  private static final int SCATTER_BITS = 3 * ReelWindows.COUNT_BITS;

  private static final int SCATTER_MASK = (1 << SCATTER_BITS) - 1;

  private final SlotMachine machine;
  private final boolean freeSpin;
  private final ReelWindows windows;
  private final OpenRuns runs;
  private final List<List<Window>> reels = new ArrayList<>();
  private final List<Map<Sight, List<Window>>> merged = new ArrayList<>();

  /// By kind, as in [OpenRuns#settledKinds], on how many combinations it wins.
  private final Map<Integer, BigInteger> kinds = new HashMap<>();

  private long work;

  /// Stops of one reel that show the same.
  private record Window(Numbers symbols, int scatters, long stops) {}

  /// What of a reel's windows matters.
  private record Sight(long symbols, int rows) {}

  /// An array that is equal to another of the same numbers: the symbols of a window, or the open
  /// runs.
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

  private SpinCensus(SlotMachine machine, boolean freeSpin) {
    this.machine = machine;
    this.freeSpin = freeSpin;
    this.windows = new ReelWindows(machine, freeSpin);
    this.runs = OpenRuns.of(machine, windows, freeSpin);
    for (int reel = 0; reel < windows.stops.length; reel++) {
      List<Window> all = new ArrayList<>();
      for (int stop = 0; stop < windows.stops[reel]; stop++) {
        Numbers seen = new Numbers(runs.ordered(windows.symbols[reel][stop]));
        int others = windows.otherScatters[reel][stop];
        int scatters = others << ReelWindows.COUNT_BITS | windows.scatters[reel][stop];
        all.add(new Window(seen, scatters, 1));
      }
      reels.add(distinct(all));
      merged.add(new HashMap<>());
    }
  }

  /// All combinations.
  ///
  /// @param tallies tally `k` is that of `k` scatters in view
  /// @param kinds what kinds of wins pay, where [RunChances] cannot tell; else empty
  record Counted(List<SpinTally> tallies, Map<RunChances.Kind, RunChances.Paid> kinds) {}

  /// Counts all combinations. Empty when the machine has more different pictures than are gone
  /// through in a second or two.
  static Optional<Counted> of(SlotMachine machine, boolean freeSpin) {
    return new SpinCensus(machine, freeSpin).count();
  }

  /// How many combinations of stops there are.
  static long combinations(SlotMachine machine, boolean freeSpin) {
    return machine.strips(freeSpin).stream().mapToLong(List::size).reduce(1, Math::multiplyExact);
  }

  private static List<Window> distinct(List<Window> windows) {
    Map<Window, Long> counts = new HashMap<>();
    List<Window> kinds = new ArrayList<>();
    for (Window window : windows) {
      Window kind = new Window(window.symbols(), window.scatters(), 0);
      if (counts.merge(kind, window.stops(), Long::sum) == window.stops()) {
        kinds.add(kind);
      }
    }
    return kinds.stream()
        .map(kind -> new Window(kind.symbols(), kind.scatters(), counts.getOrDefault(kind, 0L)))
        .toList();
  }

  private Optional<Counted> count() {
    LongCounts one = new LongCounts();
    one.add(0, 1);
    Map<Numbers, LongCounts> ways = Map.of(new Numbers(runs.start()), one);
    for (int reel = 0; reel < reels.size(); reel++) {
      Map<Numbers, LongCounts> after = new HashMap<>();
      for (Map.Entry<Numbers, LongCounts> entry : ways.entrySet()) {
        if (!step(reel, entry.getKey(), entry.getValue(), after)) {
          return Optional.empty();
        }
      }
      ways = after;
    }
    List<SpinTally> tallies = tallies(ways.getOrDefault(Numbers.NONE, new LongCounts()));
    Map<RunChances.Kind, RunChances.Paid> paid = new TreeMap<>();
    kinds.forEach((kind, times) -> {
      int symbol = kind >>> OpenRuns.COUNT_BITS;
      int count = kind & ((1 << OpenRuns.COUNT_BITS) - 1);
      long pay =
          (long) machine.wins().pay(machine.symbols().get(symbol), count)
              * machine.multiplier(freeSpin);
      paid.put(
          new RunChances.Kind(symbol, count),
          new RunChances.Paid(times, times.multiply(BigInteger.valueOf(pay))));
    });
    return Optional.of(new Counted(tallies, paid));
  }

  /// Whether it stayed within its bounds.
  private boolean step(int reel, Numbers open, LongCounts counts, Map<Numbers, LongCounts> after) {
    int[] still = new int[runs.most()];
    long total = counts.total();
    for (Window window : seenBy(reel, open)) {
      work += open.all.length + counts.size() + (long) LOOKUP;
      if (work > MAX_WORK || after.size() > MAX_PICTURES) {
        return false;
      }
      int size = runs.step(reel, window.symbols().all, open.all, still);
      after
          .computeIfAbsent(new Numbers(Arrays.copyOf(still, size)), _ -> new LongCounts())
          .addAll(counts, runs.settled << SCATTER_BITS | window.scatters(), window.stops());
      for (int kind : runs.settledKinds()) {
        BigInteger times = BigInteger.valueOf(total).multiply(BigInteger.valueOf(window.stops()));
        kinds.merge(kind, times.multiply(combinationsAfter(reel)), BigInteger::add);
      }
    }
    return true;
  }

  private BigInteger combinationsAfter(int reel) {
    BigInteger all = BigInteger.ONE;
    for (int next = reel + 1; next < windows.stops.length; next++) {
      all = all.multiply(BigInteger.valueOf(windows.stops[next]));
    }
    return all;
  }

  /// The windows of a reel, those being one that no open run tells apart.
  private List<Window> seenBy(int reel, Numbers open) {
    long told = runs.toldApart(reel, open.all);
    int rows = runs.rows(reel, open.all);
    if (told == OpenRuns.ALL && rows == ~0) {
      return reels.get(reel);
    }
    return merged
        .get(reel)
        .computeIfAbsent(
            new Sight(told, rows),
            sight -> {
              work += reels.get(reel).size();
              return distinct(
                  reels.get(reel).stream().map(window -> seenWith(sight, window)).toList());
            });
  }

  /// The window with one and the same symbol wherever it does not matter which.
  private Window seenWith(Sight sight, Window window) {
    int other = sight.symbols() == OpenRuns.ALL ? 0 : Long.numberOfTrailingZeros(~sight.symbols());
    int[] symbols = window.symbols().all.clone();
    boolean hasOther = other < machine.symbols().size();
    for (int row = 0; row < symbols.length; row++) {
      boolean matters =
          sight.symbols() == OpenRuns.ALL || (sight.symbols() >> symbols[row] & 1) > 0;
      if ((sight.rows() >> row & 1) == 0) {
        symbols[row] = hasOther ? other : 0;
      } else if (!matters && hasOther) {
        symbols[row] = other;
      }
    }
    return new Window(new Numbers(runs.ordered(symbols)), window.scatters(), window.stops());
  }

  private List<SpinTally> tallies(LongCounts counts) {
    int most = reels.size() * machine.rows();
    Scatter scatter = machine.scatter();
    long unit = machine.scatterUnit(freeSpin);
    LongCounts[] byScatters = new LongCounts[most + 1];
    Arrays.setAll(byScatters, _ -> new LongCounts());
    for (long key : counts.keys()) {
      int scatters = (int) (key & SCATTER_MASK);
      int inView = scatters & ((1 << ReelWindows.COUNT_BITS) - 1);
      long others = windows.otherScatterPay(scatters >>> ReelWindows.COUNT_BITS);
      long scatterPay = ((scatter == null ? 0 : scatter.pay(inView)) + others) * unit;
      byScatters[inView].add((key >>> SCATTER_BITS) + scatterPay, counts.get(key));
    }
    for (FilledGrid filled : FilledGrid.all(machine, windows, freeSpin)) {
      byScatters[0].add(filled.plainPay(), -filled.combinations());
      byScatters[0].add(filled.pay(), filled.combinations());
    }
    return Arrays.stream(byScatters).map(SpinTally::of).toList();
  }
}
