package dev.pitboss.games.slots;

import java.util.List;

/// How much of the return a machine's two limits can take: free spins beyond the most a round
/// plays, and wins beyond the most it pays. The first is computed; for the second there is a bound,
/// because the distribution of whole rounds is not gone through: `(z − c)⁺ ≤ e^{θ(z−c)} / (θ·e)`
/// for every θ > 0 (Chernoff's argument), with the best θ found by trying.
final class SlotLimits {
  /// θ is tried at these powers of two: from too weak to use to where the sums overflow.
  private static final int WEAKEST = -24;

  private static final int STRONGEST = 0;
  private static final int STEPS_PER_POWER = 4;
  private static final int FIXPOINT_ROUNDS = 10_000;

  private final SlotMachine machine;
  private final List<StopCensus.Tally> census;
  private final double combinations;

  SlotLimits(SlotMachine machine, List<StopCensus.Tally> census, double combinations) {
    this.machine = machine;
    this.census = census;
    this.combinations = combinations;
  }

  /// An upper bound of what both limits together take from the return, per unit staked.
  double mostLost() {
    return lostFreeSpins() + mostLostToMaxWin();
  }

  private double lostFreeSpins() {
    FreeSpins rule = machine.freeSpins();
    if (rule == null) {
      return 0;
    }
    double spin =
        census.stream().mapToDouble(tally -> tally.pay).sum()
            / combinations
            / machine.lines().size();
    double award = 0;
    double retrigger = 0;
    double played = 0;
    double[] expected = expectedPlayed(rule);
    for (int k = 0; k < census.size(); k++) {
      award += chance(k) * rule.award(k);
      retrigger += chance(k) * rule.retrigger(k);
      played += chance(k) * expected[Math.min(rule.award(k), rule.maxPerRound())];
    }
    return Math.max(0, (award / (1 - retrigger) - played) * rule.multiplier() * spin);
  }

  /// For each award, how many free spins are played on average under the limit.
  private double[] expectedPlayed(FreeSpins rule) {
    int limit = rule.maxPerRound();
    double[] due = new double[limit + 1];
    for (int d = 0; d <= limit; d++) {
      due[d] = d;
    }
    for (int played = limit - 1; played >= 0; played--) {
      double[] before = new double[limit + 1];
      for (int d = 0; d <= limit; d++) {
        if (d <= played) {
          before[d] = d;
          continue;
        }
        for (int k = 0; k < census.size(); k++) {
          before[d] += chance(k) * due[Math.min(d + rule.retrigger(k), limit)];
        }
      }
      due = before;
    }
    return due;
  }

  private double mostLostToMaxWin() {
    double limit = (double) machine.maxWinMultiple() * machine.lines().size();
    if (bestRound() <= limit) {
      return 0;
    }
    double best = Double.POSITIVE_INFINITY;
    for (int step = WEAKEST * STEPS_PER_POWER; step <= STRONGEST * STEPS_PER_POWER; step++) {
      double theta = Math.pow(2, (double) step / STEPS_PER_POWER);
      double bound = roundMoment(theta) * Math.exp(-theta * limit) / (theta * Math.E);
      if (bound < best) {
        best = bound;
      }
    }
    return best / machine.lines().size();
  }

  private double bestRound() {
    double spin = census.stream().mapToInt(tally -> tally.most).max().orElse(0);
    FreeSpins rule = machine.freeSpins();
    return rule == null ? spin : spin * (1 + (double) rule.multiplier() * rule.maxPerRound());
  }

  /// `E e^{θz}` of a whole round's pay `z` in line bets; infinite where it does not exist.
  private double roundMoment(double theta) {
    FreeSpins rule = machine.freeSpins();
    double freeSpin = rule == null ? 1 : freeSpinMoment(rule, theta);
    double sum = 0;
    for (int k = 0; k < census.size(); k++) {
      int award = rule == null ? 0 : rule.award(k);
      sum += moment(k, theta) * Math.pow(freeSpin, award);
    }
    return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
  }

  /// The least fixed point of `g = E e^{θ·m·x} g^{retriggers}`, reached from below.
  private double freeSpinMoment(FreeSpins rule, double theta) {
    double[] moments = new double[census.size()];
    for (int k = 0; k < moments.length; k++) {
      moments[k] = moment(k, theta * rule.multiplier());
    }
    double value = 1;
    for (int round = 0; round < FIXPOINT_ROUNDS; round++) {
      double next = 0;
      for (int k = 0; k < moments.length; k++) {
        next += moments[k] * Math.pow(value, rule.retrigger(k));
      }
      if (!(next < Double.MAX_VALUE)) {
        return Double.POSITIVE_INFINITY;
      }
      if (next - value <= Math.ulp(next) * 4) {
        return next;
      }
      value = next;
    }
    return Double.POSITIVE_INFINITY;
  }

  private double moment(int k, double theta) {
    StopCensus.Tally tally = census.get(k);
    if (tally.combinations == 0) {
      return 0;
    }
    if (!tally.isWhole()) {
      return Double.POSITIVE_INFINITY;
    }
    double sum = 0;
    for (int pay = 0; pay <= tally.most; pay++) {
      if (tally.distribution[pay] > 0) {
        sum += tally.distribution[pay] * Math.exp(theta * pay);
      }
    }
    return sum / combinations;
  }

  private double chance(int k) {
    return census.get(k).combinations / combinations;
  }
}
