package dev.pitboss.games.fruit;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Two lines read together, column by column: E[pay · pay], which is where their shared cells show.
final class LinePair {
  private final List<Integer> one;
  private final List<Integer> other;

  LinePair(List<Integer> one, List<Integer> other) {
    this.one = one;
    this.other = other;
  }

  /// What is known of a line after some columns.
  ///
  /// @param first its first fruit
  /// @param run how many of that fruit so far
  /// @param runs whether the next column can still lengthen the run
  /// @param royal whether it can still be the royal sequence
  private record Reading(Fruit first, int run, boolean runs, boolean royal) {

    static Reading begin(Fruit fruit, boolean royalLine) {
      return new Reading(fruit, 1, true, royalLine && fruit == FruitMachine.ROYAL.getFirst());
    }

    Reading then(Fruit fruit, int column) {
      boolean continues = runs && fruit == first;
      return new Reading(
          first,
          continues ? run + 1 : run,
          continues,
          royal && fruit == FruitMachine.ROYAL.get(column));
    }

    double pay() {
      return royal ? FruitMachine.ROYAL_PAY : first.pay(run);
    }
  }

  private record Both(Reading one, Reading other) {}

  /// E[pay · pay] in line bets².
  double productOfPays() {
    List<Integer> royalLine = FruitMachine.LINES.get(FruitMachine.ROYAL_LINE);
    Map<Both, Double> chances = new HashMap<>();
    eachCellPair(
        0,
        (here, there, chance) ->
            chances.merge(
                new Both(
                    Reading.begin(here, one.equals(royalLine)),
                    Reading.begin(there, other.equals(royalLine))),
                chance,
                Double::sum));
    Map<Both, Double> reached = chances;
    for (int column = 1; column < FruitMachine.COLUMNS; column++) {
      Map<Both, Double> before = reached;
      Map<Both, Double> after = new HashMap<>();
      int at = column;
      eachCellPair(
          column,
          (here, there, chance) ->
              before.forEach((both, soFar) ->
                  after.merge(
                      new Both(both.one().then(here, at), both.other().then(there, at)),
                      soFar * chance,
                      Double::sum)));
      reached = after;
    }
    return reached.entrySet().stream()
        .mapToDouble(
            entry -> entry.getKey().one().pay() * entry.getKey().other().pay() * entry.getValue())
        .sum();
  }

  private interface CellPair {
    void seen(Fruit here, Fruit there, double chance);
  }

  private void eachCellPair(int column, CellPair consumer) {
    boolean isShared = one.get(column).equals(other.get(column));
    for (Fruit here : Fruit.values()) {
      double chance = (double) here.weight() / FruitMachine.WEIGHTS;
      if (isShared) {
        consumer.seen(here, here, chance);
        continue;
      }
      for (Fruit there : Fruit.values()) {
        consumer.seen(here, there, chance * there.weight() / FruitMachine.WEIGHTS);
      }
    }
  }
}
