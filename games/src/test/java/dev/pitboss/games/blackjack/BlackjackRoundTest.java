package dev.pitboss.games.blackjack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pitboss.games.cards.Card;
import dev.pitboss.games.cards.StackedShoe;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Cards are listed as they are dealt: player, dealer up, player, dealer hole, then as drawn.
class BlackjackRoundTest {
  private static final long STAKE = 100;

  @ParameterizedTest
  @CsvSource({
    "10♦ 6♦ 9♦ K♣ 10♠, stand, 200, won",
    "10♦ 6♦ 9♦ K♣ 3♠, stand, 100, pushed",
    "10♦ 6♦ 9♦ K♣ 4♠, stand, 0, lost",
    "10♦ 7♦ 9♦ K♣, stand, 200, won",
    "10♦ 6♦ 6♥ K♣ 10♠, hit, 0, bust",
    "10♦ 6♦ 5♥ K♣ 6♠ 10♠, hit, 200, won",
    "10♦ 6♦ 5♥ K♣ 10♠, surrender, 50, surrendered"
  })
  void handIsSettledAgainstTheDealer(String cards, String action, long payout, String state) {
    BlackjackTable table = play(cards, action);

    assertThat(table.isOver()).isTrue();
    assertThat(table.payoutMinor()).isEqualTo(payout);
    assertThat(table.hands().getFirst().state().id()).isEqualTo(state);
  }

  @Test
  void naturalIsPaidThreeToTwoAtOnce() {
    BlackjackTable table = play("A♦ 9♦ K♥ 9♣");

    assertThat(table.isOver()).isTrue();
    assertThat(table.payoutMinor()).isEqualTo(250);
    assertThat(table.hands().getFirst().state()).isEqualTo(HandState.NATURAL);
    assertThat(table.dealer()).hasSize(2);
  }

  @Test
  void dealersNaturalUnderATenEndsTheRoundAtOnce() {
    assertThat(play("9♦ K♦ 9♥ A♣").payoutMinor()).isZero();
    assertThat(play("9♦ K♦ 9♥ A♣").isOver()).isTrue();
    assertThat(play("A♥ K♦ 10♥ A♣").payoutMinor()).as("two naturals push").isEqualTo(100);
  }

  @Test
  void insuranceIsOfferedUnderAnAceOnly() {
    assertThat(play("9♦ A♦ 9♥ K♣").actions()).contains(Action.INSURANCE);
    assertThat(play("9♦ K♦ 9♥ 9♣").actions()).doesNotContain(Action.INSURANCE);
    assertThat(play("9♦ A♦ 9♥ 5♣ 2♠", "hit").actions()).doesNotContain(Action.INSURANCE);
  }

  @Test
  void insurancePaysTwoToOneOnTheDealersNatural() {
    BlackjackTable table = play("9♦ A♦ 9♥ K♣", "insurance");

    assertThat(table.isOver()).isTrue();
    assertThat(table.stakedMinor()).isEqualTo(150);
    assertThat(table.payoutMinor()).isEqualTo(150);
  }

  @Test
  void lostInsuranceLeavesTheHandToBePlayed() {
    BlackjackTable insured = play("10♦ A♦ 9♥ 8♣", "insurance");

    assertThat(insured.isOver()).isFalse();
    assertThat(insured.actions())
        .containsExactlyInAnyOrder(Action.HIT, Action.STAND, Action.DOUBLE, Action.SURRENDER);
    assertThat(play("10♦ A♦ 9♥ 8♣", "insurance", "stand").payoutMinor()).isEqualTo(100);
  }

