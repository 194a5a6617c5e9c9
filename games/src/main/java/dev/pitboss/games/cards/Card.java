package dev.pitboss.games.cards;

import java.util.Arrays;
import java.util.List;

/// A playing card; equal cards of different decks are the same card.
///
/// @param rank its rank
/// @param suit its suit
public record Card(Rank rank, Suit suit) {
  /// How many cards a deck has.
  public static final int DECK = 52;

  private static final List<Card> ALL =
      Arrays.stream(Rank.values())
          .flatMap(rank -> Arrays.stream(Suit.values()).map(suit -> new Card(rank, suit)))
          .toList();

  /// The card of that number: ranks from the two up, within a rank ♦ ♥ ♠ ♣.
  ///
  /// @param number 0 to 51
  /// @throws IllegalArgumentException for any other number
  public static Card of(int number) {
    if (number < 0 || number >= DECK) {
      throw new IllegalArgumentException("A card's number is 0 to 51, got " + number);
    }
    return ALL.get(number);
  }

  /// The card so written, such as `10♥`.
  ///
  /// @throws IllegalArgumentException when there is no such card
  public static Card parse(String text) {
    return ALL.stream()
        .filter(card -> card.toString().equals(text))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown card '" + text + "'"));
  }

  /// Rank and suit, such as `10♥`.
  @Override
  public String toString() {
    return rank.sign() + suit.sign();
  }
}
