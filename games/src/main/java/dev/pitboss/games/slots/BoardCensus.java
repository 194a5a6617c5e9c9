package dev.pitboss.games.slots;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Counts a machine whose spins depend on all reels at once by trying all combinations of stops, on
/// all cores. Combinations that the first reels keep from winning anything are not tried: nothing
/// falls where nothing wins. [BoardDefects] sees to there being no more than are tried in a second
/// or two.
final class BoardCensus {
  private final SlotMachine machine;
  private final boolean freeSpin;
  private final BoardRules rules;
  private final ReelWindows windows;

  /// What the spins pay that it counts: paid ones, or free ones, or both where the reels are the
  /// same.
  private final List<Pays> pays;

  private final List<LongCounts> lostFrom;
  private final CellSums cells;

  /// How spins of one kind turn what grids pay into what they pay themselves.
  private static final class Pays {
    /// Of grids.
    final long[] multipliers;

    /// What scatters pay multiples of, in bets.
    final long scatterUnit;

    Pays(SlotMachine machine, boolean freeSpin) {
      multipliers = new BoardRules(machine, freeSpin).multipliers;
      scatterUnit = machine.scatterUnit(freeSpin);
    }
  }

  private BoardCensus(SlotMachine machine, boolean freeSpin, List<Pays> pays) {
    this.machine = machine;
    this.freeSpin = freeSpin;
    this.rules = new BoardRules(machine, freeSpin);
    this.windows = new ReelWindows(machine, freeSpin);
    this.pays = pays;
    this.lostFrom = seenFrom();
    this.cells = new CellSums(machine, windows, freeSpin);
  }

  static SpinFigures of(SlotMachine machine) {
    List<Pays> both = new ArrayList<>();
    both.add(new Pays(machine, false));
    FreeSpins rule = machine.freeSpins();
    if (rule != null) {
      both.add(new Pays(machine, true));
    }
    boolean ownReels = rule != null && !rule.strips().isEmpty();
    List<Pays> here = ownReels ? List.of(both.getFirst()) : both;
    Part paid = new BoardCensus(machine, false, here).count();
    List<SpinTally> free =
        ownReels
            ? new BoardCensus(machine, true, List.of(both.getLast())).count().tallies(0)
            : paid.tallies(here.size() - 1);
    return new SpinFigures(paid.tallies(0), free, true, paid.kinds());
  }

  private Part count() {
    return IntStream.range(0, windows.stops[0])
        .parallel()
        .mapToObj(this::from)
        .reduce(Part::plus)
        .orElseThrow();
  }

  private Part from(int stop) {
    Part part = new Part();
    part.tryFrom(stop);
    return part;
  }

  /// For each reel the scatters of it and of those after it, on how many combinations.
  private List<LongCounts> seenFrom() {
    List<LongCounts> from = new ArrayList<>();
    LongCounts none = new LongCounts();
    none.add(0, 1);
    from.add(none);
    for (int reel = windows.stops.length - 1; reel >= 0; reel--) {
      LongCounts more = new LongCounts();
      for (int stop = 0; stop < windows.stops[reel]; stop++) {
        more.addAll(from.getFirst(), seenAt(reel, stop), 1);
      }
      from.addFirst(more);
    }
    return from;
  }

  private int seenAt(int reel, int stop) {
    return windows.otherScatters[reel][stop] << ReelWindows.COUNT_BITS
        | windows.scatters[reel][stop];
  }

  /// What one stop of the first reel comes to.
  private final class Part {
    private final OpenRuns runs = OpenRuns.of(machine, windows, freeSpin);
    private final Board board = new Board(rules);
    private final int reels = windows.stops.length;
    private final int[] stops = new int[reels];
    private final int[][] still = new int[reels][runs.most()];
    private final long[][] sums = cells.sums();

    /// By what is paid, and by scatters.
    private final LongCounts[][] counts = new LongCounts[pays.size()][reels * machine.rows() + 1];

    /// By symbol and number, how often it wins and what that pays in bets.
    private final long[][] times = new long[rules.symbols][reels * machine.rows() + 1];

    private final long[][] bets = new long[rules.symbols][reels * machine.rows() + 1];

    Part() {
      for (LongCounts[] of : counts) {
        Arrays.setAll(of, _ -> new LongCounts());
      }
    }

    /// Goes on from a stop of the first reel.
    void tryFrom(int stop) {
      if (machine.wins().countsCells()) {
        tryCells(0, stop, 0);
      } else {
        tryRuns(0, runs.start(), stop, false, 0);
      }
    }

