package dev.pitboss.server.restrictions;

import dev.pitboss.server.ledger.EntryKind;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// An entry of a player's statement as far as play goes.
///
/// @param kind kinds that are not play change nothing here
/// @param amount minor units, negative when the player pays
/// @param ref the round; null for what belongs to none
public record PlayEntry(EntryKind kind, long amount, @Nullable UUID ref, Instant at) {
  /// Whether it places a stake: held in escrow, or staked at once. What comes back from escrow to
  /// be staked for good was placed before.
  ///
  /// @param before the entry right before it
  boolean placesStake(@Nullable PlayEntry before) {
    return switch (kind) {
      case HOLD, EXTERNAL_STAKE -> true;
      case STAKE -> before == null || before.kind != EntryKind.RELEASE || !isOfRound(before.ref);
      case RELEASE, PAYOUT, EXTERNAL_PAYOUT, EXTERNAL_ROLLBACK -> false;
      case GRANT, ADJUSTMENT, REFILL, EXPIRY, TRANSFER_IN, TRANSFER_OUT -> false; // not play
    };
  }

  private boolean isOfRound(@Nullable UUID other) {
    return ref != null && ref.equals(other);
  }
}
