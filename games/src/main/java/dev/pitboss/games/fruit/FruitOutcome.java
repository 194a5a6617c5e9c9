package dev.pitboss.games.fruit;

import java.util.List;

/// One spin.
///
/// @param grid three rows of five fruits, from the top, left to right
/// @param wins the lines that won, by their index
/// @param payoutMinor the sum of the wins in minor units
public record FruitOutcome(List<List<Fruit>> grid, List<FruitWin> wins, long payoutMinor) {

  /// Copies the lists.
  public FruitOutcome {
    grid = grid.stream().map(List::copyOf).toList();
    wins = List.copyOf(wins);
  }
}
