package dev.pitboss.games.blackjack;

import dev.pitboss.games.cards.Card;
import java.util.ArrayList;
import java.util.List;

/// One of the player's hands, as the player sees it.
///
/// @param cards in the order dealt
/// @param stakeMinor what is staked on it, in minor units
/// @param state where it stands
public record PlayerHand(List<Card> cards, long stakeMinor, HandState state) {

  /// Copies the list.
  public PlayerHand {
    cards = List.copyOf(cards);
  }

  /// What the cards come to.
  public Total total() {
    return Total.of(cards);
  }

  /// What the hand is paid in minor units, stake included; 0 while it is not settled.
  public long payoutMinor() {
    return state.payoutMinor(stakeMinor);
  }

  /// Whether it still waits for the dealer.
  boolean isStanding() {
    return state == HandState.STANDING;
  }

  /// With a card more: bust above 21, standing at 21.
  PlayerHand with(Card card) {
    List<Card> more = new ArrayList<>(cards);
    more.add(card);
    int value = Total.of(more).value();
    return new PlayerHand(
        more,
        stakeMinor,
        value > 21 ? HandState.BUST : value == 21 ? HandState.STANDING : HandState.PLAYING);
  }

  /// Taking no more cards, unless it is bust.
  PlayerHand standing() {
    return state == HandState.PLAYING ? in(HandState.STANDING) : this;
  }

  PlayerHand doubled() {
    return new PlayerHand(cards, 2 * stakeMinor, state);
  }

  PlayerHand in(HandState next) {
    return new PlayerHand(cards, stakeMinor, next);
  }
}
