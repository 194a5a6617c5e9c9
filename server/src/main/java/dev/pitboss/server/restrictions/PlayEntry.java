package dev.pitboss.server.restrictions;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An entry of a player's statement as far as play goes.
///
/// @param kind as the ledger names it; kinds that are not play change nothing here
/// @param amount minor units, negative when the player pays
/// @param ref the round; null for what belongs to none
public record PlayEntry(String kind, long amount, @Nullable UUID ref, Instant at) {
  /// Whether it places a stake: held in escrow, or staked at once. What comes back from escrow to
  /// be staked for good was placed before.
  ///
  /// @param before the entry right before it
  boolean placesStake(@Nullable PlayEntry before) {
    return switch (kind) {
      case "hold", "external_stake" -> true;
      case "stake" -> before == null || !before.kind.equals("release") || !isOfRound(before.ref);
      default -> false; // the ledger's kinds are open: grants and the like are not play
    };
  }

  private boolean isOfRound(@Nullable UUID other) {
    return ref != null && ref.equals(other);
  }
}
