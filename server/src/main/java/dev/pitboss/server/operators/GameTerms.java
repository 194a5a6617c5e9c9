package dev.pitboss.server.operators;

import org.jspecify.annotations.Nullable;

/// On which terms an operator offers a game. Limits are per round, in minor units, and can only
/// narrow the game's own; null leaves the game's. Immutable.
///
/// @param isOn whether new rounds can begin; open ones go on in any case
/// @param minStake what a round is begun with at least
/// @param maxStake what a round is begun with at most
/// @param maxPayout no bet is taken that could be paid more
public record GameTerms(
    boolean isOn, @Nullable Long minStake, @Nullable Long maxStake, @Nullable Long maxPayout) {
  /// The game as it is.
  public static final GameTerms AS_THE_GAME = new GameTerms(true, null, null, null);

  public GameTerms {
    requirePositive("minStake", minStake);
    requirePositive("maxStake", maxStake);
    requirePositive("maxPayout", maxPayout);
    if (minStake != null && maxStake != null && minStake > maxStake) {
      throw new IllegalArgumentException(
          "minStake of %d is above maxStake of %d".formatted(minStake, maxStake));
    }
  }

  private static void requirePositive(String name, @Nullable Long minor) {
    if (minor != null && minor <= 0) {
      throw new IllegalArgumentException(name + " must be positive, got " + minor);
    }
  }

  /// The same limits, with the game switched off.
  GameTerms off() {
    return new GameTerms(false, minStake, maxStake, maxPayout);
  }

  /// Whether a round can be staked or paid higher than by those terms.
  boolean isLaxerThan(GameTerms other) {
    return isAbove(maxStake, other.maxStake) || isAbove(maxPayout, other.maxPayout);
  }

  /// What of these terms is no laxer than those: one person alone can say so at once. A minimum
  /// stake above the maximum that stays is left out.
  GameTerms within(GameTerms other) {
    Long most = lower(maxStake, other.maxStake);
    Long least = minStake != null && most != null && minStake > most ? other.minStake : minStake;
    return new GameTerms(isOn, least, most, lower(maxPayout, other.maxPayout));
  }

  private static @Nullable Long lower(@Nullable Long one, @Nullable Long other) {
    if (one == null || other == null) {
      return one == null ? other : one;
    }
    return Long.min(one, other);
  }

  private static boolean isAbove(@Nullable Long limit, @Nullable Long other) {
    return other != null && (limit == null || limit > other);
  }

  /// The least stake, given the game's own.
  public long minStakeOr(long game) {
    return minStake == null ? game : Math.max(minStake, game);
  }

  /// The highest stake, given the game's own.
  public long maxStakeOr(long game) {
    return maxStake == null ? game : Math.min(maxStake, game);
  }
}
