package dev.pitboss.server.games;

import dev.pitboss.games.Draws;
import java.util.function.Function;

/// A bet that was read and found in order: within the rules and the table's limits.
///
/// @param game id of the game
/// @param stake everything at risk, minor units, positive
/// @param maxPayout the most it can be paid, minor units, with what a round can add to its stakes
/// @param choices the bet as canonical JSON: what is stored, compared and replayed
/// @param rule decides it; pure, so the same draws give the same result at any time
public record Bet(
    String game, long stake, long maxPayout, String choices, Function<Draws, Decision> rule) {

  /// What the rule made of the draws.
  ///
  /// @param stake everything that was at risk in the end, minor units: doubling and the like add to
  ///   what the bet began with
  /// @param payout minor units credited, stake included
  /// @param outcome as JSON, the `result` of the reply
  public record Decision(long stake, long payout, String outcome) {}
}
