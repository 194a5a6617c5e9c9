package dev.pitboss.games.blackjack;

/// State of a player's hand.
public enum HandState {
  /// Its turn is now or later.
  PLAYING("playing"),
  /// It takes no more cards and waits for the dealer.
  STANDING("standing"),
  /// It went over 21.
  BUST("bust"),
  /// It was given up for half its stake.
  SURRENDERED("surrendered"),
  /// The dealer has more.
  LOST("lost"),
  /// The dealer has the same; the stake comes back.
  PUSHED("pushed"),
  /// It beats the dealer and pays 1:1.
  WON("won"),
  /// Ace and ten dealt against no natural of the dealer's; pays 3:2.
  NATURAL("natural");

  private final String id;

  HandState(String id) {
    this.id = id;
  }

  /// The name that is stored and sent.
  public String id() {
    return id;
  }

  /// What a hand that ends so is paid, stake included.
  ///
  /// @param stakeMinor the hand's stake, even, so that every payout is whole
  long payoutMinor(long stakeMinor) {
    return switch (this) {
      case PLAYING, STANDING, BUST, LOST -> 0;
      case SURRENDERED -> stakeMinor / 2;
      case PUSHED -> stakeMinor;
      case WON -> 2 * stakeMinor;
      case NATURAL -> stakeMinor / 2 * 5;
    };
  }
}
