package dev.pitboss.games.cards;

import dev.pitboss.games.Draws;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.regex.Pattern;

/// Draws that make a shoe deal the given cards; what comes after them is the shoe's first card each
/// time.
public final class StackedShoe implements Draws {
  private final byte[] cards;
  private final Deque<Card> wanted = new ArrayDeque<>();

  /// @param cards in the order they are to be dealt, separated by spaces
  public StackedShoe(int decks, String cards) {
    this.cards = new byte[decks * Card.DECK];
    for (int i = 0; i < this.cards.length; i++) {
      this.cards[i] = (byte) (i % Card.DECK);
    }
    Pattern.compile(" ").splitAsStream(cards).map(Card::parse).forEach(wanted::add);
  }

  @Override
  public int below(int bound) {
    int position = 0;
    if (!wanted.isEmpty()) {
      Card card = wanted.remove();
      while (!Card.of(cards[position]).equals(card)) {
        position++;
      }
    }
    cards[position] = cards[bound - 1];
    return position;
  }
}
