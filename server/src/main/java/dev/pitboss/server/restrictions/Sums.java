package dev.pitboss.server.restrictions;

/// Totals of a player's bets in a period.
///
/// @param staked minor units placed, less what was taken back
/// @param paid minor units paid out
/// @param bets how often stakes were placed
/// @param playedMillis time at play
public record Sums(long staked, long paid, long bets, long playedMillis) {
  public static final Sums NONE = new Sums(0, 0, 0, 0);

  /// Both together.
  public Sums plus(Sums other) {
    return new Sums(
        Math.addExact(staked, other.staked),
        Math.addExact(paid, other.paid),
        bets + other.bets,
        playedMillis + other.playedMillis);
  }

  /// Won, or lost when negative; minor units. Open stakes count as lost.
  public long net() {
    return Math.subtractExact(paid, staked);
  }
}
