package dev.pitboss.games.blackjack;

import dev.pitboss.games.cards.Card;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The player's view of a round: everything but the hole card and the shoe.
///
/// @param version how many actions have been taken; an action names the version it answers
/// @param dealer the dealer's up card alone until the round is over, then all cards
/// @param hands the player's hands, left to right
/// @param active the index of the hand whose turn it is, or −1
/// @param actions what can be done now; empty when the round is over
/// @param stakedMinor all stakes so far, insurance included, in minor units
/// @param insuranceMinor the part of it that is insurance
/// @param isOver whether the round is settled
/// @param payoutMinor what the round pays in minor units; 0 until it is over
public record BlackjackTable(
    int version,
    List<Card> dealer,
    List<PlayerHand> hands,
    int active,
    Set<Action> actions,
    long stakedMinor,
    long insuranceMinor,
    boolean isOver,
    long payoutMinor) {

  /// Copies the collections; actions keep their order.
  public BlackjackTable {
    dealer = List.copyOf(dealer);
    hands = List.copyOf(hands);
    actions = Collections.unmodifiableSet(new LinkedHashSet<>(actions));
  }
}
