package dev.pitboss.games.baccarat;

import java.util.Arrays;
import java.util.Optional;

/// A spot of the layout.
public enum Spot {
  /// The player's hand wins; pays 1:1, a tie returns the stake.
  PLAYER("player", 40),
  /// The banker's hand wins; pays 0.95:1, a tie returns the stake.
  BANKER("banker", 39),
  /// Both hands are worth the same; pays 8:1.
  TIE("tie", 180),
  /// The player's first two cards are of one rank; pays 11:1.
  PLAYER_PAIR("playerPair", 240),
  /// The banker's first two cards are of one rank; pays 11:1.
  BANKER_PAIR("bankerPair", 240);

  /// Payouts are counted in twentieths of the stake, for the banker's commission of 5 %.
  static final int PARTS = 20;

  private final String id;
  private final int payoutParts;

  Spot(String id, int payoutParts) {
    this.id = id;
    this.payoutParts = payoutParts;
  }

  /// The name that is stored and sent.
  public String id() {
    return id;
  }

  /// A stake here has to be a multiple of this, so that its payout is a whole number of minor
  /// units.
  public int stakeStep() {
    return payoutParts % PARTS == 0 ? 1 : PARTS;
  }

  /// The spot of that id, if there is one.
  public static Optional<Spot> of(String id) {
    return Arrays.stream(values()).filter(spot -> spot.id.equals(id)).findFirst();
  }

  /// What the coup pays a bet here in twentieths of its stake, stake included; 0 when it loses.
  int paidParts(Coup coup) {
    Winner winner = coup.winner();
    return switch (this) {
      case PLAYER -> winner == Winner.PLAYER ? payoutParts : winner == Winner.TIE ? PARTS : 0;
      case BANKER -> winner == Winner.BANKER ? payoutParts : winner == Winner.TIE ? PARTS : 0;
      case TIE -> winner == Winner.TIE ? payoutParts : 0;
      case PLAYER_PAIR -> coup.isPlayerPair() ? payoutParts : 0;
      case BANKER_PAIR -> coup.isBankerPair() ? payoutParts : 0;
    };
  }

  /// The most a bet here can be paid, in twentieths of its stake.
  int mostParts() {
    return payoutParts;
  }
}
