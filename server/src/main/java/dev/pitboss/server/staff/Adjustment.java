package dev.pitboss.server.staff;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Money that one of staff asked to give to a player, or to take back when negative.
///
/// @param username the player's name now; null for a deleted account
/// @param amount minor units, not 0
/// @param reverses the adjustment it takes back, if it does
/// @param expiresAt until when it can be decided
/// @param decidedBy null while undecided
public record Adjustment(
    long adjustmentId,
    int operatorId,
    long playerId,
    @Nullable String username,
    long amount,
    String reason,
    @Nullable Long reverses,
    int requesterId,
    String requestedBy,
    Instant requestedAt,
    Instant expiresAt,
    @Nullable String decidedBy,
    @Nullable Instant decidedAt,
    @Nullable Boolean approved) {

  /// Where its decision stands.
  public enum State {
    /// It can be decided.
    WAITING,
    /// Its money moved.
    APPROVED,
    /// It was refused; nothing moved and nothing will.
    REJECTED,
    /// Not decided in time; nothing moved and nothing will.
    EXPIRED
  }

  /// Its state at that time.
  public State at(Instant now) {
    if (approved == null) {
      return now.isBefore(expiresAt) ? State.WAITING : State.EXPIRED;
    }
    return approved ? State.APPROVED : State.REJECTED;
  }
}
