package dev.pitboss.games.blackjack;

import java.util.Arrays;
import java.util.Optional;

/// A player's action.
public enum Action {
  /// Takes a card.
  HIT("hit"),
  /// Takes no more cards.
  STAND("stand"),
  /// Doubles the stake for exactly one more card.
  DOUBLE("double"),
  /// Makes two hands of two cards of equal worth, each with the stake.
  SPLIT("split"),
  /// Bets half the stake that the dealer's ace has a ten under it; pays 2:1.
  INSURANCE("insurance"),
  /// Gives up the hand for half the stake.
  SURRENDER("surrender");

  private final String id;

  Action(String id) {
    this.id = id;
  }

  /// The name that is stored and sent.
  public String id() {
    return id;
  }

  /// The action of that id, if there is one.
  public static Optional<Action> of(String id) {
    return Arrays.stream(values()).filter(action -> action.id.equals(id)).findFirst();
  }
}
