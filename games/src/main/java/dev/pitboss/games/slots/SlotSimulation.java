package dev.pitboss.games.slots;

import dev.pitboss.games.Draws;
import dev.pitboss.games.simulation.Sample;
import dev.pitboss.games.simulation.Simulation;
import java.util.Arrays;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;

/// Rounds of any machine in plain numbers, free spins and limits included; a test holds every
/// payout against [SlotMachine#play].
///
/// What the first reels settle is looked up in one table over all their stops, with the few lines
/// that are still open; only those are followed over the other reels.
public final class SlotSimulation implements Simulation {
  /// Most combinations of the first reels in the table: with few lines open, some ten megabytes.
  private static final int MAX_PREFIXES = 1 << 17;

  /// A machine has at most 100 lines.
  private static final int LINE_BITS = 7;

  private static final int LINE_MASK = (1 << LINE_BITS) - 1;

  private final SlotMachine machine;
  private final LineStates states;
  private final int[] stops;
  private final int[][][] windows;
  private final int[][] scattersIn;
  private final int[][] rows;
  private final long[] scatterPay;
  private final int[] award;
  private final int[] retrigger;
  private final int prefixReels;

  /// A [Prefix] for each combination of the first reels' stops.
  private final long[] prefixes;

  /// The lines that prefixes leave open, each as `state << LINE_BITS | line`.
  private final int[] open;

  /// Prepares the tables; takes some milliseconds.
  public SlotSimulation(SlotMachine machine) {
    this.machine = machine;
    this.states = new LineStates(machine);
    ReelWindows reels = new ReelWindows(machine, states);
    this.stops = reels.stops;
    this.windows = reels.symbols;
    this.scattersIn = reels.scatters;
    this.rows = reels.lines;
    int most = stops.length * machine.rows();
    Scatter scatter = machine.scatter();
    FreeSpins free = machine.freeSpins();
    this.scatterPay =
        IntStream.rangeClosed(0, most)
            .mapToLong(k -> scatter == null ? 0 : (long) scatter.pay(k) * rows.length)
            .toArray();
    this.award = counts(most, k -> free == null ? 0 : free.award(k));
    this.retrigger = counts(most, k -> free == null ? 0 : free.retrigger(k));
    this.prefixReels = prefixReels(stops);
    int prefixCount = Arrays.stream(stops, 0, prefixReels).reduce(1, (a, b) -> a * b);
    Growing lines = new Growing();
    this.prefixes = new long[prefixCount];
    for (int prefix = 0; prefix < prefixCount; prefix++) {
      prefixes[prefix] = prefix(prefix, lines);
    }
    this.open = lines.toArray();
  }

  @Override
  public Sample play(long rounds, Draws draws) {
    Spins spins = new Spins(draws);
    FreeSpins free = machine.freeSpins();
    int multiplier = free == null ? 1 : free.multiplier();
    int mostFree = free == null ? 0 : free.maxPerRound();
    long mostPaid = (long) machine.maxWinMultiple() * rows.length;
    long hits = 0;
    long paid = 0;
    double paidSquared = 0;
    for (long i = 0; i < rounds; i++) {
      long pay = spins.spin();
      int due = Math.min(award[spins.inView], mostFree);
      for (int played = 0; played < due; played++) {
        pay += multiplier * spins.spin();
        due = Math.min(due + retrigger[spins.inView], mostFree);
      }
      pay = Math.min(pay, mostPaid);
      hits += pay > 0 || due > 0 ? 1 : 0;
      paid += pay;
      paidSquared += (double) pay * pay;
    }
    double lines = rows.length;
    return new Sample(rounds, hits, paid / lines, paidSquared / lines / lines);
  }

  /// The spins of one run.
  private final class Spins {
    private final Draws draws;
    private final int[] drawn = new int[stops.length];

    /// How many scatters the last spin showed.
    int inView;

    Spins(Draws draws) {
      this.draws = draws;
    }

