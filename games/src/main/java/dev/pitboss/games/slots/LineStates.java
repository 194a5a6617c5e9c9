package dev.pitboss.games.slots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// States of a line, reel by reel, as numbers: tables instead of comparisons, for going through
/// every combination. Immutable.
final class LineStates {
  /// The state before the first reel.
  static final int START = 0;

  private static final int NONE = -1;

  /// A line after some reels.
  ///
  /// @param position reels passed, where a line is read from both ends; else 0
  /// @param left the reading from the left
  /// @param open whether the next reel can still lengthen it
  /// @param right the reading back from the reel passed last, where that matters
  private record State(int position, Reading left, boolean open, @Nullable Reading right) {}

  /// A run that is paid.
  ///
  /// @param symbol index among the machine's symbols
  /// @param count how many of a kind
  /// @param fromRight whether it begins at the rightmost reel
  /// @param pay in line bets, without a free spin's multiplier or a jackpot
  /// @param jackpot in line bets
  record PaidRun(int symbol, int count, boolean fromRight, long pay, long jackpot) {}

  /// What a run came to.
  ///
  /// @param wilds how many wilds it began with
  /// @param wildFactor their multipliers combined
  /// @param symbol the first symbol that was no wild, or [#NONE]
  /// @param run how many of that symbol, wilds included
  /// @param factor the multipliers of all wilds in the run combined
  private record Reading(int wilds, int wildFactor, int symbol, int run, int factor) {}

  private final SlotMachine machine;
  private final WinRules rules;
  private final int reels;
  private final int firstWild;
  private final boolean[] scatters;
  private final int[] wildMultiplier;
  private final boolean backwards;
  private final Map<State, Integer> numbers = new HashMap<>();
  private final List<State> states = new ArrayList<>();
  private final int symbols;
  private final int[] next;
  private final long[] pay;
  private final boolean[] settled;

  /// @param freeSpin whether pays are those of a free spin, its multiplier within
  LineStates(SlotMachine machine, boolean freeSpin) {
    this.machine = machine;
    this.rules = machine.wins();
    this.reels = machine.strips().size();
    this.symbols = machine.symbols().size();
    this.backwards = rules.reading() != WinRules.Reading.LEFT;
    this.firstWild =
        machine.wilds().isEmpty() ? NONE : machine.indexOf(machine.wilds().getFirst().symbol());
    this.scatters = new boolean[symbols];
    machine.allScatters().forEach(it -> scatters[machine.indexOf(it.symbol())] = true);
    this.wildMultiplier = new int[symbols];
    machine
        .wilds()
        .forEach(wild -> wildMultiplier[machine.indexOf(wild.symbol())] = wild.multiplier());
    Reading nothing = new Reading(0, rules.noFactor(), NONE, 0, rules.noFactor());
    numberOf(new State(0, nothing, true, backwards ? nothing : null));
    List<int[]> transitions = new ArrayList<>();
    for (int number = 0; number < states.size(); number++) {
      transitions.add(transitions(states.get(number)));
    }
    next = transitions.stream().flatMapToInt(Arrays::stream).toArray();
    pay = IntStream.range(0, states.size()).mapToLong(number -> payOf(number, freeSpin)).toArray();
    settled = new boolean[pay.length];
    for (int number = 0; number < settled.length; number++) {
      settled[number] = isSettled(states.get(number));
    }
  }

  int count() {
    return pay.length;
  }

  /// The state after one more reel shows that symbol.
  int next(int state, int symbol) {
    return next[state * symbols + symbol];
  }

  /// Whether no further reel can change what the line pays.
  boolean isSettled(int state) {
    return settled[state];
  }

  /// What a line pays that ends in that state, in line bets, multiplier and jackpots included.
  long pay(int state) {
    return pay[state];
  }

  /// Symbols that the next reel tells apart, or null for all of them.
  int @Nullable [] toldApart(int number) {
    State state = states.get(number);
    return backwards || state.left().symbol() == NONE ? null : new int[] {state.left().symbol()};
  }

  boolean isWild(int symbol) {
    return wildMultiplier[symbol] > 0;
  }

  /// The runs such a line is paid for: at most one from each end.
  List<PaidRun> paidRuns(int number) {
    State state = states.get(number);
    PaidRun left = best(state.left(), false);
    Reading back = state.right();
    if (back == null || isFull(state.left())) {
      return left == null ? List.of() : List.of(left);
    }
    PaidRun right = best(back, true);
    if (left == null || right == null) {
      return left != null ? List.of(left) : right != null ? List.of(right) : List.of();
    }
    if (rules.reading() == WinRules.Reading.BOTH) {
      return List.of(left, right);
    }
    return List.of(total(right) > total(left) ? right : left);
  }

  /// What a line pays that shows that symbol on all reels, where it fills the grid.
  long payOfFull(int symbol, boolean freeSpin, int filled) {
    int state = START;
    for (int reel = 0; reel < reels; reel++) {
      state = next(state, symbol);
    }
    return paidRuns(state).stream().mapToLong(run -> pay(run, freeSpin, filled)).sum();
  }

