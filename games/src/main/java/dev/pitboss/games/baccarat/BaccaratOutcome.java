package dev.pitboss.games.baccarat;

import java.util.List;

/// A coup, and what it pays.
///
/// @param coup the hands
/// @param wins the bets that are paid, in the order they were placed
/// @param payoutMinor the sum of their payouts in minor units
public record BaccaratOutcome(Coup coup, List<BaccaratWin> wins, long payoutMinor) {

  /// Copies the list.
  public BaccaratOutcome {
    wins = List.copyOf(wins);
  }
}
