package dev.pitboss.games.cards;

/// A rank, from the two up to the ace.
public enum Rank {
  /// 2
  TWO("2", 2),
  /// 3
  THREE("3", 3),
  /// 4
  FOUR("4", 4),
  /// 5
  FIVE("5", 5),
  /// 6
  SIX("6", 6),
  /// 7
  SEVEN("7", 7),
  /// 8
  EIGHT("8", 8),
  /// 9
  NINE("9", 9),
  /// 10
  TEN("10", 10),
  /// Jack
  JACK("J", 10),
  /// Queen
  QUEEN("Q", 10),
  /// King
  KING("K", 10),
  /// Ace
  ACE("A", 1);

  private final String sign;
  private final int pips;

  Rank(String sign, int pips) {
    this.sign = sign;
    this.pips = pips;
  }

  /// How the rank is written on the card.
  public String sign() {
    return sign;
  }

  /// The rank's worth with court cards at ten and the ace at one.
  public int pips() {
    return pips;
  }
}