  /// The most a line pays.
  long mostPay() {
    return Arrays.stream(pay).max().orElse(0);
  }

  /// What a run pays, the spin's multiplier and its jackpot included.
  ///
  /// @param filled the multiplier of a filled grid; 1 for none
  long pay(PaidRun run, boolean freeSpin, int filled) {
    return run.pay() * filled * multiplier(run, freeSpin) + run.jackpot();
  }

  private int multiplier(PaidRun run, boolean freeSpin) {
    FreeSpins free = machine.freeSpins();
    if (!freeSpin || free == null) {
      return 1;
    }
    boolean isFullWilds = run.symbol() == firstWild && run.count() == reels;
    return isFullWilds && !free.fullWildsMultiplied() ? 1 : free.multiplier();
  }

  private static long total(PaidRun run) {
    return run.pay() + run.jackpot();
  }

  /// Two readings are possible: the first symbol that is no wild, with all wilds of its run, or the
  /// wilds it begins with for themselves. A tie goes to the former.
  private @Nullable PaidRun best(Reading reading, boolean fromRight) {
    PaidRun natural =
        reading.symbol() == NONE
            ? null
            : run(reading.symbol(), reading.run(), Math.max(1, reading.factor()), fromRight);
    PaidRun wild = firstWild == NONE ? null : run(firstWild, reading.wilds(), 1, fromRight);
    return natural == null || (wild != null && total(wild) > total(natural)) ? wild : natural;
  }

  private @Nullable PaidRun run(int symbol, int count, int factor, boolean fromRight) {
    Symbol paid = machine.symbols().get(symbol);
    long pay = (long) paid.pay(count) * factor;
    return pay == 0
        ? null
        : new PaidRun(symbol, count, fromRight, pay, rules.jackpot(paid.id(), count));
  }

  private long payOf(int number, boolean freeSpin) {
    return paidRuns(number).stream().mapToLong(run -> pay(run, freeSpin, 1)).sum();
  }

  private boolean isSettled(State state) {
    Reading left = state.left();
    return atEnd(state)
        || (!backwards
            && left.symbol() != NONE
            && machine.symbols().get(left.symbol()).pays().isEmpty());
  }

  private boolean isFull(Reading reading) {
    return Math.max(reading.wilds(), reading.run()) == reels;
  }

  private boolean atEnd(State state) {
    return backwards ? state.position() == reels : !state.open() || isFull(state.left());
  }

  private int[] transitions(State state) {
    int[] row = new int[symbols];
    for (int symbol = 0; symbol < row.length; symbol++) {
      row[symbol] = atEnd(state) ? numberOf(state) : numberOf(after(state, symbol));
    }
    return row;
  }

  private State after(State state, int symbol) {
    boolean goesOn = state.open() && lengthens(state.left(), symbol);
    Reading left = goesOn ? longer(state.left(), symbol) : state.left();
    Reading right = state.right();
    return new State(
        backwards ? state.position() + 1 : 0,
        left,
        goesOn,
        right == null ? null : readBack(right, symbol));
  }

  private boolean lengthens(Reading reading, int symbol) {
    return isWild(symbol)
        || (reading.symbol() == NONE ? !scatters[symbol] : symbol == reading.symbol());
  }

  private Reading longer(Reading reading, int symbol) {
    if (!isWild(symbol)) {
      return reading.symbol() == NONE
          ? new Reading(
              reading.wilds(),
              reading.wildFactor(),
              symbol,
              reading.wilds() + 1,
              reading.wildFactor())
          : new Reading(
              reading.wilds(), reading.wildFactor(), symbol, reading.run() + 1, reading.factor());
    }
    int multiplier = wildMultiplier[symbol];
    if (reading.symbol() == NONE) {
      int factor = rules.combined(reading.wildFactor(), multiplier);
      return new Reading(reading.wilds() + 1, factor, NONE, 0, rules.noFactor());
    }
    return new Reading(
        reading.wilds(),
        reading.wildFactor(),
        reading.symbol(),
        reading.run() + 1,
        rules.combined(reading.factor(), multiplier));
  }

  /// The run that ends at the reel passed last: its wilds are those after the last other symbol.
  private Reading readBack(Reading so, int symbol) {
    if (isWild(symbol)) {
      int multiplier = wildMultiplier[symbol];
      boolean hasRun = so.symbol() != NONE;
      return new Reading(
          so.wilds() + 1,
          rules.combined(so.wildFactor(), multiplier),
          so.symbol(),
          hasRun ? so.run() + 1 : 0,
          hasRun ? rules.combined(so.factor(), multiplier) : rules.noFactor());
    }
    if (scatters[symbol]) {
      return new Reading(0, rules.noFactor(), NONE, 0, rules.noFactor());
    }
    boolean isSame = symbol == so.symbol();
    return new Reading(
        0,
        rules.noFactor(),
        symbol,
        isSame ? so.run() + 1 : so.wilds() + 1,
        isSame ? so.factor() : so.wildFactor());
  }

  private int numberOf(State state) {
    Integer known = numbers.get(state);
    if (known != null) {
      return known;
    }
    numbers.put(state, states.size());
    states.add(state);
    return states.size() - 1;
  }
}
