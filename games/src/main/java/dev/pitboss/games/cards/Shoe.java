package dev.pitboss.games.cards;

import dev.pitboss.games.Draws;

/// Freshly shuffled decks, dealt card by card.
///
/// The shuffle happens as the cards are dealt: with `n` cards left, the next one is that at
/// position `draw below n`, and the last card takes its place. At first position `i` holds card `i
/// mod 52`. So a card costs one draw, and what has not been dealt is not even decided.
///
/// Not thread-safe. It shows nothing of its cards, not in `toString` either.
public final class Shoe {
  /// Most decks in a shoe; casinos use up to eight.
  public static final int MAX_DECKS = 8;

  private final Draws draws;
  private final byte[] cards;
  private int remaining;

  /// A full shoe.
  ///
  /// @param decks 1 to 8
  /// @throws IllegalArgumentException for any other number of decks
  public Shoe(int decks, Draws draws) {
    if (decks < 1 || decks > MAX_DECKS) {
      throw new IllegalArgumentException(
          "A shoe has 1 to %d decks, got %d".formatted(MAX_DECKS, decks));
    }
    this.draws = draws;
    this.remaining = decks * Card.DECK;
    this.cards = new byte[remaining];
    for (int i = 0; i < remaining; i++) {
      cards[i] = (byte) (i % Card.DECK);
    }
  }

  /// Deals the next card.
  ///
  /// @throws IllegalStateException when the shoe is empty
  public Card deal() {
    if (remaining == 0) {
      throw new IllegalStateException("The shoe is empty");
    }
    int position = draws.below(remaining);
    Card dealt = Card.of(cards[position]);
    remaining--;
    cards[position] = cards[remaining];
    return dealt;
  }

  /// How many cards are left.
  public int remaining() {
    return remaining;
  }

  @Override
  public String toString() {
    return "Shoe[remaining=" + remaining + "]";
  }
}
