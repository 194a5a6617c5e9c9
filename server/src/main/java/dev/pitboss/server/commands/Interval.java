package dev.pitboss.server.commands;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.simulation.Sample;
import java.util.List;

/// Where a measured RTP says the true one lies, by the normal approximation.
///
/// @param percent of all samples whose interval holds the truth
record Interval(int percent, double low, double high) {
  /// Quantiles of the normal distribution, two-sided.
  private static final double Z_95 = 1.959963984540054;

  private static final double Z_99 = 2.5758293035489004;

  /// The intervals of 95 and 99 %.
  static List<Interval> of(Sample sample) {
    return List.of(of(95, Z_95, sample), of(99, Z_99, sample));
  }

  private static Interval of(int percent, double z, Sample sample) {
    double reach = z * sample.standardError();
    return new Interval(percent, sample.rtp() - reach, sample.rtp() + reach);
  }

  /// Whether the exact RTP is within; what limits may take from it counts in its favour.
  boolean holds(BetPar exact) {
    double rtp = exact.rtp().toDouble();
    return low <= rtp && rtp - exact.lostToLimits() <= high;
  }
}
