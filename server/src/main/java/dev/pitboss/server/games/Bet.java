package dev.pitboss.server.games;

import dev.pitboss.games.Draws;
import java.util.Optional;
import java.util.function.Function;

/// A bet that was read and found in order: within the rules and the table's limits.
///
/// @param game id of the game
/// @param stake everything at risk, minor units, positive
/// @param maxPayout the most it can be paid, minor units, with what a round can add to its stakes
/// @param choices the bet as canonical JSON: what is stored, compared and replayed
/// @param rule decides it; pure, so the same draws give the same result at any time
/// @param rulesHash of the rules it was read by, where a game can get others while it is played
public record Bet(
    String game,
    long stake,
    long maxPayout,
    String choices,
    Function<Draws, Decision> rule,
    Optional<String> rulesHash) {

  /// A bet on a game whose rules stay while the casino runs.
  public Bet(
      String game, long stake, long maxPayout, String choices, Function<Draws, Decision> rule) {
    this(game, stake, maxPayout, choices, rule, Optional.empty());
  }

  /// What the rule made of the draws.
  ///
  /// @param stake everything that was at risk in the end, minor units: doubling and the like add to
  ///   what the bet began with
  /// @param payout minor units credited, stake included
  /// @param outcome as JSON, the `result` of the reply
  public record Decision(long stake, long payout, String outcome) {}
}
