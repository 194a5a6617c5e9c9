package dev.pitboss.games.baccarat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import dev.pitboss.games.cards.Card;
import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BaccaratTest {
  /// All ways to deal six cards from eight decks, and how many of them go to whom, as published.
  private static final long DEALS = 4_998_398_275_503_360L;

  private static final long BANKER_DEALS = 2_292_252_566_437_888L;
  private static final long PLAYER_DEALS = 2_230_518_282_592_256L;
  private static final long TIE_DEALS = 475_627_426_473_216L;

  @Test
  void chancesAreThePublishedOnes() {
    assertThat(BANKER_DEALS + PLAYER_DEALS + TIE_DEALS).isEqualTo(DEALS);
    assertThat(par(Spot.PLAYER).contributions().getFirst().frequency())
        .isEqualTo(Fraction.of(PLAYER_DEALS, DEALS));
    assertThat(par(Spot.BANKER).contributions().getFirst().frequency())
        .isEqualTo(Fraction.of(BANKER_DEALS, DEALS));
    assertThat(par(Spot.TIE).hitFrequency()).isEqualTo(Fraction.of(TIE_DEALS, DEALS));
  }

  @ParameterizedTest
  @CsvSource({
    "BANKER, 1.0579",
    "PLAYER, 1.2351",
    "TIE, 14.3596",
    "PLAYER_PAIR, 10.3614",
    "BANKER_PAIR, 10.3614"
  })
  void houseEdgeIsExact(Spot spot, String percent) {
    assertThat(par(spot).houseEdge().times(100).decimal(4)).isEqualByComparingTo(percent);
  }

  @Test
  void coupsAgreeWithTheParSheet() {
    long seed = 20_260_104;
    Random random = new Random(seed);
    int rounds = 60_000;
    List<BaccaratBet> bets =
        Arrays.stream(Spot.values()).map(spot -> new BaccaratBet(spot, 20)).toList();
    Map<Spot, Long> paid = new HashMap<>();
    for (int round = 0; round < rounds; round++) {
      for (BaccaratWin win : Baccarat.play(bets, random::nextInt).wins()) {
        paid.merge(win.bet().spot(), win.payoutMinor(), Long::sum);
      }
    }
    for (Spot spot : Spot.values()) {
      assertThat(paid.getOrDefault(spot, 0L) / 20.0 / rounds)
          .as("%s, seed %d", spot, seed)
          .isCloseTo(
              par(spot).rtp().toDouble(), within(4 * par(spot).volatility() / Math.sqrt(rounds)));
    }
  }

  @Test
  void bankerDrawsByThePublishedTable() {
    // Rows: banker's total 0 to 7; columns: player's third card 0 to 9, then none.
    String[] table = {
      "DDDDDDDDDDD",
      "DDDDDDDDDDD",
      "DDDDDDDDDDD",
      "DDDDDDDDSDD",
      "SSDDDDDDSSD",
      "SSSSDDDDSSD",
      "SSSSSSDDSSS",
      "SSSSSSSSSSS"
    };
    for (int total = 0; total < table.length; total++) {
      for (int third = 0; third < 11; third++) {
        assertThat(Tableau.bankerDraws(total, third == 10 ? Tableau.NO_CARD : third))
            .as("banker has %d, player drew %d", total, third)
            .isEqualTo(table[total].charAt(third) == 'D');
      }
    }
  }

  @Test
  void naturalEndsTheCoup() {
    Coup coup = coup("9♦ K♥", "5♠ A♣");

    assertThat(coup.winner()).isEqualTo(Winner.PLAYER);
    assertThat(coup.playerTotal()).isEqualTo(9);
    assertThat(coup.bankerTotal()).isEqualTo(6);
  }

  @ParameterizedTest
  @CsvSource({
    "9♦ K♥ 2♦, 5♠ A♣",
    "2♦ 3♥, 5♠ A♣",
    "2♦ 4♥ 2♦, 5♠ A♣",
    "2♦ 3♥ 8♦, 3♠ K♣ 2♣",
    "2♦, 5♠ A♣",
    "2♦ 3♥ 8♦ 2♣, 3♠ K♣"
  })
  void handsAgainstTheRulesCannotBe(String player, String banker) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> coup(player, banker))
        .withMessageContaining("drawing rules");
  }

  @Test
  void tieReturnsPlayerAndBankerStakes() {
    Coup tie = coup("9♦ K♥", "4♠ 5♣");

    assertThat(
            Arrays.stream(Spot.values()).map(spot -> new BaccaratBet(spot, 100).payoutMinor(tie)))
        .containsExactly(100L, 100L, 900L, 0L, 0L);
  }

  @Test
  void bankerPaysFivePercentCommission() {
    Coup banker = coup("2♦ 5♥", "4♠ 4♣");

    assertThat(
            Arrays.stream(Spot.values())
                .map(spot -> new BaccaratBet(spot, 100).payoutMinor(banker)))
        .containsExactly(0L, 195L, 0L, 0L, 1200L);
  }

  @Test
  void cardsAreDealtInTurns() {
    // From a shoe that always gives its first card, which the last one replaces: 2♦ A♣ A♠ A♥ A♦ K♣.
    BaccaratOutcome outcome = Baccarat.play(List.of(new BaccaratBet(Spot.PLAYER, 5)), _ -> 0);

    assertThat(outcome.coup()).isEqualTo(coup("2♦ A♠ A♦", "A♣ A♥ K♣"));
    assertThat(outcome.payoutMinor()).isEqualTo(10);
  }

  @Test
  void bankerStakeIsAMultipleOfTwentySoThatCommissionIsExact() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BaccaratBet(Spot.BANKER, 30))
        .withMessageContaining("20")
        .withMessageContaining("30");
    assertThat(new BaccaratBet(Spot.TIE, 1).stakeMinor()).isEqualTo(1);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new BaccaratBet(Spot.TIE, 0))
        .withMessageContaining("0");
  }

  @Test
  void payoutThatOverflowsIsRefusedBeforeTheDeal() {
    List<BaccaratBet> bets = List.of(new BaccaratBet(Spot.TIE, Long.MAX_VALUE / 20));

    assertThatExceptionOfType(ArithmeticException.class)
        .isThrownBy(() ->
            Baccarat.play(
                bets,
                _ -> {
                  throw new AssertionError("drew before checking");
                }));
  }

  @Test
  void numberOfBetsIsBounded() {
    BaccaratBet bet = new BaccaratBet(Spot.PLAYER, 1);

    assertThatIllegalArgumentException().isThrownBy(() -> Baccarat.play(List.of(), _ -> 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Baccarat.play(Collections.nCopies(6, bet), _ -> 0))
        .withMessageContaining("6");
    assertThat(Baccarat.stake(Collections.nCopies(5, bet))).isEqualTo(5);
  }

  @ParameterizedTest
  @EnumSource
  void noPayoutExceedsTheBound(Spot spot) {
    BaccaratBet bet = new BaccaratBet(spot, 20);
    long most =
        IntStream.range(0, 3000)
            .mapToLong(seed -> Baccarat.play(List.of(bet), new Random(seed)::nextInt).payoutMinor())
            .max()
            .orElseThrow();

    assertThat(most).isEqualTo(Baccarat.maxPayout(List.of(bet)));
  }

  private static BetPar par(Spot spot) {
    return Baccarat.parSheet().bets().stream()
        .filter(bet -> bet.bet().equals(spot.id()))
        .findFirst()
        .orElseThrow();
  }

  private static Coup coup(String player, String banker) {
    return new Coup(cards(player), cards(banker));
  }

  private static List<Card> cards(String text) {
    return Pattern.compile(" ").splitAsStream(text).map(Card::parse).toList();
  }
}
