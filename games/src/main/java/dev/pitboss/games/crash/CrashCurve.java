package dev.pitboss.games.crash;

/// Growth of the multiplier: `⌊100 · e^(0.00006 · ms)⌋` hundredths, 1.00 at the start, 2.00 after
/// 11.6 s, 100.00 after 76.8 s. Both directions agree to the millisecond.
public final class CrashCurve {
  /// Per millisecond.
  public static final double GROWTH = 0.00006;

  /// Beyond this many milliseconds the multiplier is more than any crash point can be.
  static final long MAX_MILLIS = 1_000_000;

  private CrashCurve() {}

  /// The multiplier in hundredths that a round shows.
  ///
  /// @param millis since its start; before it, and then, the multiplier is 100
  public static long multiplierAt(long millis) {
    // StrictMath: the same on every machine, so that a time always means one multiplier
    return (long) (100 * StrictMath.exp(GROWTH * Math.clamp(millis, 0, MAX_MILLIS)));
  }

  /// The first millisecond that shows a multiplier.
  ///
  /// @param hundredths at least 100
  public static long reachedAtMillis(long hundredths) {
    if (hundredths < 100) {
      throw new IllegalArgumentException("The multiplier starts at 100, got " + hundredths);
    }
    long millis = (long) (StrictMath.log(hundredths / 100.0) / GROWTH);
    while (millis > 0 && multiplierAt(millis - 1) >= hundredths) {
      millis--;
    }
    while (millis < MAX_MILLIS && multiplierAt(millis) < hundredths) {
      millis++;
    }
    return millis;
  }
}
