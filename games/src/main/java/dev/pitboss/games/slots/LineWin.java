package dev.pitboss.games.slots;

import java.util.List;

/// A run that won.
///
/// @param line index of its line among the machine's, from 0; -1 where there are none, and for
///   scatters
/// @param symbol the id of the symbol that is paid, wilds counting as it
/// @param count how many of a kind, on neighbouring reels
/// @param fromRight whether it begins at the rightmost reel
/// @param ways how many combinations of cells make it, a wild counting as many times as it
///   multiplies; 1 on a line, 0 where cells are counted, and for scatters
/// @param payoutMinor in minor units, all multipliers and a jackpot included
/// @param cells where a cluster stands, each as `row × reels + reel`, ascending; else empty
public record LineWin(
    int line,
    String symbol,
    int count,
    boolean fromRight,
    int ways,
    long payoutMinor,
    List<Integer> cells) {

  /// Copies the list.
  public LineWin {
    cells = List.copyOf(cells);
  }

  /// A win that is no cluster.
  public LineWin(
      int line, String symbol, int count, boolean fromRight, int ways, long payoutMinor) {
    this(line, symbol, count, fromRight, ways, payoutMinor, List.of());
  }

  /// A win on a line from the left.
  public LineWin(int line, String symbol, int count, long payoutMinor) {
    this(line, symbol, count, false, 1, payoutMinor);
  }
}
