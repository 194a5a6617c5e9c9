package dev.pitboss.games.slots;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One spin of the reels, paid or free.
///
/// @param stops where each reel stopped
/// @param grid the symbol ids in view, row by row from the top, each row left to right
/// @param wins the lines that won, by their index
/// @param scatter what the scatters did, or null
/// @param freeSpinsAwarded how many free spins this spin adds to the round
/// @param multiplier what its wins were multiplied by; 1 in a paid spin
/// @param payoutMinor the sum of its wins in minor units
public record SlotSpin(
    List<Integer> stops,
    List<List<String>> grid,
    List<LineWin> wins,
    @Nullable ScatterWin scatter,
    int freeSpinsAwarded,
    int multiplier,
    long payoutMinor) {

  /// Copies the lists.
  public SlotSpin {
    stops = List.copyOf(stops);
    grid = grid.stream().map(List::copyOf).toList();
    wins = List.copyOf(wins);
  }
}
