package dev.pitboss.games.blackjack;

import dev.pitboss.games.Rules;
import dev.pitboss.games.cards.Shoe;

/// A table's rules, as data.
///
/// The rules common to all tables: a fresh shoe for every round, naturals pay 3:2, the dealer peeks
/// under an ace or a ten, any two cards may be doubled, cards of equal worth may be split, split
/// aces get one card each and are not split again, and 21 after a split is no natural.
///
/// @param decks in the shoe, 1 to 8
/// @param dealerHitsSoft17 whether the dealer draws to a soft 17
/// @param doubleAfterSplit whether split hands may be doubled
/// @param maxHands how many hands splitting can make, 2 to 4
/// @param lateSurrender whether the first two cards can be given up once the dealer has peeked
public record BlackjackRules(
    int decks,
    boolean dealerHitsSoft17,
    boolean doubleAfterSplit,
    int maxHands,
    boolean lateSurrender) {
  /// Six decks, dealer stands on all 17, double after split, split to four hands, late surrender.
  public static final BlackjackRules STANDARD = new BlackjackRules(6, false, true, 4, true);

  /// Refuses a number of decks or hands out of range.
  public BlackjackRules {
    if (decks < 1 || decks > Shoe.MAX_DECKS) {
      throw new IllegalArgumentException("Blackjack takes 1 to 8 decks, got " + decks);
    }
    if (maxHands < 2 || maxHands > 4) {
      throw new IllegalArgumentException("Splitting makes 2 to 4 hands, got " + maxHands);
    }
  }

  /// The rules a round stores.
  public Rules rules() {
    String text =
        """
        %d decks, fresh for every round; card i of the shoe is i mod 52, ranks 2 to A, suits ♦♥♠♣
        each card: the one at draw below the cards left, then the last card takes its place
        deal player, dealer up, player, dealer hole; hands to the right are played later
        natural 3:2; dealer peeks under ace and ten; dealer %s soft 17
        double any two cards, after a split %s; split equal worth to %d hands
        split aces get one card each, 21 after a split is no natural
        late surrender %s; insurance up to half the stake, 2:1
        """
            .formatted(
                decks,
                dealerHitsSoft17 ? "hits" : "stands on",
                doubleAfterSplit ? "too" : "not",
                maxHands,
                lateSurrender ? "for half the stake" : "not offered");
    return new Rules("blackjack/1", text);
  }
}
