package dev.pitboss.games.slots;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One spin of the reels, paid or free.
///
/// @param stops where each reel stopped
/// @param grid the symbol ids in view, row by row from the top, each row left to right
/// @param wins the runs that won on that grid, lines by their index
/// @param cascades the grids after it, in their order; the last has no wins, unless a spin has no
///   more cascades. Empty where nothing falls
/// @param scatter what the scatters did, or null
/// @param freeSpinsAwarded how many free spins this spin adds to the round
/// @param multiplier what the wins of its first grid were multiplied by
/// @param payoutMinor the sum of its wins in minor units, those of cascades included
public record SlotSpin(
    List<Integer> stops,
    List<List<String>> grid,
    List<LineWin> wins,
    List<Cascade> cascades,
    @Nullable ScatterWin scatter,
    int freeSpinsAwarded,
    int multiplier,
    long payoutMinor) {

  /// A grid after symbols vanished and others fell.
  ///
  /// @param grid as that of the spin
  /// @param wins of this grid
  /// @param multiplier what they were multiplied by, a free spin's included
  /// @param payoutMinor their sum in minor units
  public record Cascade(
      List<List<String>> grid, List<LineWin> wins, int multiplier, long payoutMinor) {

    /// Copies the lists.
    public Cascade {
      grid = grid.stream().map(List::copyOf).toList();
      wins = List.copyOf(wins);
    }
  }

  /// Copies the lists.
  public SlotSpin {
    stops = List.copyOf(stops);
    grid = grid.stream().map(List::copyOf).toList();
    wins = List.copyOf(wins);
    cascades = List.copyOf(cascades);
  }

  /// What is in view in the end, where scatters are counted.
  public List<List<String>> lastGrid() {
    return cascades.isEmpty() ? grid : cascades.getLast().grid();
  }
}
