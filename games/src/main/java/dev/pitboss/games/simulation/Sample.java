package dev.pitboss.games.simulation;

/// Payouts of many rounds, per unit of the initial stake. Samples of independent rounds add up.
///
/// @param rounds how many were played
/// @param hits how many of them paid anything or awarded free spins
/// @param paid the sum of the payouts; stakes added within a round count by what they won or lost
/// @param paidSquared the sum of their squares
public record Sample(long rounds, long hits, double paid, double paidSquared) {
  /// No rounds at all.
  public static final Sample NONE = new Sample(0, 0, 0, 0);

  /// Both samples as one.
  public Sample plus(Sample other) {
    return new Sample(
        rounds + other.rounds,
        hits + other.hits,
        paid + other.paid,
        paidSquared + other.paidSquared);
  }

  /// The mean payout: an estimate of the RTP.
  public double rtp() {
    return paid / rounds;
  }

  /// The part of the rounds that were hits.
  public double hitFrequency() {
    return (double) hits / rounds;
  }

  /// The standard deviation of the payouts.
  public double volatility() {
    return Math.sqrt(Math.max(0, paidSquared / rounds - rtp() * rtp()));
  }

  /// The standard error of [#rtp]: it lies within 1.96 of these of the truth in 95 of 100 samples.
  public double standardError() {
    return volatility() / Math.sqrt((double) rounds);
  }
}
