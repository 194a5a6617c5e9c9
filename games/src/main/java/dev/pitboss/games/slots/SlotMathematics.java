package dev.pitboss.games.slots;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.BetPar.Precision;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.par.ParSheet;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/// A machine's PAR sheet by mathematics, both limits within: the most free spins a round plays and
/// the most it pays.
///
/// The return comes along two roads that must agree exactly: the census of all stops, and for its
/// parts the chance of each run by itself, [RunChances]. With `b` the return of a paid and `f` that
/// of a free spin and `N` the free spins a round plays, awards cut at the most there may be, a
/// round wins `b + E[N]·f` on average (Wald: whether a spin is played is known before it). What the
/// most it pays takes from that is the mean of `(win − limit)⁺`: exact by [ExactRounds], and where
/// that takes too long between two bounds by [BoundedRounds].
///
/// A machine that shows more pictures than can be counted has the same exact return, by the second
/// road alone; what its limit takes lies between nothing and what it would take if all runs won
/// together, and hit frequency and σ are measured.
final class SlotMathematics {
  /// Names the bet that buys free spins.
  static final String BONUS_BUY = "bonus-buy";

  /// What sums of up to a thousand spins in floating point can be off, relatively, and more.
  private static final double SUM_ERROR = 1e-11;

  /// Half a unit in the last of twenty decimals, and more.
  private static final double DECIMAL_ERROR = 1e-20;

  /// Fractions of up to some forty digits are shown although limits change the fortieth.
  private static final int SHORT_BITS = 128;

  /// Ten decimals are shown at the most; less than half a unit of the last is not seen.
  private static final double INVISIBLE = 5e-11;

  private final SlotMachine machine;
  private final SpinFigures spins;
  private final RunChances chances;

  /// What a round costs in stakes, and the free spins that are bought with that.
  private final int price;

  private final int bought;

  /// Bets in what a round costs.
  private final int units;

  private final RoundModel model;
  private final WinsLeft left;

  private SlotMathematics(SlotMachine machine, SpinFigures spins, int price, int bought) {
    this.machine = machine;
    this.spins = spins;
    this.chances = new RunChances(machine, false);
    this.price = price;
    this.bought = bought;
    this.units = machine.stakeStep() * price;
    this.model = RoundModel.of(machine, spins.paid(), spins.free(), bought);
    this.left = new WinsLeft(model);
  }

  static ParSheet parSheet(SlotMachine machine) {
    return parSheet(machine, SpinFigures.of(machine));
  }

  static ParSheet parSheet(SlotMachine machine, SpinFigures spins) {
    List<BetPar> bets = new ArrayList<>();
    bets.add(new SlotMathematics(machine, spins, 1, 0).measuredPar(machine.id()));
    machine
        .purchase()
        .ifPresent(it ->
            bets.add(
                new SlotMathematics(machine, spins, it.price(), it.spins())
                    .measuredPar(BONUS_BUY)));
    return new ParSheet(machine.id(), machine.rules(), bets);
  }

  private BetPar measuredPar(String name) {
    BetPar par = par(name);
    return spins.counted()
        ? par
        : MeasuredSpread.of(machine, par, bought > 0, 1 + model.meanSpins());
  }

  private BetPar par(String name) {
    Fraction spin = meanOf(spins.paid());
    Part free = freeSpins(meanOf(spins.free()));
    long best = model.bestRound();
    Optional<MaxWinCut> cut =
        best > model.maxWin() ? Optional.of(cut(spin.plus(free.rtp()))) : Optional.empty();
    double error = free.error() + cut.map(this::uncertainty).orElse(0.0);
    boolean isExact = error == 0;
    // no decimals of more digits than are known
    Fraction freeSpins = isExact ? free.rtp() : BoundedRounds.roundedUp(free.rtp());
    BetPar limited =
        bet(isExact ? Precision.EXACT : Precision.ROUNDED, error, parts(freeSpins, cut), cut, best)
            .named(name);
    boolean isShort = isExact && limited.rtp().denominator().bitLength() <= SHORT_BITS;
    return isShort
        ? limited
        : withoutLimits(limited, cut, best).map(it -> it.named(name)).orElse(limited);
  }

  /// A part of the return, which may be too large by an error.
  private record Part(Fraction rtp, double error) {}

  private Part freeSpins(Fraction freeSpin) {
    Optional<Fraction> exactly = FreeSpinCount.mean(model);
    if (exactly.isPresent()) {
      return new Part(exactly.get().times(freeSpin), 0);
    }
    double about = left.meanOfFreeSpins() / units;
    return new Part(
        BoundedRounds.rounded(about * (1 + SUM_ERROR), RoundingMode.CEILING),
        about * 2 * SUM_ERROR + DECIMAL_ERROR);
  }

  private double uncertainty(MaxWinCut cut) {
    return cut.isExact() ? 0 : cut.most().minus(cut.least()).toDouble() / units + 2 * DECIMAL_ERROR;
  }

  /// The sheet of the machine without its limits, a branching process with a short fraction, where
  /// both limits together do not change a digit that is shown.
  private Optional<BetPar> withoutLimits(BetPar limited, Optional<MaxWinCut> cut, long best) {
    Fraction retrigger = expected(spins.free(), this::retrigger);
    if (retrigger.compareTo(Fraction.ONE) >= 0) {
      return Optional.empty();
    }
    Fraction freeSpins =
        expected(spins.paid(), this::award)
            .times(meanOf(spins.free()))
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
    double square = cut.map(MaxWinCut::square).orElseGet(left::squareOfRound) / units / units;
    double mean = rtp.toDouble();
    return new BetPar(
        machine.id(),
        rtp,
        precision,
        lostToLimits,
        hitFrequency(),
        Math.sqrt(Math.max(0, square - mean * mean)),
        Optional.empty(),
        Fraction.of(Math.min(best, model.maxWin()), units),
        parts);
  }

