package dev.pitboss.games.blackjack;

import dev.pitboss.games.Draws;
import dev.pitboss.games.cards.Card;
import dev.pitboss.games.cards.Rank;
import dev.pitboss.games.cards.Shoe;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A round of blackjack as a state machine: dealt from draws, moved by actions.
///
/// Stake, draws and the actions taken decide everything, so play, recovery after a crash and
/// verification are the same thing: [#replay]. A round holds the hole card and a shoe that is dealt
/// as it goes; [#table] is what may leave the server. Not thread-safe.
public final class BlackjackRound {
  /// A stake has to be a multiple of this, so that 3:2, surrender and insurance come out whole.
  public static final int STAKE_STEP = 2;

  /// The largest stake: four hands doubled are paid sixteen times as much, which fits a `long`.
  public static final long MAX_STAKE_MINOR = Long.MAX_VALUE / 32 * STAKE_STEP;

  private final BlackjackRules rules;
  private final long stakeMinor;
  private final Shoe shoe;
  private final List<Card> dealer = new ArrayList<>();
  private final List<PlayerHand> hands = new ArrayList<>();
  private int active;
  private int actionsTaken;
  private long insuranceMinor;
  private boolean hasPeeked;
  private boolean isOver;

  private BlackjackRound(BlackjackRules rules, long stakeMinor, Draws draws) {
    this.rules = rules;
    this.stakeMinor = stakeMinor;
    this.shoe = new Shoe(rules.decks(), draws);
  }

  /// Deals a round: player, dealer's up card, player, dealer's hole card. It may be over at once.
  ///
  /// @param stakeMinor a positive multiple of [#STAKE_STEP], at most [#MAX_STAKE_MINOR]
  /// @throws IllegalArgumentException for any other stake, before anything is drawn
  public static BlackjackRound deal(BlackjackRules rules, long stakeMinor, Draws draws) {
    if (stakeMinor < 1 || stakeMinor % STAKE_STEP != 0 || stakeMinor > MAX_STAKE_MINOR) {
      throw new IllegalArgumentException(
          "A stake on blackjack is a positive multiple of %d up to %d, got %d"
              .formatted(STAKE_STEP, MAX_STAKE_MINOR, stakeMinor));
    }
    BlackjackRound round = new BlackjackRound(rules, stakeMinor, draws);
    round.deal();
    return round;
  }

  /// The round after these actions.
  ///
  /// @throws IllegalArgumentException when one of them was not legal at its time
  public static BlackjackRound replay(
      BlackjackRules rules, long stakeMinor, Draws draws, List<Action> actions) {
    BlackjackRound round = deal(rules, stakeMinor, draws);
    actions.forEach(round::take);
    return round;
  }

  /// What can be done now; empty when the round is over.
  public Set<Action> legalActions() {
    Set<Action> legal = EnumSet.noneOf(Action.class);
    if (isOver) {
      return legal;
    }
    PlayerHand hand = hands.get(active);
    boolean hasTwoCards = hand.cards().size() == 2;
    boolean isFirst = hands.size() == 1;
    legal.add(Action.STAND);
    if (hand.total().value() < 21) {
      legal.add(Action.HIT);
      if (hasTwoCards && (isFirst || rules.doubleAfterSplit())) {
        legal.add(Action.DOUBLE);
      }
      if (hasTwoCards && hands.size() < rules.maxHands() && isPair(hand)) {
        legal.add(Action.SPLIT);
      }
      if (hasTwoCards && isFirst && rules.lateSurrender()) {
        legal.add(Action.SURRENDER);
      }
    }
    if (!hasPeeked) {
      legal.add(Action.INSURANCE);
    }
    return legal;
  }

  /// The most that action can add to the stakes, in minor units: 0 for those that are free.
  public long cost(Action action) {
    return switch (action) {
      case HIT, STAND, SURRENDER -> 0;
      case DOUBLE, SPLIT -> stakeMinor;
      case INSURANCE -> stakeMinor / 2;
    };
  }

  /// Takes an action. Under an ace the dealer peeks with the first of them: if there is a natural,
  /// the round is over and the action costs nothing, insurance excepted.
  ///
  /// @throws IllegalArgumentException when the action is not legal now; nothing has changed then
  public void take(Action action) {
    if (!legalActions().contains(action)) {
      throw new IllegalArgumentException(
          "'%s' is not possible now; possible are %s"
              .formatted(action.id(), legalActions().stream().map(Action::id).toList()));
    }
    actionsTaken++;
    if (action == Action.INSURANCE) {
      insuranceMinor = stakeMinor / 2;
    }
    if (!hasPeeked) {
      peek();
    }
    if (!isOver) {
      play(action);
    }
  }

