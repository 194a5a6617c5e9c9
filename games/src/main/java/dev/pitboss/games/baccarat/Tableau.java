package dev.pitboss.games.baccarat;

/// The drawing rules, on the worth of cards alone: this game has no choices.
final class Tableau {
  /// Stands for the third card of a player who stood.
  static final int NO_CARD = -1;

  private Tableau() {}

  /// A natural eight or nine on either side ends the coup.
  static boolean endsAtOnce(int playerTotal, int bankerTotal) {
    return playerTotal >= 8 || bankerTotal >= 8;
  }

  /// The player draws to 0–5.
  static boolean playerDraws(int total) {
    return total <= 5;
  }

  /// The banker draws by its total and the worth of the player's third card; without one, as the
  /// player does.
  static boolean bankerDraws(int total, int playerThird) {
    if (playerThird == NO_CARD) {
      return total <= 5;
    }
    return total <= 2
        || (total == 3 && playerThird != 8)
        || (total == 4 && playerThird >= 2 && playerThird <= 7)
        || (total == 5 && playerThird >= 4 && playerThird <= 7)
        || (total == 6 && (playerThird == 6 || playerThird == 7));
  }
}
