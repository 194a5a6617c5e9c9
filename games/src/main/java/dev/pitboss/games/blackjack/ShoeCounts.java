package dev.pitboss.games.blackjack;

/// Number of remaining cards of each value: all that chance depends on.
///
/// Worths are numbered 0 for the ace, 1 for the two, up to 9 for everything that counts ten.
final class ShoeCounts {
  static final int WORTHS = 10;
  static final int ACE = 0;
  static final int TEN = 9;

  private final int[] left = new int[WORTHS];
  private int total;

  ShoeCounts(int decks) {
    for (int worth = 0; worth < WORTHS; worth++) {
      left[worth] = decks * (worth == TEN ? 16 : 4);
    }
    total = 52 * decks;
  }

  int left(int worth) {
    return left[worth];
  }

  int total() {
    return total;
  }

  /// The chance that the next card is of that worth.
  double chance(int worth) {
    return (double) left[worth] / total;
  }

  void take(int worth) {
    left[worth]--;
    total--;
  }

  void putBack(int worth) {
    left[worth]++;
    total++;
  }

  /// The chance that the dealer, showing that card, has no natural.
  double chanceOfNoDealerNatural(int up) {
    return switch (up) {
      case ACE -> 1 - chance(TEN);
      case TEN -> 1 - chance(ACE);
      default -> 1;
    };
  }
}
