package dev.pitboss.games.baccarat;

import dev.pitboss.games.cards.Card;
import dev.pitboss.games.cards.Shoe;
import java.util.ArrayList;
import java.util.List;

/// One deal of both hands.
///
/// @param player the player's two or three cards, in the order dealt
/// @param banker the banker's
public record Coup(List<Card> player, List<Card> banker) {

  /// Copies the lists and refuses hands that the drawing rules would not give.
  public Coup {
    player = List.copyOf(player);
    banker = List.copyOf(banker);
    if (!followsTheTableau(player, banker)) {
      throw new IllegalArgumentException(
          "The drawing rules do not give player " + player + " and banker " + banker);
    }
  }

  /// Deals by the rules: player, banker, player, banker, then third cards, player first.
  static Coup deal(Shoe shoe) {
    List<Card> player = new ArrayList<>();
    List<Card> banker = new ArrayList<>();
    for (int card = 0; card < 2; card++) {
      player.add(shoe.deal());
      banker.add(shoe.deal());
    }
    if (!Tableau.endsAtOnce(total(player), total(banker))) {
      if (Tableau.playerDraws(total(player))) {
        player.add(shoe.deal());
      }
      if (Tableau.bankerDraws(total(banker), thirdWorth(player))) {
        banker.add(shoe.deal());
      }
    }
    return new Coup(player, banker);
  }

  /// The player's hand's worth, 0 to 9.
  public int playerTotal() {
    return total(player);
  }

  /// The banker's hand's worth, 0 to 9.
  public int bankerTotal() {
    return total(banker);
  }

  /// Who the coup goes to.
  public Winner winner() {
    return Winner.of(playerTotal(), bankerTotal());
  }

  /// Whether the player's first two cards are of one rank.
  public boolean isPlayerPair() {
    return player.get(0).rank() == player.get(1).rank();
  }

  /// Whether the banker's first two cards are of one rank.
  public boolean isBankerPair() {
    return banker.get(0).rank() == banker.get(1).rank();
  }

  /// What a card is worth: tens and court cards nothing, the ace one.
  static int worth(Card card) {
    return card.rank().pips() % 10;
  }

  private static int total(List<Card> cards) {
    return cards.stream().mapToInt(Coup::worth).sum() % 10;
  }

  private static int thirdWorth(List<Card> hand) {
    return hand.size() == 3 ? worth(hand.get(2)) : Tableau.NO_CARD;
  }

  private static boolean followsTheTableau(List<Card> player, List<Card> banker) {
    if (player.size() < 2 || player.size() > 3 || banker.size() < 2 || banker.size() > 3) {
      return false;
    }
    int playerTwo = total(player.subList(0, 2));
    int bankerTwo = total(banker.subList(0, 2));
    boolean goesOn = !Tableau.endsAtOnce(playerTwo, bankerTwo);
    return (player.size() == 3) == (goesOn && Tableau.playerDraws(playerTwo))
        && (banker.size() == 3) == (goesOn && Tableau.bankerDraws(bankerTwo, thirdWorth(player)));
  }
}
