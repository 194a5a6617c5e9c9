package dev.pitboss.games.books;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/// The PAR sheet of a mode: sums over its table, exact.
///
/// Everything is per unit staked, that is per base bet times cost: a mode that costs 100 base bets
/// and pays 100 returns the stake.
public final class BookMathematics {
  private static final BigInteger HUNDREDTHS = BigInteger.valueOf(100);

  private BookMathematics() {}

  /// The mathematics of a mode.
  public static BetPar par(BookMode mode) {
    return par(mode, PayoutDistribution.of(mode.table()));
  }

  /// The mathematics of a mode whose payouts are counted already.
  public static BetPar par(BookMode mode, PayoutDistribution distribution) {
    Fraction unit = new Fraction(BigInteger.ONE, HUNDREDTHS).dividedBy(mode.costExact());
    BigInteger total = distribution.totalWeight();
    BigInteger paid = BigInteger.ZERO;
    BigInteger paidSquared = BigInteger.ZERO;
    BigInteger hits = BigInteger.ZERO;
    for (PayoutDistribution.Weighted entry : distribution.payouts()) {
      BigInteger payout = BigInteger.valueOf(entry.payout());
      BigInteger weighted = payout.multiply(entry.weight());
      paid = paid.add(weighted);
      paidSquared = paidSquared.add(weighted.multiply(payout));
      hits = entry.payout() > 0 ? hits.add(entry.weight()) : hits;
    }
    Fraction rtp = new Fraction(paid, total).times(unit);
    Fraction squared = new Fraction(paidSquared, total).times(unit).times(unit);
    return new BetPar(
        mode.name(),
        rtp,
        0,
        new Fraction(hits, total),
        Math.sqrt(squared.minus(rtp.times(rtp)).toDouble()),
        Fraction.of(BigInteger.valueOf(distribution.top().payout())).times(unit),
        bands(distribution, unit));
  }

  /// What payouts of one size bring together: from 1 × to below 2 × the stake, to 5 ×, to 10 ×, and
  /// so on. Bands without a book are left out, and so is what pays nothing.
  private static List<BetPar.Contribution> bands(PayoutDistribution distribution, Fraction unit) {
    List<BetPar.Contribution> bands = new ArrayList<>();
    Band band = new Band(0, 1);
    BigInteger weight = BigInteger.ZERO;
    BigInteger paid = BigInteger.ZERO;
    for (PayoutDistribution.Weighted entry : distribution.payouts()) {
      if (entry.payout() > 0) {
        Fraction multiple = unit.times(entry.payout());
        if (multiple.compareTo(Fraction.of(band.to, 1)) >= 0) {
          add(bands, band, weight, paid, distribution, unit);
          weight = BigInteger.ZERO;
          paid = BigInteger.ZERO;
          band = band.holding(multiple);
        }
        weight = weight.add(entry.weight());
        paid = paid.add(entry.weight().multiply(BigInteger.valueOf(entry.payout())));
      }
    }
    add(bands, band, weight, paid, distribution, unit);
    return bands;
  }

  private static void add(
      List<BetPar.Contribution> bands,
      Band band,
      BigInteger weight,
      BigInteger paid,
      PayoutDistribution distribution,
      Fraction unit) {
    if (weight.signum() > 0) {
      BigInteger total = distribution.totalWeight();
      bands.add(
          new BetPar.Contribution(
              band.name(), new Fraction(weight, total), new Fraction(paid, total).times(unit)));
    }
  }

  /// Multiples of the stake, the upper one excluded.
  private record Band(long from, long to) {
    /// The band above this one that holds the multiple.
    Band holding(Fraction multiple) {
      Band next = next();
      return multiple.compareTo(Fraction.of(next.to, 1)) < 0 ? next : next.holding(multiple);
    }

    /// Edges are 1, 2 and 5 times powers of ten: 1, 2, 5, 10, 20, …
    private Band next() {
      long leading = to;
      while (leading >= 10) {
        leading /= 10;
      }
      return new Band(to, leading == 2 ? to / 2 * 5 : to * 2);
    }

    String name() {
      return from == 0 ? "below 1 ×" : "%d × to %d ×".formatted(from, to);
    }
  }
}
