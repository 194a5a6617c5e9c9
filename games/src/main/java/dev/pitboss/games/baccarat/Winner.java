package dev.pitboss.games.baccarat;

/// The winner of a coup.
public enum Winner {
  /// The player's hand is worth more.
  PLAYER("player"),
  /// The banker's hand is worth more.
  BANKER("banker"),
  /// Both are worth the same.
  TIE("tie");

  private final String id;

  Winner(String id) {
    this.id = id;
  }

  /// The name that is stored and sent.
  public String id() {
    return id;
  }

  static Winner of(int playerTotal, int bankerTotal) {
    return playerTotal > bankerTotal ? PLAYER : playerTotal < bankerTotal ? BANKER : TIE;
  }
}
