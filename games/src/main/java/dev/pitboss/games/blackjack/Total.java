package dev.pitboss.games.blackjack;

import dev.pitboss.games.cards.Card;
import dev.pitboss.games.cards.Rank;
import java.util.List;

/// Total of a hand's cards.
///
/// @param value the best total, above 21 when bust
/// @param soft whether an ace counts eleven in it
public record Total(int value, boolean soft) {

  /// The total of these cards.
  public static Total of(List<Card> cards) {
    int hard = cards.stream().mapToInt(card -> card.rank().pips()).sum();
    boolean soft = hard <= 11 && cards.stream().anyMatch(card -> card.rank() == Rank.ACE);
    return new Total(soft ? hard + 10 : hard, soft);
  }

  /// Whether these are an ace and a ten, the first two cards.
  static boolean isNatural(List<Card> cards) {
    return cards.size() == 2 && of(cards).value() == 21;
  }
}
