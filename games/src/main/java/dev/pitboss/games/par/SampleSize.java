package dev.pitboss.games.par;

/// Number of rounds a measured return needs before it is compared with the mathematics. One rule
/// for the command line, the API and the pages.
///
/// Intervals and bands take a mean for normally distributed. After a handful of rounds, or before a
/// rare win had a chance to come, it is not.
public final class SampleSize {
  /// Below, one large win decides the mean.
  public static final long MIN_ROUNDS = 1_000;

  /// Below, the number of wins itself is off by a fifth or more.
  public static final long MIN_EXPECTED_HITS = 25;

  private SampleSize() {}

  /// Whether that many rounds of any game are enough.
  public static boolean isEnough(long rounds) {
    return rounds >= MIN_ROUNDS;
  }

  /// Whether that many rounds of one bet are enough.
  public static boolean isEnough(long rounds, BetPar bet) {
    return isEnough(rounds) && rounds >= needed(bet);
  }

  /// How many rounds of one bet are enough.
  public static long needed(BetPar bet) {
    double hits = bet.hitFrequency().toDouble();
    return hits == 0
        ? Long.MAX_VALUE
        : Math.max(MIN_ROUNDS, (long) Math.ceil(MIN_EXPECTED_HITS / hits));
  }
}
