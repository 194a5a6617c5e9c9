package dev.pitboss.games.originals;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import java.math.BigInteger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The exact distribution of what a bet is paid: of `total` equally likely outcomes, how many pay
/// which multiple of the stake. All mathematics of the originals are sums over it.
///
/// @param pays from the largest multiplier down; ways add up to `total`
/// @param total how many outcomes there are
public record PayTable(List<Pay> pays, long total) {

  /// One payout.
  ///
  /// @param multiplier of the stake, hundredths
  /// @param ways how many outcomes pay it, at least 1
  public record Pay(long multiplier, long ways) {}

  /// Refuses a table whose ways are not all outcomes.
  public PayTable {
    pays = List.copyOf(pays);
    long ways = pays.stream().mapToLong(Pay::ways).reduce(0, Math::addExact);
    if (ways != total || pays.stream().anyMatch(pay -> pay.ways() < 1 || pay.multiplier() < 0)) {
      throw new IllegalArgumentException(
          "A pay table has %d outcomes, but its pays have %d ways".formatted(total, ways));
    }
  }

  /// A table from ways by multiplier in hundredths.
  static PayTable of(Map<Long, Long> waysByMultiplier) {
    TreeMap<Long, Long> sorted = new TreeMap<>(Comparator.reverseOrder());
    sorted.putAll(waysByMultiplier);
    return new PayTable(
        sorted.entrySet().stream().map(it -> new Pay(it.getKey(), it.getValue())).toList(),
        sorted.values().stream().reduce(0L, Math::addExact));
  }

  /// A bet that wins in some outcomes and is lost in all others.
  static PayTable winning(long ways, long total, long multiplier) {
    return of(Map.of(multiplier, ways, 0L, total - ways));
  }

  /// The largest multiplier, hundredths.
  public long maxMultiplier() {
    return pays.getFirst().multiplier();
  }

  /// The mathematics under a name, per unit staked. Stakes are such that no payout is rounded.
  BetPar par(String name) {
    Fraction rtp = Fraction.ZERO;
    Fraction squared = Fraction.ZERO;
    Fraction hits = Fraction.ZERO;
    for (Pay pay : pays) {
      Fraction multiple = Fraction.of(pay.multiplier(), 100);
      Fraction part = chance(pay).times(multiple);
      rtp = rtp.plus(part);
      squared = squared.plus(part.times(multiple));
      hits = pay.multiplier() > 0 ? hits.plus(chance(pay)) : hits;
    }
    return new BetPar(
        name,
        rtp,
        0,
        hits,
        Math.sqrt(squared.minus(rtp.times(rtp)).toDouble()),
        Fraction.of(maxMultiplier(), 100),
        pays.stream().filter(pay -> pay.multiplier() > 0).map(this::contribution).toList());
  }

  private BetPar.Contribution contribution(Pay pay) {
    Fraction chance = chance(pay);
    return new BetPar.Contribution(
        Hundredths.text(pay.multiplier()) + " ×",
        chance,
        chance.times(Fraction.of(pay.multiplier(), 100)));
  }

  private Fraction chance(Pay pay) {
    return new Fraction(BigInteger.valueOf(pay.ways()), BigInteger.valueOf(total));
  }
}
