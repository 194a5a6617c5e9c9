package dev.pitboss.games.roulette;

import java.util.Set;

/// A pocket's colour on the European wheel.
public enum PocketColor {
  /// The eighteen red numbers.
  RED("red"),
  /// The eighteen black numbers.
  BLACK("black"),
  /// The zero.
  GREEN("green");

  private static final Set<Integer> RED_POCKETS =
      Set.of(1, 3, 5, 7, 9, 12, 14, 16, 18, 19, 21, 23, 25, 27, 30, 32, 34, 36);

  private final String id;

  PocketColor(String id) {
    this.id = id;
  }

  /// The name that is stored and sent.
  public String id() {
    return id;
  }

  /// The colour of a pocket.
  ///
  /// @throws IllegalArgumentException when there is no such pocket
  public static PocketColor of(int pocket) {
    if (pocket < 0 || pocket >= Roulette.POCKETS) {
      throw new IllegalArgumentException("A pocket is 0 to 36, got " + pocket);
    }
    if (pocket == 0) {
      return GREEN;
    }
    return RED_POCKETS.contains(pocket) ? RED : BLACK;
  }
}
