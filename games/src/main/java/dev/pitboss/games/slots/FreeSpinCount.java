package dev.pitboss.games.slots;

import dev.pitboss.games.par.Fraction;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/// Average number of free spins of a round, awards cut at the most a round plays.
final class FreeSpinCount {
  /// Longer fractions than some ten thousand digits have no use.
  private static final long MAX_BITS = 32_768;

  /// Multiplications of 64 bits, a nanosecond or two each.
  private static final long MAX_WORK = 30_000_000;

  private final RoundModel model;

  private FreeSpinCount(RoundModel model) {
    this.model = model;
  }

  /// The exact mean, unless its fraction would be of more than about ten thousand digits.
  static Optional<Fraction> mean(RoundModel model) {
    return new FreeSpinCount(model).mean();
  }

  private Optional<Fraction> mean() {
    if (model.mostSpins() == 0) {
      return Optional.of(Fraction.ZERO);
    }
    BigInteger paidAll = all(model.paid());
    if (model.free().stream().allMatch(branch -> branch.spins() == 0)) {
      BigInteger sum = BigInteger.ZERO;
      for (RoundModel.Branch branch : model.paid()) {
        sum = sum.add(weight(branch, 1).multiply(BigInteger.valueOf(branch.spins())));
      }
      return Optional.of(new Fraction(sum, paidAll));
    }
    long common =
        model.free().stream()
            .mapToLong(branch -> branch.tally().total())
            .reduce(0, RoundModel::gcd);
    BigInteger freeAll = all(model.free()).divide(BigInteger.valueOf(common));
    long bits = (long) freeAll.bitLength() * model.mostSpins();
    long steps = (long) model.mostSpins() * model.mostSpins() / 2 * model.free().size();
    if (bits > MAX_BITS || steps * (bits / Long.SIZE / 2 + 1) > MAX_WORK) {
      return Optional.empty();
    }
    return Optional.of(walk(paidAll, freeAll, common));
  }

  private Fraction walk(BigInteger paidAll, BigInteger freeAll, long common) {
    int most = model.mostSpins();
    BigInteger[] weights = zeros(most + 1); // by spins due
    for (RoundModel.Branch branch : model.paid()) {
      weights[branch.spins()] = weights[branch.spins()].add(weight(branch, 1));
    }
    BigInteger played = BigInteger.ZERO;
    BigInteger denominator = paidAll;
    for (int spin = 0; spin < most; spin++) {
      BigInteger[] after = zeros(most + 1);
      BigInteger going = BigInteger.ZERO;
      for (int due = spin + 1; due <= most; due++) {
        if (weights[due].signum() > 0) {
          going = going.add(weights[due]);
          for (RoundModel.Branch branch : model.free()) {
            int next = model.dueAfter(due, branch);
            after[next] = after[next].add(weights[due].multiply(weight(branch, common)));
          }
        }
      }
      played = spin == 0 ? going : played.multiply(freeAll).add(going);
      denominator = spin == 0 ? paidAll : denominator.multiply(freeAll);
      weights = after;
    }
    return new Fraction(played, denominator);
  }

  private static BigInteger weight(RoundModel.Branch branch, long common) {
    return BigInteger.valueOf(branch.tally().total() / common);
  }

  private static BigInteger all(Iterable<RoundModel.Branch> branches) {
    BigInteger sum = BigInteger.ZERO;
    for (RoundModel.Branch branch : branches) {
      sum = sum.add(weight(branch, 1));
    }
    return sum;
  }

  private static BigInteger[] zeros(int length) {
    BigInteger[] zeros = new BigInteger[length];
    Arrays.fill(zeros, BigInteger.ZERO);
    return zeros;
  }
}
