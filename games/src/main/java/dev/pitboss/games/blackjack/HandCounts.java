package dev.pitboss.games.blackjack;

/// A player's cards by worth, taken from a shoe and put back: the hand the calculation is at.
final class HandCounts {
  private static final int BITS = 5;

  private final ShoeCounts shoe;
  private long key;
  private int hard;
  private int aces;

  HandCounts(ShoeCounts shoe) {
    this.shoe = shoe;
  }

  void take(int worth) {
    shoe.take(worth);
    key += 1L << (BITS * worth);
    hard += worth + 1;
    aces += worth == ShoeCounts.ACE ? 1 : 0;
  }

  void putBack(int worth) {
    shoe.putBack(worth);
    key -= 1L << (BITS * worth);
    hard -= worth + 1;
    aces -= worth == ShoeCounts.ACE ? 1 : 0;
  }

  /// Tells every composition from every other.
  long key() {
    return key;
  }

  boolean isSoft() {
    return aces > 0 && hard <= 11;
  }

  int total() {
    return isSoft() ? hard + 10 : hard;
  }

  boolean isBust() {
    return hard > 21;
  }
}
