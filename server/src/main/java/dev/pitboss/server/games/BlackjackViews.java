package dev.pitboss.server.games;

import dev.pitboss.games.blackjack.PlayerHand;
import dev.pitboss.games.blackjack.Total;
import dev.pitboss.games.cards.Card;
import io.avaje.jsonb.Json;
import java.util.List;

/// Both sides of a blackjack table as they are sent and stored. Made from what a player may see.
public final class BlackjackViews {
  private BlackjackViews() {}

  /// The dealer's cards: the up card alone until the round is over.
  ///
  /// @param cards as in `10♥`
  @Json
  public record Dealer(List<String> cards, int total, boolean soft) {
    /// The dealer with the cards that lie open.
    public static Dealer of(List<Card> open) {
      Total total = Total.of(open);
      return new Dealer(texts(open), total.value(), total.soft());
    }
  }

  /// One of the player's hands.
  ///
  /// @param stake minor units, twice the deal's once it was doubled
  /// @param state `playing`, `standing`, `bust`, `surrendered`, `lost`, `pushed`, `won`, `natural`
  /// @param payout minor units, stake included; 0 until the round is over
  @Json
  public record Hand(
      List<String> cards, int total, boolean soft, long stake, String state, long payout) {
    /// A hand as the player sees it.
    public static Hand of(PlayerHand hand) {
      return new Hand(
          texts(hand.cards()),
          hand.total().value(),
          hand.total().soft(),
          hand.stakeMinor(),
          hand.state().id(),
          hand.payoutMinor());
    }
  }

  private static List<String> texts(List<Card> cards) {
    return cards.stream().map(Card::toString).toList();
  }
}