    /// Where cells are counted: enough of one symbol may win, and fewer do not.
    ///
    /// @param scatters of the reels before, other kinds above as in [ReelWindows#otherScatters]
    private void tryCells(int reel, int stop, int scatters) {
      stops[reel] = stop;
      int seen = scatters + seenAt(reel, stop);
      boolean canWin = cells.add(sums, reel, stop);
      if (!canWin) {
        addLost(reel + 1, seen);
      } else if (reel == reels - 1) {
        leaf(true, seen);
      } else {
        for (int after = 0; after < windows.stops[reel + 1]; after++) {
          tryCells(reel + 1, after, seen);
        }
      }
    }

    /// @param won whether the reels before have won something
    private void tryRuns(int reel, int[] open, int stop, boolean won, int scatters) {
      stops[reel] = stop;
      boolean wins = won;
      int seen = scatters + seenAt(reel, stop);
      int[] next = open;
      if (!won) {
        int size = runs.step(reel, windows.symbols[reel][stop], open, still[reel]);
        wins = runs.settled > 0;
        next = Arrays.copyOf(still[reel], size);
      }
      if (reel == reels - 1) {
        leaf(wins, seen);
      } else if (!wins && runs.rows(reel + 1, next) == 0) {
        addLost(reel + 1, seen);
      } else {
        for (int after = 0; after < windows.stops[reel + 1]; after++) {
          tryRuns(reel + 1, next, after, wins, seen);
        }
      }
    }

    /// Combinations that win nothing with any stop of the reels from there on.
    private void addLost(int reel, int seen) {
      LongCounts lost = lostFrom.get(reel);
      for (long more : lost.keys()) {
        add(null, seen + (int) more, lost.get(more));
      }
    }

    private void leaf(boolean wins, int seen) {
      if (wins) {
        board.play(stops, this::addKind);
        add(board, board.otherScatters << ReelWindows.COUNT_BITS | board.scatters, 1);
      } else {
        add(null, seen, 1);
      }
    }

    private void addKind(int grid, int symbol, int count, long pay) {
      long paid = pay * pays.getFirst().multipliers[grid];
      addKindOften(symbol, rules.reached(symbol, count), 1, paid);
    }

    private void addKindOften(int symbol, int count, long so, long pay) {
      times[symbol][count] += so;
      bets[symbol][count] = Math.addExact(bets[symbol][count], Math.multiplyExact(so, pay));
    }

    private void add(@Nullable Board won, int seen, long combinations) {
      int inView = seen & ((1 << ReelWindows.COUNT_BITS) - 1);
      int others = seen >>> ReelWindows.COUNT_BITS;
      Scatter scatter = machine.scatter();
      long stakes =
          (scatter == null ? 0 : scatter.pay(inView))
              + (others == 0 ? 0 : windows.otherScatterPay(others));
      for (int i = 0; i < counts.length; i++) {
        Pays by = pays.get(i);
        long ofRuns = won == null ? 0 : won.total(by.multipliers);
        counts[i][inView].add(ofRuns + stakes * by.scatterUnit, combinations);
      }
      // without cascades, what they pay does not depend on the runs, and others work it out
      if (others > 0 && machine.wins().cascades() != null) {
        addOthers(others, combinations);
      }
    }

    private void addOthers(int others, long combinations) {
      int rest = others;
      for (Scatter other : machine.wins().otherScatters()) {
        int count = rest & ((1 << ReelWindows.COUNT_BITS) - 1);
        rest >>>= ReelWindows.COUNT_BITS;
        if (other.pay(count) > 0) {
          addKindOften(
              machine.indexOf(other.symbol()),
              count,
              combinations,
              other.pay(count) * pays.getFirst().scatterUnit);
        }
      }
    }

    Part plus(Part other) {
      for (int i = 0; i < counts.length; i++) {
        for (int k = 0; k < counts[i].length; k++) {
          counts[i][k].addAll(other.counts[i][k], 0, 1);
        }
      }
      for (int symbol = 0; symbol < times.length; symbol++) {
        for (int count = 0; count < times[symbol].length; count++) {
          times[symbol][count] += other.times[symbol][count];
          bets[symbol][count] = Math.addExact(bets[symbol][count], other.bets[symbol][count]);
        }
      }
      return this;
    }

    List<SpinTally> tallies(int of) {
      return Arrays.stream(counts[of]).map(SpinTally::of).toList();
    }

    Map<RunChances.Kind, RunChances.Paid> kinds() {
      Map<RunChances.Kind, RunChances.Paid> kinds = new TreeMap<>();
      for (int symbol = 0; symbol < times.length; symbol++) {
        for (int count = 0; count < times[symbol].length; count++) {
          if (times[symbol][count] > 0) {
            kinds.put(
                new RunChances.Kind(symbol, count),
                new RunChances.Paid(
                    BigInteger.valueOf(times[symbol][count]),
                    BigInteger.valueOf(bets[symbol][count])));
          }
        }
      }
      return kinds;
    }
  }
}