    /// One spin's pay in line bets.
    long spin() {
      int prefix = 0;
      for (int reel = 0; reel < prefixReels; reel++) {
        prefix = prefix * stops[reel] + draws.below(stops[reel]);
      }
      long known = prefixes[prefix];
      int seen = Prefix.scatters(known);
      for (int reel = prefixReels; reel < stops.length; reel++) {
        int stop = draws.below(stops[reel]);
        drawn[reel] = stop;
        seen += scattersIn[reel][stop];
      }
      long pay = Prefix.settled(known);
      int from = Prefix.openFrom(known);
      for (int i = from; i < from + Prefix.openLines(known); i++) {
        int state = open[i] >>> LINE_BITS;
        int[] path = rows[open[i] & LINE_MASK];
        for (int reel = prefixReels; reel < stops.length; reel++) {
          state = states.next(state, windows[reel][drawn[reel]][path[reel]]);
        }
        pay += states.pay(state);
      }
      inView = seen;
      return pay + scatterPay[seen];
    }
  }

  private long prefix(int prefix, Growing lines) {
    int[] stop = new int[prefixReels];
    int inView = 0;
    int rest = prefix;
    for (int reel = prefixReels - 1; reel >= 0; reel--) {
      stop[reel] = rest % stops[reel];
      rest /= stops[reel];
      inView += scattersIn[reel][stop[reel]];
    }
    int from = lines.size;
    int settled = 0;
    for (int line = 0; line < rows.length; line++) {
      int state = LineStates.START;
      for (int reel = 0; reel < prefixReels; reel++) {
        state = states.next(state, windows[reel][stop[reel]][rows[line][reel]]);
      }
      if (states.isSettled(state)) {
        settled += states.pay(state);
      } else {
        lines.add(state << LINE_BITS | line);
      }
    }
    return Prefix.of(settled, inView, lines.size - from, from);
  }

  private static int prefixReels(int[] stops) {
    int reels = 0;
    long prefixes = 1;
    while (reels < stops.length - 1 && prefixes * stops[reels] <= MAX_PREFIXES) {
      prefixes *= stops[reels++];
    }
    return reels;
  }

  private static int[] counts(int most, IntUnaryOperator count) {
    return IntStream.rangeClosed(0, most).map(count).toArray();
  }

  /// What the first reels' stops settle, in one word: prefixes are met in random order, so every
  /// further array would cost another walk to the cache. A machine has at most 100 lines that pay
  /// at most a million each, and 7 of its 8 reels can be among the first, with 8 rows each.
  private static final class Prefix {
    private static final int SETTLED_BITS = 27;
    private static final int SCATTER_BITS = 6;
    private static final int OPEN_BITS = 7;
    private static final int OPEN_AT = SETTLED_BITS + SCATTER_BITS;
    private static final int FROM_AT = OPEN_AT + OPEN_BITS;

    /// @param settled line bets won already
    /// @param inView scatters
    /// @param openLines how many
    /// @param openFrom where they begin in `open`: below 2²⁴, for prefixes and lines are few
    static long of(int settled, int inView, int openLines, int openFrom) {
      return (long) openFrom << FROM_AT
          | (long) openLines << OPEN_AT
          | (long) inView << SETTLED_BITS
          | settled;
    }

    static int settled(long prefix) {
      return (int) prefix & ((1 << SETTLED_BITS) - 1);
    }

    static int scatters(long prefix) {
      return (int) (prefix >>> SETTLED_BITS) & ((1 << SCATTER_BITS) - 1);
    }

    static int openLines(long prefix) {
      return (int) (prefix >>> OPEN_AT) & ((1 << OPEN_BITS) - 1);
    }

    static int openFrom(long prefix) {
      return (int) (prefix >>> FROM_AT);
    }
  }

  /// A list of numbers without boxes.
  private static final class Growing {
    private int[] numbers = new int[1024];
    int size;

    void add(int number) {
      if (size == numbers.length) {
        numbers = Arrays.copyOf(numbers, 2 * size);
      }
      numbers[size++] = number;
    }

    int[] toArray() {
      return Arrays.copyOf(numbers, size);
    }
  }
}
