package dev.pitboss.games.slots;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.par.ParSheet;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;
import java.util.function.ToDoubleFunction;

/// A machine's PAR sheet by mathematics.
///
/// The return comes along two roads that must agree exactly: the census of all stops, and for its
/// parts the chance of each run on one line, which is the same on every line because a line sees
/// each reel's strip once around. With `b` the return of one paid spin, `m` free spins' multiplier,
/// `A` the expected award and `R` the expected retrigger, a free spin returns on average `y = m·b /
/// (1 − R)` with all it leads to, and the round `b + A·y`. The second moments follow in the same
/// way, as for any branching process.
final class SlotMathematics {
  private final SlotMachine machine;
  private final List<StopCensus.Tally> census;
  private final BigInteger combinations;
  private final int lineCount;
  private final int multiplier;

  private SlotMathematics(SlotMachine machine) {
    this.machine = machine;
    this.census = StopCensus.of(machine);
    this.combinations =
        machine.strips().stream()
            .map(strip -> BigInteger.valueOf(strip.size()))
            .reduce(BigInteger.ONE, BigInteger::multiply);
    this.lineCount = machine.lines().size();
    FreeSpins rule = machine.freeSpins();
    this.multiplier = rule == null ? 1 : rule.multiplier();
  }

  static ParSheet parSheet(SlotMachine machine) {
    return new ParSheet(machine.id(), machine.rules(), List.of(new SlotMathematics(machine).par()));
  }

  private BetPar par() {
    Fraction spin = spinReturn();
    Fraction retrigger = expected(this::retrigger);
    if (retrigger.compareTo(Fraction.ONE) >= 0) {
      throw new ArithmeticException(
          "Free spins of '" + machine.id() + "' retrigger " + retrigger + " on average: no end");
    }
    Fraction freeSpin =
        spin.times(multiplier).dividedBy(Fraction.ONE.minus(retrigger)); // with what it leads to
    Fraction freeSpins = expected(this::award).times(freeSpin);
    List<BetPar.Contribution> parts = new ArrayList<>(lineParts());
    parts.addAll(scatterParts());
    if (machine.freeSpins() != null) {
      parts.add(
          new BetPar.Contribution("free spins", expected(k -> award(k) > 0 ? 1 : 0), freeSpins));
    }
    Fraction rtp = spin.plus(freeSpins);
    return new BetPar(
        machine.id(),
        rtp,
        new SlotLimits(machine, census, combinations.doubleValue()).mostLost(),
        hitFrequency(),
        volatility(freeSpin.toDouble(), rtp.toDouble()),
        maxWin(),
        parts);
  }

  /// The return of one spin without a multiplier.
  private Fraction spinReturn() {
    BigInteger paid =
        census.stream()
            .map(tally -> BigInteger.valueOf(tally.pay))
            .reduce(BigInteger.ZERO, BigInteger::add);
    return new Fraction(paid, combinations.multiply(BigInteger.valueOf(lineCount)));
  }

  private Fraction hitFrequency() {
    long hits = 0;
    for (int k = 0; k < census.size(); k++) {
      hits += award(k) > 0 ? census.get(k).combinations : census.get(k).paying;
    }
    return new Fraction(BigInteger.valueOf(hits), combinations);
  }

  private double volatility(double freeSpinMean, double mean) {
    double pay = mean(tally -> tally.paySquared) / lineCount / lineCount;
    double withRetrigger = weightedPay(this::retrigger);
    double retrigger = moment(k -> retrigger(k));
    double freeSpinSquared =
        (multiplier * (double) multiplier * pay
                + 2 * multiplier * withRetrigger * freeSpinMean
                + (moment(k -> retrigger(k) * retrigger(k)) - retrigger)
                    * freeSpinMean
                    * freeSpinMean)
            / (1 - retrigger);
    double award = moment(k -> award(k));
    double squared =
        pay
            + 2 * weightedPay(this::award) * freeSpinMean
            + award * freeSpinSquared
            + (moment(k -> award(k) * award(k)) - award) * freeSpinMean * freeSpinMean;
    return Math.sqrt(squared - mean * mean);
  }

