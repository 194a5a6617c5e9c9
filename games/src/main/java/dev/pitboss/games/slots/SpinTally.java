package dev.pitboss.games.slots;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.stream.IntStream;

/// How many combinations of stops pay how much, of those that show one number of scatters.
///
/// Immutable as long as its arrays are not written to.
final class SpinTally {
  private final long[] pays;
  private final long[] combinations;

  private final long total;
  private final BigInteger pay;
  private final BigInteger paySquared;

  private SpinTally(long[] pays, long[] combinations) {
    this.pays = pays;
    this.combinations = combinations;
    this.total = Arrays.stream(combinations).sum();
    this.pay = sum(1);
    this.paySquared = sum(2);
  }

  /// What is paid, in line bets, ascending; a spin without a win pays 0.
  long[] pays() {
    return pays;
  }

  /// For each of [#pays] how many combinations of stops pay it.
  long[] combinations() {
    return combinations;
  }

  /// How many combinations there are in all.
  long total() {
    return total;
  }

  /// How many of them pay anything.
  long paying() {
    return IntStream.range(0, pays.length)
        .filter(i -> pays[i] > 0)
        .mapToLong(i -> combinations[i])
        .sum();
  }

  /// The sum of what all of them pay.
  BigInteger pay() {
    return pay;
  }

  /// The sum of the squares of what all of them pay.
  BigInteger paySquared() {
    return paySquared;
  }

  /// The most one of them pays; 0 when there are none.
  long most() {
    return pays.length == 0 ? 0 : pays[pays.length - 1];
  }

  /// Both as one.
  SpinTally plus(SpinTally other) {
    LongCounts counts = new LongCounts();
    addTo(counts);
    other.addTo(counts);
    return of(counts);
  }

  /// Every pay multiplied.
  SpinTally times(long multiplier) {
    return new SpinTally(
        Arrays.stream(pays).map(pay -> Math.multiplyExact(pay, multiplier)).toArray(),
        combinations);
  }

  /// The tally of what was counted by pay.
  static SpinTally of(LongCounts counts) {
    long[] pays = Arrays.stream(counts.keys()).filter(pay -> counts.get(pay) > 0).toArray();
    Arrays.sort(pays);
    return new SpinTally(pays, Arrays.stream(pays).map(counts::get).toArray());
  }

  private void addTo(LongCounts counts) {
    for (int i = 0; i < pays.length; i++) {
      counts.add(pays[i], combinations[i]);
    }
  }

  private BigInteger sum(int power) {
    BigInteger sum = BigInteger.ZERO;
    for (int i = 0; i < pays.length; i++) {
      sum =
          sum.add(
              BigInteger.valueOf(pays[i]).pow(power).multiply(BigInteger.valueOf(combinations[i])));
    }
    return sum;
  }
}
