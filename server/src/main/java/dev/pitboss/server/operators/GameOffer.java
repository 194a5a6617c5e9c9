package dev.pitboss.server.operators;

import dev.pitboss.server.json.InvalidInput;
import org.jspecify.annotations.Nullable;

/// A game as the platform offers it, which an operator's terms only narrow.
///
/// @param id as in `slots-20`
/// @param minStake of a round, minor units
/// @param maxStake of a round, minor units
/// @param stakeStep stakes are multiples of it, minor units
public record GameOffer(String id, long minStake, long maxStake, long stakeStep) {
  /// Whether the game takes stakes of that size.
  public boolean isWithin(long stake) {
    return stake >= minStake && stake <= maxStake;
  }

  /// Whether a stake is a multiple of the step.
  public boolean isOnStep(long stake) {
    return stake % stakeStep == 0;
  }

  /// Checks a stake limit that an operator sets.
  ///
  /// @param field for the error
  /// @param limit null where the platform's holds
  /// @throws InvalidInput when no round of the game could have that stake
  void check(String field, @Nullable Long limit) {
    if (limit == null) {
      return;
    }
    if (!isWithin(limit)) {
      throw InvalidInput.field(
          field,
          "must be %d to %d, the game's own limits, got %d".formatted(minStake, maxStake, limit));
    }
    if (!isOnStep(limit)) {
      throw InvalidInput.field(
          field, "must be a multiple of %d, got %d".formatted(stakeStep, limit));
    }
  }
}
