package dev.pitboss.games.blackjack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.par.ParSheet;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("slow")
class BlackjackMathematicsTest {
  private static final BasicStrategy STRATEGY = BasicStrategy.of(BlackjackRules.STANDARD);
  private static final ParSheet STANDARD =
      BlackjackMathematics.parSheet(BlackjackRules.STANDARD, STRATEGY);
  private static final ParSheet SIX_DECKS = golden(6);
  private static final ParSheet EIGHT_DECKS = golden(8);

  @Test
  void houseEdgeIsExact() {
    assertThat(SIX_DECKS.usualBet().houseEdge().times(100).decimal(4))
        .isEqualByComparingTo("0.4599");
    assertThat(EIGHT_DECKS.usualBet().houseEdge().times(100).decimal(4))
        .isEqualByComparingTo("0.4877");
  }

  @Test
  void naturalsComeAsOftenAsTwoCardsSay() {
    double chance = 2 * (32.0 / 416) * (128.0 / 415);
    BetPar.Contribution natural = EIGHT_DECKS.usualBet().contributions().getFirst();

    assertThat(natural.name()).isEqualTo("natural");
    assertThat(natural.frequency().toDouble()).isCloseTo(chance, within(1e-9));
    assertThat(natural.frequency().times(100).decimal(3)).isEqualByComparingTo("4.745");
  }

  @Test
  void roundsPlayedAgreeWithTheParSheet() {
    BetPar par = STANDARD.usualBet();
    long seed = 20_260_105;
    Random random = new Random(seed);
    int rounds = 200_000;
    double sum = 0;
    double squares = 0;
    int paid = 0;
    for (int i = 0; i < rounds; i++) {
      BlackjackRound round = play(random);
      double profit = (round.payoutMinor() - round.stakedMinor()) / 2.0;
      sum += profit;
      squares += profit * profit;
      paid += round.payoutMinor() > 0 ? 1 : 0;
    }
    double mean = sum / rounds;
    double hits = par.hitFrequency().toDouble();
    assertThat(1 + mean)
        .as("seed %d", seed)
        .isCloseTo(par.rtp().toDouble(), within(3 * par.volatility() / Math.sqrt(rounds)));
    assertThat((double) paid / rounds)
        .as("seed %d", seed)
        .isCloseTo(hits, within(3 * Math.sqrt(hits * (1 - hits) / rounds)));
    assertThat(Math.sqrt(squares / rounds - mean * mean))
        .as("seed %d", seed)
        .isCloseTo(par.volatility(), within(0.01));
  }

  @Test
  void strategyOfAnotherTableSurrendersOnlyWhereThatIsOffered() {
    BlackjackRules without = new BlackjackRules(6, false, true, 4, false);
    BetPar par = BlackjackMathematics.parSheet(without, STRATEGY).usualBet();

    assertThat(par.contributions())
        .extracting(BetPar.Contribution::name)
        .doesNotContain("surrender");
    assertThat(par.rtp()).isLessThan(STANDARD.usualBet().rtp());
  }

  @Test
  void insuranceIsPaidByTheTensLeft() {
    BetPar insurance = STANDARD.bets().getLast();

    assertThat(insurance.rtp()).isEqualTo(Fraction.of(3 * 96, 311));
  }

  @Test
  void strategyIsThePublishedOne() {
    assertThat(STRATEGY.table())
        .isEqualTo(
            """
                      23456789TA
            hard 5    HHHHHHHHHH
            hard 6    HHHHHHHHHH
            hard 7    HHHHHHHHHH
            hard 8    HHHHHHHHHH
            hard 9    HDDDDHHHHH
            hard 10   DDDDDDDDHH
            hard 11   DDDDDDDDDH
            hard 12   HHSSSHHHHH
            hard 13   SSSSSHHHHH
            hard 14   SSSSSHHHHH
            hard 15   SSSSSHHHRH
            hard 16   SSSSSHHRRR
            hard 17   SSSSSSSSSS
            hard 18   SSSSSSSSSS
            hard 19   SSSSSSSSSS
            hard 20   SSSSSSSSSS
            soft 13   HHHDDHHHHH
            soft 14   HHHDDHHHHH
            soft 15   HHDDDHHHHH
            soft 16   HHDDDHHHHH
            soft 17   HDDDDHHHHH
            soft 18   SDDDDSSHHH
            soft 19   SSSSSSSSSS
            soft 20   SSSSSSSSSS
            pair 1    PPPPPPPPPP
            pair 2    PPPPPP----
            pair 3    PPPPPP----
            pair 4    ---PP-----
            pair 5    ----------
            pair 6    PPPPP-----
            pair 7    PPPPPP----
            pair 8    PPPPPPPPPP
            pair 9    PPPPP-PP--
            pair 10   ----------
            """);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void dealersEndingsAddUpToNoNatural(boolean hitsSoft17) {
    DealerOdds odds = new DealerOdds(hitsSoft17);
    Random random = new Random(7);
    for (int trial = 0; trial < 200; trial++) {
      ShoeCounts shoe = new ShoeCounts(2);
      int up = random.nextInt(10);
      shoe.take(up);
      for (int gone = random.nextInt(40); gone > 0; gone--) {
        int worth = random.nextInt(10);
        if (shoe.left(worth) > 0) {
          shoe.take(worth);
        }
      }
      assertThat(Arrays.stream(odds.given(up, shoe)).sum())
          .as("up %d, trial %d", up, trial)
          .isCloseTo(shoe.chanceOfNoDealerNatural(up), within(1e-12));
    }
  }

  @Test
  void dealersEndingsAreThoseOfTheShoeDealtOut() {
    // Only sixes and tens left: a six up draws 6 6 → 18, 6 T → bust, T T → bust, T 6 → bust.
    ShoeCounts shoe = new ShoeCounts(1);
    for (int worth = 0; worth < 10; worth++) {
      int keep = worth == 5 ? 3 : worth == ShoeCounts.TEN ? 2 : 0;
      while (shoe.left(worth) > keep) {
        shoe.take(worth);
      }
    }
    double[] chances = new DealerOdds(false).given(5, shoe);

    assertThat(chances[DealerOdds.ending(18)]).isCloseTo(3.0 / 5 * 2 / 4, within(1e-12));
    assertThat(chances[DealerOdds.BUST]).isCloseTo(1 - 3.0 / 5 * 2 / 4, within(1e-12));
  }

  /// Split to two hands and no surrender: the table the published edges are for.
  private static ParSheet golden(int decks) {
    return BlackjackMathematics.parSheet(new BlackjackRules(decks, false, true, 2, false));
  }

  private static BlackjackRound play(Random random) {
    BlackjackRound round = BlackjackRound.deal(BlackjackRules.STANDARD, 2, random::nextInt);
    while (!round.isOver()) {
      BlackjackTable table = round.table();
      round.take(
          STRATEGY.advise(
              table.hands().get(table.active()).cards(),
              table.dealer().getFirst(),
              table.actions()));
    }
    return round;
  }
}