  @Test
  void evenMoneyIsInsuranceOnANatural() {
    BlackjackTable offered = play("A♥ A♦ K♥ K♣");

    assertThat(offered.isOver()).isFalse();
    assertThat(offered.actions()).containsExactlyInAnyOrder(Action.STAND, Action.INSURANCE);
    assertThat(play("A♥ A♦ K♥ K♣", "insurance").payoutMinor()).isEqualTo(250);
    assertThat(play("A♥ A♦ K♥ 9♣", "insurance").payoutMinor()).isEqualTo(250);
    assertThat(play("A♥ A♦ K♥ 9♣", "stand").payoutMinor()).isEqualTo(250);
    assertThat(play("A♥ A♦ K♥ K♣", "stand").payoutMinor()).isEqualTo(100);
  }

  @ParameterizedTest
  @ValueSource(strings = {"hit", "stand", "double", "split", "surrender"})
  void nothingMoreIsStakedOrSavedAgainstADealersNatural(String action) {
    BlackjackTable table = play("9♦ A♦ 9♥ K♣", action);

    assertThat(table.isOver()).isTrue();
    assertThat(table.stakedMinor()).isEqualTo(100);
    assertThat(table.payoutMinor()).isZero();
    assertThat(table.hands().getFirst().cards()).hasSize(2);
  }

  @Test
  void doubleTakesOneCardForTwiceTheStake() {
    BlackjackTable table = play("6♦ 6♥ 5♦ 10♣ 10♠ 10♦", "double");

    assertThat(table.stakedMinor()).isEqualTo(200);
    assertThat(table.payoutMinor()).isEqualTo(400);
    assertThat(table.hands().getFirst().cards()).hasSize(3);
  }

  @Test
  void splitPlaysTwoHandsLeftToRight() {
    BlackjackTable split = play("8♦ 6♥ 8♠ 10♣ 3♦ 10♥", "split");

    assertThat(split.active()).isZero();
    assertThat(split.stakedMinor()).isEqualTo(200);
    assertThat(split.hands()).extracting(hand -> hand.total().value()).containsExactly(11, 18);
    assertThat(split.actions()).containsExactlyInAnyOrder(Action.HIT, Action.STAND, Action.DOUBLE);

    BlackjackTable over = play("8♦ 6♥ 8♠ 10♣ 3♦ 10♥ 9♠ 10♦", "split", "double", "stand");

    assertThat(over.stakedMinor()).isEqualTo(300);
    assertThat(over.payoutMinor()).as("400 for the doubled hand, 200 for the other").isEqualTo(600);
  }

  @Test
  void splitGoesOnToFourHands() {
    String cards = "8♦ 6♥ 8♠ 10♣ 8♥ 8♣ 8♦ 2♠ 3♠ 4♠";
    BlackjackTable table = play(cards, "split", "split", "split");

    assertThat(table.hands()).hasSize(4);
    assertThat(table.stakedMinor()).isEqualTo(400);
    assertThat(table.actions()).as("no fifth hand").doesNotContain(Action.SPLIT);
  }

  @Test
  void splitAcesGetOneCardEachAndTwentyOneIsNoNatural() {
    BlackjackTable table = play("A♦ 6♥ A♠ 10♣ K♦ 5♥ 10♠", "split");

    assertThat(table.isOver()).isTrue();
    assertThat(table.hands()).extracting(PlayerHand::state).containsOnly(HandState.WON);
    assertThat(table.payoutMinor()).isEqualTo(400);
  }

  @Test
  void dealerDoesNotDrawAgainstHandsThatAreOut() {
    assertThat(play("10♦ 6♦ 6♥ 5♣ 10♠", "hit").dealer()).hasSize(2);
    assertThat(play("10♦ 6♦ 6♥ 5♣", "surrender").dealer()).hasSize(2);
  }

  @Test
  void softSeventeenIsForTheRulesToDecide() {
    BlackjackRules hits = new BlackjackRules(6, true, true, 4, true);
    String cards = "10♦ A♦ 8♥ 6♣ 4♠";

    assertThat(play(cards, "stand").payoutMinor()).as("dealer stands on soft 17").isEqualTo(200);
    BlackjackRound round = BlackjackRound.deal(hits, STAKE, new StackedShoe(6, cards));
    round.take(Action.STAND);
    assertThat(round.table().dealer()).hasSize(3);
    assertThat(round.payoutMinor()).as("dealer draws to 21").isZero();
  }

