package dev.pitboss.games.fruit;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.BetPar.Contribution;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.par.ParSheet;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The PAR sheet of [FruitMachine], without going through its 9¹⁵ grids: cells are independent, so
/// a line's chances multiply, and what lines have in common is only their shared cells.
final class FruitMathematics {
  private static final Fruit[] FRUITS = Fruit.values();
  private static final int LINES = FruitMachine.LINES.size();

  private FruitMathematics() {}

  static ParSheet parSheet() {
    List<Contribution> contributions = contributions();
    Fraction rtp =
        contributions.stream().map(Contribution::rtp).reduce(Fraction.ZERO, Fraction::plus);
    BetPar par =
        new BetPar(
            FruitMachine.ID,
            rtp,
            0,
            hitFrequency(),
            Math.sqrt(squareOfPay() - rtp.toDouble() * rtp.toDouble()),
            Fraction.of(FruitMachine.MAX_WIN_MULTIPLE, 1),
            contributions);
    return new ParSheet(FruitMachine.ID, FruitMachine.rules(), List.of(par));
  }

  private static List<Contribution> contributions() {
    List<Contribution> contributions = new ArrayList<>();
    for (Fruit fruit : FRUITS) {
      Fraction chance = chance(fruit);
      Fraction run = chance.times(chance);
      for (int count = 3; count <= FruitMachine.COLUMNS; count++) {
        run = run.times(chance);
        Fraction exactly =
            count == FruitMachine.COLUMNS ? run : run.times(Fraction.ONE.minus(chance));
        contributions.add(
            new Contribution(
                fruit.id() + " ×" + count, exactly.times(LINES), exactly.times(fruit.pay(count))));
      }
    }
    Fraction royal =
        FruitMachine.ROYAL.stream()
            .map(FruitMathematics::chance)
            .reduce(Fraction.ONE, Fraction::times);
    contributions.add(
        new Contribution(
            "royal sequence",
            royal,
            royal.times(FruitMachine.ROYAL_PAY).dividedBy(Fraction.of(LINES, 1))));
    return contributions;
  }

  private static Fraction chance(Fruit fruit) {
    return Fraction.of(fruit.weight(), FruitMachine.WEIGHTS);
  }

  /// The chance that any line pays. Three of a kind decide it, so the first three columns are
  /// enough, and of the first column only which fruit each line begins with. The royal sequence
  /// adds the grids where nothing else pays.
  private static Fraction hitFrequency() {
    long losing = 0;
    long losingRoyalSoFar = 0;
    for (Fruit top : FRUITS) {
      for (Fruit middle : FRUITS) {
        for (Fruit bottom : FRUITS) {
          Fruit[] first = {top, middle, bottom};
          long weight = (long) top.weight() * middle.weight() * bottom.weight();
          Columns second = Columns.after(first, 1);
          Columns third = Columns.after(first, 2);
          losing += weight * weightWithoutOpenLine(second.all(), third.all());
          if (middle == FruitMachine.ROYAL.get(0)) {
            losingRoyalSoFar += weight * weightWithoutOpenLine(second.royal(), third.royal());
          }
        }
      }
    }
    long all = pow(FruitMachine.WEIGHTS, 9);
    long rest = (long) FruitMachine.ROYAL.get(3).weight() * FruitMachine.ROYAL.get(4).weight();
    Fraction royalAlone =
        Fraction.of(losingRoyalSoFar, all).times(Fraction.of(rest, pow(FruitMachine.WEIGHTS, 2)));
    return Fraction.ONE.minus(Fraction.of(losing, all)).plus(royalAlone);
  }

  private static long weightWithoutOpenLine(Map<Integer, Long> second, Map<Integer, Long> third) {
    long weight = 0;
    for (Map.Entry<Integer, Long> here : second.entrySet()) {
      for (Map.Entry<Integer, Long> there : third.entrySet()) {
        if ((here.getKey() & there.getKey()) == 0) {
          weight += here.getValue() * there.getValue();
        }
      }
    }
    return weight;
  }

  /// For every set of lines (a bit each) that a column continues, the weight of the columns that do
  /// so.
  ///
  /// @param all over all columns
  /// @param royal over the columns that continue the royal sequence too
  private record Columns(Map<Integer, Long> all, Map<Integer, Long> royal) {

    static Columns after(Fruit[] first, int column) {
      Columns columns = new Columns(new HashMap<>(), new HashMap<>());
      for (Fruit top : FRUITS) {
        for (Fruit middle : FRUITS) {
          for (Fruit bottom : FRUITS) {
            int continued = continued(first, new Fruit[] {top, middle, bottom}, column);
            long weight = (long) top.weight() * middle.weight() * bottom.weight();
            columns.all.merge(continued, weight, Long::sum);
            if (middle == FruitMachine.ROYAL.get(column)) {
              columns.royal.merge(continued, weight, Long::sum);
            }
          }
        }
      }
      return columns;
    }

    private static int continued(Fruit[] first, Fruit[] cells, int column) {
      int lines = 0;
      for (int line = 0; line < LINES; line++) {
        List<Integer> path = FruitMachine.LINES.get(line);
        if (cells[path.get(column)] == first[path.getFirst()]) {
          lines |= 1 << line;
        }
      }
      return lines;
    }
  }

  /// E[payout²] in stakes: the sum over all pairs of lines.
  private static double squareOfPay() {
    Map<List<Boolean>, Double> known = new HashMap<>();
    double sum = 0;
    for (List<Integer> one : FruitMachine.LINES) {
      for (List<Integer> other : FruitMachine.LINES) {
        List<Boolean> shared = new ArrayList<>(List.of(isRoyal(one), isRoyal(other)));
        for (int column = 0; column < FruitMachine.COLUMNS; column++) {
          shared.add(one.get(column).equals(other.get(column)));
        }
        // Pairs that share the same columns are alike.
        sum += known.computeIfAbsent(shared, _ -> new LinePair(one, other).productOfPays());
      }
    }
    return sum / LINES / LINES;
  }

  private static boolean isRoyal(List<Integer> path) {
    return path.equals(FruitMachine.LINES.get(FruitMachine.ROYAL_LINE));
  }

  private static long pow(long base, int exponent) {
    long power = 1;
    for (int i = 0; i < exponent; i++) {
      power = Math.multiplyExact(power, base);
    }
    return power;
  }
}
