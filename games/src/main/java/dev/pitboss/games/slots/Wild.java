package dev.pitboss.games.slots;

/// A symbol that substitutes for all others except the scatter.
///
/// @param symbol its id
/// @param multiplier a line win of another symbol in which it stands is multiplied by it; 1 for
///   none
/// @param expansion when it fills the whole reel on which it is in view
public record Wild(String symbol, int multiplier, Expansion expansion) {

  /// When a wild in view makes every cell of its reel wild, for line wins; scatters are counted
  /// before.
  public enum Expansion {
    /// In no spin.
    NEVER,

    /// In every spin.
    ALWAYS,

    /// In free spins only.
    IN_FREE_SPINS
  }

  /// A wild that only substitutes.
  public Wild(String symbol) {
    this(symbol, 1, Expansion.NEVER);
  }

  boolean expandsIn(boolean freeSpin) {
    return expansion == Expansion.ALWAYS || (freeSpin && expansion == Expansion.IN_FREE_SPINS);
  }
}