  @Test
  void holeCardAndShoeAreNotShownUntilTheRoundIsOver() {
    BlackjackRound round =
        BlackjackRound.deal(BlackjackRules.STANDARD, STAKE, new StackedShoe(6, "10♦ 6♦ 5♥ Q♣ 2♠"));

    assertThat(round.table().dealer()).containsExactly(Card.parse("6♦"));
    assertThat(round.toString()).contains("6♦").doesNotContain("Q♣");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> round.take(Action.SPLIT))
        .withMessageContaining("split")
        .withMessageNotContaining("Q♣");

    round.take(Action.HIT);
    assertThat(round.toString()).doesNotContain("Q♣");
    round.take(Action.STAND);
    assertThat(round.table().dealer()).contains(Card.parse("Q♣"));
  }

  @Test
  void illegalActionChangesNothing() {
    BlackjackRound round =
        BlackjackRound.deal(BlackjackRules.STANDARD, STAKE, new StackedShoe(6, "10♦ 6♦ 5♥ Q♣ 2♠"));
    BlackjackTable before = round.table();

    assertThatIllegalArgumentException().isThrownBy(() -> round.take(Action.INSURANCE));
    assertThat(round.table()).isEqualTo(before);
    round.take(Action.SURRENDER);
    assertThatIllegalArgumentException().isThrownBy(() -> round.take(Action.STAND));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, -2, 1, 99, Long.MAX_VALUE, BlackjackRound.MAX_STAKE_MINOR + 2})
  void stakeThatCannotBeHalvedOrPaidIsRefusedBeforeAnyDraw(long stake) {
    assertThatIllegalArgumentException()
        .isThrownBy(() ->
            BlackjackRound.deal(
                BlackjackRules.STANDARD,
                stake,
                _ -> {
                  throw new AssertionError("drew before checking");
                }))
        .withMessageContaining(String.valueOf(stake));
  }

  @Test
  void anyPlayEndsAndReplaysToTheSame() {
    for (long seed = 0; seed < 4000; seed++) {
      Random choices = new Random(~seed);
      BlackjackRound round =
          BlackjackRound.deal(
              BlackjackRules.STANDARD, BlackjackRound.MAX_STAKE_MINOR, new Random(seed)::nextInt);
      List<Action> taken = new ArrayList<>();
      while (!round.isOver()) {
        BlackjackTable table = round.table();
        assertThat(table.dealer()).as("seed %d", seed).hasSize(1);
        assertThat(table.version()).isEqualTo(taken.size());
        Action action = List.copyOf(table.actions()).get(choices.nextInt(table.actions().size()));
        long before = round.stakedMinor();
        round.take(action);
        taken.add(action);
        assertThat(round.stakedMinor() - before)
            .as("seed %d, %s", seed, action)
            .isBetween(0L, round.cost(action));
        BlackjackRound again =
            BlackjackRound.replay(
                BlackjackRules.STANDARD,
                BlackjackRound.MAX_STAKE_MINOR,
                new Random(seed)::nextInt,
                taken);
        assertThat(again.table()).as("seed %d, %s", seed, taken).isEqualTo(round.table());
      }
      assertThat(round.payoutMinor())
          .as("seed %d", seed)
          .isBetween(0L, 16 * BlackjackRound.MAX_STAKE_MINOR);
      assertThat(round.table().actions()).isEmpty();
    }
  }

  private static BlackjackTable play(String cards, String... actions) {
    List<Action> taken = List.of(actions).stream().map(id -> Action.of(id).orElseThrow()).toList();
    return BlackjackRound.replay(BlackjackRules.STANDARD, STAKE, new StackedShoe(6, cards), taken)
        .table();
  }
}