  private Fraction maxWin() {
    long best = census.stream().mapToLong(tally -> tally.most).max().orElse(0);
    FreeSpins rule = machine.freeSpins();
    long spins = rule == null ? 1 : 1 + (long) rule.multiplier() * rule.maxPerRound();
    Fraction uncut = Fraction.of(Math.multiplyExact(best, spins), lineCount);
    Fraction limit = Fraction.of(machine.maxWinMultiple(), 1);
    return uncut.compareTo(limit) < 0 ? uncut : limit;
  }

  /// Each paying run, by walking one line over the strips' symbol counts.
  private List<BetPar.Contribution> lineParts() {
    LineStates states = new LineStates(machine);
    BigInteger[] ways = new BigInteger[states.count()];
    Arrays.fill(ways, BigInteger.ZERO);
    ways[LineStates.START] = BigInteger.ONE;
    for (List<String> strip : machine.strips()) {
      ways = afterReel(states, ways, strip);
    }
    Map<LineStates.SymbolRun, BigInteger> runs =
        new TreeMap<>(
            Comparator.comparingInt(LineStates.SymbolRun::symbol)
                .thenComparingInt(LineStates.SymbolRun::count));
    for (int state = 0; state < ways.length; state++) {
      if (states.pay(state) > 0) {
        runs.merge(states.paidRun(state), ways[state], BigInteger::add);
      }
    }
    return runs.entrySet().stream()
        .map(run -> {
          Symbol symbol = machine.symbols().get(run.getKey().symbol());
          int count = run.getKey().count();
          Fraction perLine = new Fraction(run.getValue(), combinations);
          // the stake is one line bet per line, so a line's pay is its part of the return
          return new BetPar.Contribution(
              symbol.id() + " ×" + count,
              perLine.times(lineCount),
              perLine.times(symbol.pay(count)));
        })
        .toList();
  }

  private BigInteger[] afterReel(LineStates states, BigInteger[] ways, List<String> strip) {
    BigInteger[] after = new BigInteger[ways.length];
    Arrays.fill(after, BigInteger.ZERO);
    for (String symbolId : strip) {
      int symbol = states.indexOf(symbolId);
      for (int state = 0; state < ways.length; state++) {
        if (ways[state].signum() > 0) {
          int next = states.next(state, symbol);
          after[next] = after[next].add(ways[state]);
        }
      }
    }
    return after;
  }

  private List<BetPar.Contribution> scatterParts() {
    Scatter scatter = machine.scatter();
    if (scatter == null) {
      return List.of();
    }
    return scatter.pays().entrySet().stream()
        .map(pay -> {
          int inView = pay.getKey();
          Fraction chance = expected(k -> k == inView ? 1 : 0);
          return new BetPar.Contribution(
              scatter.symbol() + " ×" + inView, chance, chance.times(pay.getValue()));
        })
        .toList();
  }

  /// The mean of a value that depends on the number of scatters alone.
  private Fraction expected(IntUnaryOperator ofScatters) {
    BigInteger sum = BigInteger.ZERO;
    for (int k = 0; k < census.size(); k++) {
      sum =
          sum.add(
              BigInteger.valueOf(census.get(k).combinations)
                  .multiply(BigInteger.valueOf(ofScatters.applyAsInt(k))));
    }
    return new Fraction(sum, combinations);
  }

  private double moment(IntUnaryOperator ofScatters) {
    return expected(ofScatters).toDouble();
  }

  /// Mean of pay times a value of the scatters, in stakes.
  private double weightedPay(IntUnaryOperator ofScatters) {
    double sum = 0;
    for (int k = 0; k < census.size(); k++) {
      sum += (double) census.get(k).pay * ofScatters.applyAsInt(k);
    }
    return sum / combinations.doubleValue() / lineCount;
  }

  private double mean(ToDoubleFunction<StopCensus.Tally> value) {
    return census.stream().mapToDouble(value).sum() / combinations.doubleValue();
  }

  private int award(int scatters) {
    FreeSpins rule = machine.freeSpins();
    return rule == null ? 0 : rule.award(scatters);
  }

  private int retrigger(int scatters) {
    FreeSpins rule = machine.freeSpins();
    return rule == null ? 0 : rule.retrigger(scatters);
  }
}
