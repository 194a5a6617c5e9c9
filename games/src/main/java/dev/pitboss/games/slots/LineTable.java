package dev.pitboss.games.slots;

import dev.pitboss.games.Draws;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Spins of a machine that pays lines.
///
/// What the first reels settle is looked up in one table over all their stops, with the few lines
/// that are still open; only those are followed over the other reels.
final class LineTable extends SpinTable {
  /// Most combinations of the first reels in the table: with few lines open, some ten megabytes.
  private static final int MAX_PREFIXES = 1 << 17;

  /// A machine has at most 100 lines.
  private static final int LINE_BITS = 7;

  private static final int LINE_MASK = (1 << LINE_BITS) - 1;

  private final LineStates states;
  private final int prefixReels;

  /// A [Prefix] for each combination of the first reels' stops.
  private final long[] prefixes;

  /// The lines that prefixes leave open, each as `state << LINE_BITS | line`.
  private final int[] open;

  /// By symbol, what all runs pay where it fills the grid; empty without a multiplier for that.
  private final long[] filled;

  LineTable(SlotMachine machine, ReelWindows reels, boolean freeSpin) {
    super(machine, reels, freeSpin);
    this.states = new LineStates(machine, freeSpin);
    this.filled = filled(machine);
    this.prefixReels = prefixReels();
    int prefixCount = Arrays.stream(reels.stops, 0, prefixReels).reduce(1, (a, b) -> a * b);
    Growing lines = new Growing();
    this.prefixes = new long[prefixCount];
    for (int prefix = 0; prefix < prefixCount; prefix++) {
      prefixes[prefix] = prefix(prefix, lines);
    }
    this.open = lines.toArray();
  }

  private long[] filled(SlotMachine machine) {
    return machine.wins().filledGrid() == null
        ? new long[0]
        : IntStream.range(0, machine.symbols().size())
            .mapToLong(symbol -> {
              int multiplier = machine.wins().filledBy(machine.symbols().get(symbol).id());
              return states.payOfFull(symbol, freeSpin, multiplier) * machine.lines().size();
            })
            .toArray();
  }

  @Override
  long spin(Draws draws, int[] drawn) {
    int prefix = 0;
    for (int reel = 0; reel < prefixReels; reel++) {
      drawn[reel] = draws.below(reels.stops[reel]);
      prefix = prefix * reels.stops[reel] + drawn[reel];
    }
    long known = prefixes[prefix];
    int seen = Prefix.scatters(known);
    for (int reel = prefixReels; reel < drawn.length; reel++) {
      int stop = draws.below(reels.stops[reel]);
      drawn[reel] = stop;
      seen += reels.scatters[reel][stop];
    }
    if (filled.length > 0) {
      int symbol = reels.filling(drawn);
      if (symbol >= 0) {
        return result(filled[symbol], seen, drawn);
      }
    }
    long pay = Prefix.settled(known);
    int from = Prefix.openFrom(known);
    for (int i = from; i < from + Prefix.openLines(known); i++) {
      int state = open[i] >>> LINE_BITS;
      int[] path = reels.lines[open[i] & LINE_MASK];
      for (int reel = prefixReels; reel < drawn.length; reel++) {
        state = states.next(state, reels.symbols[reel][drawn[reel]][path[reel]]);
      }
      pay += states.pay(state);
    }
    return result(pay, seen, drawn);
  }

  private long prefix(int prefix, Growing lines) {
    int[] stop = new int[prefixReels];
    int inView = 0;
    int rest = prefix;
    for (int reel = prefixReels - 1; reel >= 0; reel--) {
      stop[reel] = rest % reels.stops[reel];
      rest /= reels.stops[reel];
      inView += reels.scatters[reel][stop[reel]];
    }
    int from = lines.size;
    long settled = 0;
    for (int line = 0; line < reels.lines.length; line++) {
      int state = LineStates.START;
      for (int reel = 0; reel < prefixReels; reel++) {
        state = states.next(state, reels.symbols[reel][stop[reel]][reels.lines[line][reel]]);
      }
      if (states.isSettled(state)) {
        settled += states.pay(state);
      } else {
        lines.add(state << LINE_BITS | line);
      }
    }
    return Prefix.of((int) settled, inView, lines.size - from, from);
  }

  /// None where they settle nothing, or more than a [Prefix] holds.
  private int prefixReels() {
    boolean fits =
        machine.wins().reading() == WinRules.Reading.LEFT
            && states.mostPay() * reels.lines.length < 1L << Prefix.SETTLED_BITS;
    int count = 0;
    long product = 1;
    while (fits && count < reels.stops.length - 1 && product * reels.stops[count] <= MAX_PREFIXES) {
      product *= reels.stops[count++];
    }
    return count;
  }

  /// What the first reels' stops settle, in one word: prefixes are met in random order, so every
  /// further array would cost another walk to the cache. 7 of a machine's 8 reels can be among the
  /// first, with 8 rows each.
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
