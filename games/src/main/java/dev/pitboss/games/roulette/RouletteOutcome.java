package dev.pitboss.games.roulette;

import java.util.List;

/// The winning pocket, and its payout.
///
/// @param pocket 0 to 36
/// @param color the pocket's colour
/// @param wins the bets that won, in the order they were placed
/// @param payoutMinor the sum of their payouts in minor units, stakes included
public record RouletteOutcome(
    int pocket, PocketColor color, List<RouletteWin> wins, long payoutMinor) {

  /// Copies the list.
  public RouletteOutcome {
    wins = List.copyOf(wins);
  }
}
