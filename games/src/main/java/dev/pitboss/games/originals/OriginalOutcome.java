package dev.pitboss.games.originals;

import java.util.List;

/// Outcome of a bet: what was drawn, and what it pays.
public sealed interface OriginalOutcome {
  /// Payout as a multiple of the stake, hundredths; 0 when the bet is lost.
  long multiplier();

  /// Of dice.
  ///
  /// @param roll hundredths, 0 to 10 000
  record Roll(int roll, long multiplier) implements OriginalOutcome {}

  /// Of limbo.
  ///
  /// @param reached the multiplier that was reached, hundredths, at least 100
  record Reached(long reached, long multiplier) implements OriginalOutcome {}

  /// Of plinko.
  ///
  /// @param path at each row 0 for left, 1 for right
  /// @param slot where the ball ends, from 0 at the left; as many as it went right
  record Path(List<Integer> path, int slot, long multiplier) implements OriginalOutcome {}

  /// Of the wheel.
  ///
  /// @param segment from 0
  record Stop(int segment, long multiplier) implements OriginalOutcome {}

  /// Of keno.
  ///
  /// @param drawn ten different numbers of 1 to 40, in the order drawn
  /// @param hits how many of them were picked
  record Numbers(List<Integer> drawn, int hits, long multiplier) implements OriginalOutcome {}
}
