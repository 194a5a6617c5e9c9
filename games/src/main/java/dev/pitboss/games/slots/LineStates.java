package dev.pitboss.games.slots;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// States of a line, reel by reel, as numbers: tables instead of comparisons, for going through
/// every combination. Immutable.
final class LineStates {
  /// The state before the first reel.
  static final int START = 0;

  private static final int NONE = -1;

  /// A line after some reels.
  ///
  /// @param wilds how many wilds it began with
  /// @param symbol the first symbol that was no wild, or [#NONE]
  /// @param run how many of that symbol from the left, wilds included
  /// @param open whether the next reel can still lengthen it
  record State(int wilds, int symbol, int run, boolean open) {}

  private final SlotMachine machine;
  private final int wild;
  private final int scatter;
  private final Map<State, Integer> numbers = new HashMap<>();
  private final List<State> states = new ArrayList<>();
  private final int symbols;
  private final int[] next;
  private final int[] pay;
  private final boolean[] settled;

  LineStates(SlotMachine machine) {
    this.machine = machine;
    Scatter scatterRule = machine.scatter();
    this.wild = machine.wild() == null ? NONE : indexOf(machine.wild());
    this.scatter = scatterRule == null ? NONE : indexOf(scatterRule.symbol());
    this.symbols = machine.symbols().size();
    numberOf(new State(0, NONE, 0, true));
    List<int[]> transitions = new ArrayList<>();
    for (int number = 0; number < states.size(); number++) {
      transitions.add(transitions(states.get(number)));
    }
    next = transitions.stream().flatMapToInt(Arrays::stream).toArray();
    pay = states.stream().mapToInt(this::payOf).toArray();
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

  /// What a line pays that ends in that state, in line bets.
  int pay(int state) {
    return pay[state];
  }

  /// What such a line is paid for: the symbol and how many of a kind.
  SymbolRun paidRun(int number) {
    State state = states.get(number);
    int natural = naturalPay(state);
    return natural == pay[number]
        ? new SymbolRun(state.symbol(), state.run())
        : new SymbolRun(wild, state.wilds());
  }

  /// @param symbol index among the machine's symbols
  record SymbolRun(int symbol, int count) {}

  int indexOf(String symbolId) {
    List<Symbol> symbols = machine.symbols();
    for (int i = 0; i < symbols.size(); i++) {
      if (symbols.get(i).id().equals(symbolId)) {
        return i;
      }
    }
    throw new IllegalArgumentException("the machine has no symbol '" + symbolId + "'");
  }

  private boolean isSettled(State state) {
    return atEnd(state)
        || (state.symbol() != NONE && machine.symbols().get(state.symbol()).pays().isEmpty());
  }

  private int[] transitions(State state) {
    int[] row = new int[symbols];
    for (int symbol = 0; symbol < row.length; symbol++) {
      row[symbol] = atEnd(state) ? numberOf(state) : numberOf(after(state, symbol));
    }
    return row;
  }

  private boolean atEnd(State state) {
    return !state.open() || Math.max(state.wilds(), state.run()) == machine.strips().size();
  }

  private State after(State state, int symbol) {
    if (state.symbol() == NONE) {
      if (symbol == wild) {
        return new State(state.wilds() + 1, NONE, 0, true);
      }
      // the wild stands in for everything but the scatter, which ends a line
      return symbol == scatter
          ? new State(state.wilds(), NONE, 0, false)
          : new State(state.wilds(), symbol, state.wilds() + 1, true);
    }
    return symbol == state.symbol() || symbol == wild
        ? new State(state.wilds(), state.symbol(), state.run() + 1, true)
        : new State(state.wilds(), state.symbol(), state.run(), false);
  }

  private int payOf(State state) {
    int wildPay = wild == NONE ? 0 : machine.symbols().get(wild).pay(state.wilds());
    return Math.max(naturalPay(state), wildPay);
  }

  private int naturalPay(State state) {
    return state.symbol() == NONE ? 0 : machine.symbols().get(state.symbol()).pay(state.run());
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
