package dev.pitboss.server.commands;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.simulation.Sample;
import java.util.List;

/// Confidence interval of a measured RTP, by the normal approximation. It says nothing below
/// [dev.pitboss.games.par.SampleSize].
///
/// @param percent of all samples whose interval holds the truth
record Interval(int percent, double low, double high) {
  /// Quantiles of the normal distribution, two-sided.
  private static final double Z_95 = 1.959963984540054;

  private static final double Z_99 = 2.5758293035489004;

  /// What sums of doubles can be off, beside a spread of 0.
  private static final double ROUNDING = 1e-12;

  /// The intervals of 95 and 99 %, from the spread seen.
  static List<Interval> of(Sample sample) {
    return of(sample, sample.volatility());
  }

  /// The same from the spread seen or the one the mathematics expect, whichever is larger: before
  /// the first rare win the spread seen is far too small.
  static List<Interval> of(Sample sample, BetPar exact) {
    return of(sample, Math.max(sample.volatility(), exact.volatility()));
  }

  private static List<Interval> of(Sample sample, double volatility) {
    double error = volatility / Math.sqrt((double) sample.rounds());
    return List.of(of(95, Z_95 * error, sample), of(99, Z_99 * error, sample));
  }

  private static Interval of(int percent, double reach, Sample sample) {
    return new Interval(percent, sample.rtp() - reach, sample.rtp() + reach);
  }

  /// Whether the exact RTP is within. Where it is known between two bounds, some of what is between
  /// them has to be.
  boolean holds(BetPar exact) {
    double rtp = exact.rtp().toDouble();
    return low - ROUNDING <= rtp && rtp - exact.lostToLimits() <= high + ROUNDING;
  }
}
