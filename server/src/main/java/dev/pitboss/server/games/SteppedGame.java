package dev.pitboss.server.games;

/// A game whose round stays open between requests: its stake waits in escrow, and the player goes
/// on, or the rule does once the round was left alone for too long.
public sealed interface SteppedGame extends Game, EndsByRule permits FruitSlotsGame, BlackjackGame {

  /// A finished round, ready to be settled.
  ///
  /// @param bet all choices, as canonical JSON
  /// @param stake everything that was staked, minor units
  /// @param payout minor units credited, stakes included
  /// @param outcome as JSON
  record Ending(String bet, long stake, long payout, String outcome) {}
}
