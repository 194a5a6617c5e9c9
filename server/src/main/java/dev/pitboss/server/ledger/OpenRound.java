package dev.pitboss.server.ledger;

import java.time.Instant;
import java.util.UUID;

/// A round of several steps that is not over: its stakes are in escrow. Immutable; a step makes the
/// next one.
///
/// @param ref public id, the settled round's too: the id of the request that opened it
/// @param staked minor units in escrow for it
/// @param bet the choices so far, as canonical JSON
/// @param version how many actions were taken since it was opened
/// @param draw the draws it was given when it was opened
/// @param endsAt when the rule finishes it, should the player not
public record OpenRound(
    UUID ref,
    long playerId,
    String game,
    int rulesId,
    long staked,
    String bet,
    int version,
    Round.DrawReference draw,
    Instant endsAt) {

  /// The round after one more action.
  ///
  /// @param added minor units it adds to the stakes, 0 for most
  public OpenRound next(String newBet, long added, Instant newEnd) {
    return new OpenRound(
        ref,
        playerId,
        game,
        rulesId,
        Math.addExact(staked, added),
        newBet,
        version + 1,
        draw,
        newEnd);
  }
}