  /// What the player may see.
  public BlackjackTable table() {
    return new BlackjackTable(
        actionsTaken,
        isOver ? dealer : dealer.subList(0, 1),
        hands,
        isOver ? -1 : active,
        legalActions(),
        stakedMinor(),
        insuranceMinor,
        isOver,
        payoutMinor());
  }

  /// All stakes so far, insurance included, in minor units. What an action has added to it is what
  /// it costs.
  public long stakedMinor() {
    return insuranceMinor + hands.stream().mapToLong(PlayerHand::stakeMinor).sum();
  }

  /// Whether the round is settled.
  public boolean isOver() {
    return isOver;
  }

  /// What the round pays in minor units, stakes included; 0 until it is over.
  public long payoutMinor() {
    if (!isOver) {
      return 0;
    }
    long insurancePaid = Total.isNatural(dealer) ? 3 * insuranceMinor : 0;
    return insurancePaid + hands.stream().mapToLong(PlayerHand::payoutMinor).sum();
  }

  @Override
  public String toString() {
    return "BlackjackRound[" + table() + "]";
  }

  private void deal() {
    Card first = shoe.deal();
    dealer.add(shoe.deal());
    hands.add(new PlayerHand(List.of(first, shoe.deal()), stakeMinor, HandState.PLAYING));
    dealer.add(shoe.deal());
    if (dealer.getFirst().rank() != Rank.ACE) {
      peek();
    }
  }

  /// A natural on either side ends the round.
  private void peek() {
    hasPeeked = true;
    if (Total.isNatural(dealer) || Total.isNatural(hands.getFirst().cards())) {
      hands.set(0, hands.getFirst().in(HandState.STANDING));
      settle();
    }
  }

  private void play(Action action) {
    PlayerHand hand = hands.get(active);
    switch (action) {
      case HIT -> hands.set(active, hand.with(shoe.deal()));
      case STAND -> hands.set(active, hand.standing());
      case DOUBLE -> hands.set(active, hand.doubled().with(shoe.deal()).standing());
      case SPLIT -> split(hand);
      case SURRENDER -> hands.set(active, hand.in(HandState.SURRENDERED));
      // Taken before the dealer peeked; the hand goes on as it was.
      case INSURANCE -> {}
    }
    while (active < hands.size() && hands.get(active).state() != HandState.PLAYING) {
      active++;
    }
    if (active == hands.size()) {
      drawDealer();
      settle();
    }
  }

  private void split(PlayerHand hand) {
    boolean isAces = hand.cards().getFirst().rank() == Rank.ACE;
    List<PlayerHand> both = new ArrayList<>();
    for (Card card : hand.cards()) {
      PlayerHand next =
          new PlayerHand(List.of(card), stakeMinor, HandState.PLAYING).with(shoe.deal());
      both.add(isAces ? next.standing() : next);
    }
    hands.remove(active);
    hands.addAll(active, both);
  }

  /// The dealer draws only against a hand that still waits.
  private void drawDealer() {
    if (hands.stream().noneMatch(PlayerHand::isStanding)) {
      return;
    }
    Total total = Total.of(dealer);
    while (total.value() < 17
        || (total.value() == 17 && total.soft() && rules.dealerHitsSoft17())) {
      dealer.add(shoe.deal());
      total = Total.of(dealer);
    }
  }

  private void settle() {
    isOver = true;
    hands.replaceAll(hand -> hand.isStanding() ? hand.in(against(hand)) : hand);
  }

  private HandState against(PlayerHand hand) {
    boolean hasNatural = hands.size() == 1 && Total.isNatural(hand.cards());
    boolean dealerHasNatural = Total.isNatural(dealer);
    if (hasNatural || dealerHasNatural) {
      return hasNatural && dealerHasNatural
          ? HandState.PUSHED
          : hasNatural ? HandState.NATURAL : HandState.LOST;
    }
    int dealerTotal = Total.of(dealer).value();
    int total = hand.total().value();
    if (dealerTotal > 21 || total > dealerTotal) {
      return HandState.WON;
    }
    return total == dealerTotal ? HandState.PUSHED : HandState.LOST;
  }

  private static boolean isPair(PlayerHand hand) {
    return hand.cards().get(0).rank().pips() == hand.cards().get(1).rank().pips();
  }
}
