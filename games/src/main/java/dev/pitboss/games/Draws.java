package dev.pitboss.games;

/// The only source of chance of a game.
///
/// A game takes its draws in a fixed order, so that the same seeds give the same outcome again.
/// Implementations keep a position and are not thread-safe: one instance serves one round.
@FunctionalInterface
public interface Draws {

  /// Draws the next number, uniform in `0 ≤ n < bound`.
  ///
  /// @param bound how many results are possible, at least 1
  /// @throws IllegalArgumentException when the bound is below 1
  int below(int bound);
}
