package dev.pitboss.games.blackjack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.par.ParSheet;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BlackjackMathematicsTest {
  private static final String UP_CARDS = "23456789TA";
  private static final ParSheet STANDARD = BlackjackMathematics.parSheet(BlackjackRules.STANDARD);
  private static final BasicStrategy STRATEGY = BasicStrategy.of(BlackjackRules.STANDARD);
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
  void insuranceIsPaidByTheTensLeft() {
    BetPar insurance = STANDARD.bets().getLast();

    assertThat(insurance.rtp()).isEqualTo(Fraction.of(3 * 96, 311));
  }

  @Test
  void chartIsThePublishedOne() {
    Chart chart = BasicStrategy.of(new BlackjackRules(6, false, true, 4, true)).chart();

    // H hit, S stand, D double, R surrender, P split, - as the total; up cards 2 to A.
    assertTotals(
        chart,
        false,
        8,
        "HHHHHHHHHH",
        "HDDDDHHHHH",
        "DDDDDDDDHH",
        "DDDDDDDDDH",
        "HHSSSHHHHH",
        "SSSSSHHHHH",
        "SSSSSHHHHH",
        "SSSSSHHHRH",
        "SSSSSHHRRR",
        "SSSSSSSSSS");
    assertTotals(
        chart,
        true,
        13,
        "HHHDDHHHHH",
        "HHHDDHHHHH",
        "HHDDDHHHHH",
        "HHDDDHHHHH",
        "HDDDDHHHHH",
        "SDDDDSSHHH",
        "SSSSSSSSSS");
    assertPairs(
        chart,
        "PPPPPPPPPP",
        "PPPPPP----",
        "PPPPPP----",
        "---PP-----",
        "----------",
        "PPPPP-----",
        "PPPPPP----",
        "PPPPPPPPPP",
        "PPPPP-PP--",
        "----------");
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

  private static void assertTotals(Chart chart, boolean soft, int first, String... rows) {
    for (int row = 0; row < rows.length; row++) {
      int total = first + row;
      StringBuilder computed = new StringBuilder();
      for (int column = 0; column < UP_CARDS.length(); column++) {
        int up = (column + 1) % 10;
        computed.append(
            chart.surrenders(up, total, soft)
                ? 'R'
                : chart.doubles(up, total, soft) ? 'D' : chart.hits(up, total, soft) ? 'H' : 'S');
      }
      assertThat(computed).as("%s %d", soft ? "soft" : "hard", total).hasToString(rows[row]);
    }
  }

  private static void assertPairs(Chart chart, String... rows) {
    for (int pair = 0; pair < rows.length; pair++) {
      StringBuilder computed = new StringBuilder();
      for (int column = 0; column < UP_CARDS.length(); column++) {
        int up = (column + 1) % 10;
        computed.append(chart.surrendersPair(up, pair) ? 'R' : chart.splits(up, pair) ? 'P' : '-');
      }
      assertThat(computed).as("pair of %d", pair + 1).hasToString(rows[pair]);
    }
  }
}
