package dev.pitboss.server.games;

import dev.pitboss.games.Draws;
import dev.pitboss.server.json.JsonObject;

/// A game whose round stays open between requests: its stake waits in escrow, and the player goes
/// on, or the rule does once the round was left alone for too long.
public sealed interface SteppedGame extends Game permits FruitSlotsGame, BlackjackGame {

  /// Ends a round as the rule does where the player decides nothing more.
  ///
  /// @param bet the choices so far, as stored with the open round
  /// @param draws the round's draws, from the start
  Ending end(JsonObject bet, Draws draws);

  /// A finished round, ready to be settled.
  ///
  /// @param bet all choices, as canonical JSON
  /// @param stake everything that was staked, minor units
  /// @param payout minor units credited, stakes included
  /// @param outcome as JSON
  record Ending(String bet, long stake, long payout, String outcome) {}
}