  private static Fraction sum(List<BetPar.Contribution> parts) {
    return parts.stream().map(BetPar.Contribution::rtp).reduce(Fraction.ZERO, Fraction::plus);
  }

  /// @param mean return without the limit
  private MaxWinCut cut(Fraction mean) {
    if (!spins.counted()) {
      return BoundedRounds.roughly(model, left, mean.times(units).toDouble());
    }
    return ExactRounds.cut(model, mean.times(units))
        .orElseGet(() -> BoundedRounds.cut(model, left));
  }

  private List<BetPar.Contribution> parts(Fraction freeSpins, Optional<MaxWinCut> cut) {
    List<BetPar.Contribution> parts = new ArrayList<>(runParts());
    filledPart().ifPresent(parts::add);
    parts.addAll(scatterParts());
    if (machine.wins().cascades() == null) {
      // with cascades they are among the kinds, for they are counted on the last grid
      machine.wins().otherScatters().forEach(other -> parts.addAll(parts(other)));
    }
    if (machine.freeSpins() != null) {
      parts.add(
          new BetPar.Contribution(
              "free spins", expected(spins.paid(), k -> award(k) > 0 ? 1 : 0), freeSpins));
    }
    cut.filter(_ -> spins.counted())
        .ifPresent(limit ->
            parts.add(
                new BetPar.Contribution(
                    "cut at max win",
                    limit.exceeded(),
                    Fraction.ZERO.minus(limit.least()).dividedBy(Fraction.of(units, 1)))));
    return parts;
  }

  /// The return of one spin.
  private Fraction meanOf(List<SpinTally> tallies) {
    BigInteger paid = tallies.stream().map(SpinTally::pay).reduce(BigInteger.ZERO, BigInteger::add);
    return new Fraction(paid, combinations(tallies).multiply(BigInteger.valueOf(units)));
  }

  private static BigInteger combinations(List<SpinTally> tallies) {
    return BigInteger.valueOf(tallies.stream().mapToLong(SpinTally::total).sum());
  }

  private Fraction hitFrequency() {
    long hits = 0;
    for (int k = 0; k < spins.paid().size(); k++) {
      SpinTally tally = spins.paid().get(k);
      hits += award(k) > 0 ? tally.total() : tally.paying();
    }
    return new Fraction(BigInteger.valueOf(hits), combinations(spins.paid()));
  }

  private List<BetPar.Contribution> runParts() {
    BigInteger all = combinations(spins.paid());
    return spins.kinds().entrySet().stream()
        .map(run ->
            new BetPar.Contribution(
                machine.symbols().get(run.getKey().symbol()).id() + " ×" + run.getKey().count(),
                new Fraction(run.getValue().times(), all),
                new Fraction(run.getValue().bets(), all.multiply(BigInteger.valueOf(units)))))
        .toList();
  }

  private Optional<BetPar.Contribution> filledPart() {
    BigInteger times = BigInteger.ZERO;
    BigInteger more = BigInteger.ZERO;
    for (FilledGrid it : FilledGrid.all(machine, new ReelWindows(machine, false), false)) {
      BigInteger count = BigInteger.valueOf(it.combinations());
      times = times.add(count);
      more = more.add(count.multiply(BigInteger.valueOf(it.pay() - it.plainPay())));
    }
    BigInteger all = combinations(spins.paid());
    return times.signum() == 0
        ? Optional.empty()
        : Optional.of(
            new BetPar.Contribution(
                "filled grid",
                new Fraction(times, all),
                new Fraction(more, all.multiply(BigInteger.valueOf(units)))));
  }

  private List<BetPar.Contribution> scatterParts() {
    Scatter scatter = machine.scatter();
    if (scatter == null) {
      return List.of();
    }
    return scatter.pays().entrySet().stream()
        .map(pay -> {
          int inView = pay.getKey();
          Fraction chance = expected(spins.paid(), k -> k == inView ? 1 : 0);
          return new BetPar.Contribution(
              scatter.symbol() + " ×" + inView, chance, perPrice(chance.times(pay.getValue())));
        })
        .toList();
  }

  private List<BetPar.Contribution> parts(Scatter other) {
    BigInteger all = combinations(spins.paid());
    Map<Integer, long[]> inView = chances.inView(other);
    return other.pays().entrySet().stream()
        .map(pay -> {
          long[] counts = inView.getOrDefault(pay.getKey(), new long[0]);
          Fraction chance = new Fraction(BigInteger.valueOf(Arrays.stream(counts).sum()), all);
          return new BetPar.Contribution(
              other.symbol() + " ×" + pay.getKey(), chance, perPrice(chance.times(pay.getValue())));
        })
        .toList();
  }

  private Fraction perPrice(Fraction stakes) {
    return stakes.dividedBy(Fraction.of(price, 1));
  }

  /// The mean of a value that depends on the number of scatters alone.
  private static Fraction expected(List<SpinTally> tallies, IntUnaryOperator ofScatters) {
    BigInteger sum = BigInteger.ZERO;
    for (int k = 0; k < tallies.size(); k++) {
      sum =
          sum.add(
              BigInteger.valueOf(tallies.get(k).total())
                  .multiply(BigInteger.valueOf(ofScatters.applyAsInt(k))));
    }
    return new Fraction(sum, combinations(tallies));
  }

  private int award(int scatters) {
    FreeSpins rule = machine.freeSpins();
    return rule == null ? 0 : rule.award(scatters) + bought;
  }

  private int retrigger(int scatters) {
    FreeSpins rule = machine.freeSpins();
    return rule == null ? 0 : rule.retrigger(scatters);
  }
}
