package dev.pitboss.games.cards;

/// A suit, in the order verifiers number them.
public enum Suit {
  /// ♦
  DIAMONDS('♦'),
  /// ♥
  HEARTS('♥'),
  /// ♠
  SPADES('♠'),
  /// ♣
  CLUBS('♣');

  private final char sign;

  Suit(char sign) {
    this.sign = sign;
  }

  /// The suit's sign.
  public char sign() {
    return sign;
  }
}
