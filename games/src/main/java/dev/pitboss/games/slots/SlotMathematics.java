package dev.pitboss.games.slots;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.BetPar.Precision;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.par.ParSheet;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/// A machine's PAR sheet by mathematics, both limits within: the most free spins a round plays and
/// the most it pays.
///
/// The return comes along two roads that must agree exactly: the census of all stops, and for its
/// parts the chance of each run on one line, which is the same on every line because a line sees
/// each reel's strip once around. With `b` the return of one spin without a multiplier, `m` free
/// spins' multiplier and `N` the free spins a round plays, awards cut at the most there may be, a
/// round wins `b + E[N]·m·b` on average (Wald: whether a spin is played is known before it). What
/// the most it pays takes from that is the mean of `(win − limit)⁺`: exact by [ExactRounds], and
/// where that takes too long between two bounds by [BoundedRounds].
final class SlotMathematics {
  /// What sums of up to a thousand spins in floating point can be off, relatively, and more.
  private static final double SUM_ERROR = 1e-11;

  /// Half a unit in the last of twenty decimals, and more.
  private static final double DECIMAL_ERROR = 1e-20;

  /// Fractions of up to some forty digits are shown although limits change the fortieth.
  private static final int SHORT_BITS = 128;

  /// Ten decimals are shown at the most; less than half a unit of the last is not seen.
  private static final double INVISIBLE = 5e-11;

  private final SlotMachine machine;
  private final List<SpinTally> census;
  private final BigInteger combinations;
  private final int lineCount;
  private final int multiplier;
  private final RoundModel model;
  private final WinsLeft left;

  private SlotMathematics(SlotMachine machine) {
    this.machine = machine;
    this.census = SpinCensus.of(machine);
    this.combinations = BigInteger.valueOf(SpinCensus.combinations(machine));
    this.lineCount = machine.lines().size();
    FreeSpins rule = machine.freeSpins();
    this.multiplier = rule == null ? 1 : rule.multiplier();
    this.model = RoundModel.of(machine, census);
    this.left = new WinsLeft(model);
  }

  static ParSheet parSheet(SlotMachine machine) {
    return new ParSheet(machine.id(), machine.rules(), List.of(new SlotMathematics(machine).par()));
  }

  private BetPar par() {
    Fraction spin = spinReturn();
    Part free = freeSpins(spin.times(multiplier));
    long best = model.bestRound();
    Optional<MaxWinCut> cut =
        best > model.maxWin() ? Optional.of(cut(spin.plus(free.rtp()))) : Optional.empty();
    double error = free.error() + cut.map(this::uncertainty).orElse(0.0);
    boolean isExact = error == 0;
    // no decimals of more digits than are known
    Fraction freeSpins = isExact ? free.rtp() : BoundedRounds.roundedUp(free.rtp());
    BetPar limited =
        bet(isExact ? Precision.EXACT : Precision.ROUNDED, error, parts(freeSpins, cut), cut, best);
    boolean isShort = isExact && limited.rtp().denominator().bitLength() <= SHORT_BITS;
    return isShort ? limited : withoutLimits(limited, cut, best).orElse(limited);
  }

  /// A part of the return, which may be too large by an error.
  private record Part(Fraction rtp, double error) {}

  private Part freeSpins(Fraction freeSpin) {
    Optional<Fraction> exactly = FreeSpinCount.mean(model);
    if (exactly.isPresent()) {
      return new Part(exactly.get().times(freeSpin), 0);
    }
    double about = left.meanOfFreeSpins() / lineCount;
    return new Part(
        BoundedRounds.rounded(about * (1 + SUM_ERROR), RoundingMode.CEILING),
        about * 2 * SUM_ERROR + DECIMAL_ERROR);
  }

  private double uncertainty(MaxWinCut cut) {
    return cut.isExact()
        ? 0
        : cut.most().minus(cut.least()).toDouble() / lineCount + 2 * DECIMAL_ERROR;
  }

  /// The sheet of the machine without its limits, a branching process with a short fraction, where
  /// both limits together do not change a digit that is shown.
  private Optional<BetPar> withoutLimits(BetPar limited, Optional<MaxWinCut> cut, long best) {
    Fraction retrigger = expected(this::retrigger);
    if (retrigger.compareTo(Fraction.ONE) >= 0) {
      return Optional.empty();
    }
    Fraction freeSpins =
        expected(this::award)
            .times(spinReturn().times(multiplier))
            .dividedBy(Fraction.ONE.minus(retrigger));
    List<BetPar.Contribution> parts = parts(freeSpins, Optional.empty());
    double taken = sum(parts).minus(limited.rtp()).toDouble() + limited.lostToLimits();
    return taken > 0 && taken < INVISIBLE
        ? Optional.of(bet(Precision.EXACT_WITHOUT_LIMITS, taken, parts, cut, best))
        : Optional.empty();
  }

  private BetPar bet(
      Precision precision,
      double lostToLimits,
      List<BetPar.Contribution> parts,
      Optional<MaxWinCut> cut,
      long best) {
    Fraction rtp = sum(parts);
    double square =
        cut.map(MaxWinCut::square).orElseGet(left::squareOfRound) / lineCount / lineCount;
    double mean = rtp.toDouble();
    return new BetPar(
        machine.id(),
        rtp,
        precision,
        lostToLimits,
        hitFrequency(),
        Math.sqrt(Math.max(0, square - mean * mean)),
        Fraction.of(Math.min(best, model.maxWin()), lineCount),
        parts);
  }

  private static Fraction sum(List<BetPar.Contribution> parts) {
    return parts.stream().map(BetPar.Contribution::rtp).reduce(Fraction.ZERO, Fraction::plus);
  }

  /// @param mean return without the limit
  private MaxWinCut cut(Fraction mean) {
    return ExactRounds.cut(model, mean.times(lineCount))
        .orElseGet(() -> BoundedRounds.cut(model, left));
  }

  private List<BetPar.Contribution> parts(Fraction freeSpins, Optional<MaxWinCut> cut) {
    List<BetPar.Contribution> parts = new ArrayList<>(lineParts());
    parts.addAll(scatterParts());
    if (machine.freeSpins() != null) {
      parts.add(
          new BetPar.Contribution("free spins", expected(k -> award(k) > 0 ? 1 : 0), freeSpins));
    }
    cut.ifPresent(limit ->
        parts.add(
            new BetPar.Contribution(
                "cut at max win",
                limit.exceeded(),
                Fraction.ZERO.minus(limit.least()).dividedBy(Fraction.of(lineCount, 1)))));
    return parts;
  }

  /// The return of one spin without a multiplier.
  private Fraction spinReturn() {
    BigInteger paid = census.stream().map(SpinTally::pay).reduce(BigInteger.ZERO, BigInteger::add);
    return new Fraction(paid, combinations.multiply(BigInteger.valueOf(lineCount)));
  }

  private Fraction hitFrequency() {
    long hits = 0;
    for (int k = 0; k < census.size(); k++) {
      hits += award(k) > 0 ? census.get(k).total() : census.get(k).paying();
    }
    return new Fraction(BigInteger.valueOf(hits), combinations);
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
              BigInteger.valueOf(census.get(k).total())
                  .multiply(BigInteger.valueOf(ofScatters.applyAsInt(k))));
    }
    return new Fraction(sum, combinations);
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
