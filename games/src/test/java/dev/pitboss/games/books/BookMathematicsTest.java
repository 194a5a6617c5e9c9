package dev.pitboss.games.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.pitboss.games.par.BetPar;
import dev.pitboss.games.par.Fraction;
import dev.pitboss.games.simulation.FastDraws;
import dev.pitboss.games.simulation.Sample;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BookMathematicsTest {
  @Test
  void figuresOfAModeThatCostsMoreThanABaseBet() {
    BookTable.Builder table = new BookTable.Builder();
    table.add(1, 5, 0);
    table.add(2, 3, 10_000); // 100 base bets: the stake
    table.add(3, 2, 25_000); // 2.5 stakes
    BetPar par = BookMathematics.par(new BookMode("bonus", BigDecimal.valueOf(100), table.build()));

    assertThat(par.bet()).isEqualTo("bonus");
    assertThat(par.rtp()).isEqualTo(Fraction.of(8, 10));
    assertThat(par.hitFrequency()).isEqualTo(Fraction.of(1, 2));
    assertThat(par.maxWin()).isEqualTo(Fraction.of(5, 2));
    // (3 · 1² + 2 · 2.5²) / 10 − 0.8² = 1.55 − 0.64
    assertThat(par.volatility()).isEqualTo(Math.sqrt(0.91), within(1e-15));
    assertThat(par.contributions())
        .containsExactly(
            new BetPar.Contribution("1 × to 2 ×", Fraction.of(3, 10), Fraction.of(3, 10)),
            new BetPar.Contribution("2 × to 5 ×", Fraction.of(2, 10), Fraction.of(5, 10)));
  }

  @Test
  void everySizeOfPayoutIsInItsBand() {
    long[] payouts = {1, 99, 100, 199, 200, 499, 500, 999, 1000, 2000, 5000, 50_000_000};
    BookTable.Builder table = new BookTable.Builder();
    for (int i = 0; i < payouts.length; i++) {
      table.add(i, 1, payouts[i]);
    }

    assertThat(
            BookMathematics.par(new BookMode("base", BigDecimal.ONE, table.build()))
                .contributions())
        .extracting(BetPar.Contribution::name)
        .containsExactly(
            "below 1 ×",
            "1 × to 2 ×",
            "2 × to 5 ×",
            "5 × to 10 ×",
            "10 × to 20 ×",
            "20 × to 50 ×",
            "50 × to 100 ×",
            "500000 × to 1000000 ×");
  }

  @Test
  void figuresAreThoseOfAddingUpBookByBook() {
    Random random = new Random(5);
    for (int i = 0; i < 300; i++) {
      BookMode mode = new BookMode("m", new BigDecimal("1.25"), Tables.random(random));
      BookTable table = mode.table();
      Fraction rtp = Fraction.ZERO;
      Fraction hits = Fraction.ZERO;
      for (int row = 0; row < table.size(); row++) {
        Fraction chance =
            new Fraction(
                new BigInteger(Long.toUnsignedString(table.weight(row))), table.totalWeight());
        rtp = rtp.plus(chance.times(table.payout(row)).dividedBy(Fraction.of(125, 1)));
        hits = table.payout(row) > 0 ? hits.plus(chance) : hits;
      }
      BetPar par = BookMathematics.par(mode);
      assertThat(par.rtp()).isEqualTo(rtp);
      assertThat(par.hitFrequency()).isEqualTo(hits);
    }
  }

  @Test
  void chancesOfAllPayoutsAddUpToOne() {
    Random random = new Random(6);
    for (int i = 0; i < 100; i++) {
      PayoutDistribution counted = PayoutDistribution.of(Tables.random(random));

      assertThat(
              counted.payouts().stream().map(counted::chance).reduce(Fraction.ZERO, Fraction::plus))
          .isEqualTo(Fraction.ONE);
    }
  }

  @Test
  void simulationHoldsTheExactFigures() {
    BookTable.Builder table = new BookTable.Builder();
    table.add(0, 6_000, 0);
    table.add(1, 3_000, 100);
    table.add(2, 900, 400);
    table.add(3, 100, 2_000);
    BookMode mode = new BookMode("base", BigDecimal.ONE, table.build());
    BetPar par = BookMathematics.par(mode);
    Sample sample = new BookSimulation(mode).play(1_000_000, new FastDraws(7));

    assertThat(sample.rtp()).isEqualTo(par.rtp().toDouble(), within(4 * sample.standardError()));
    assertThat(sample.hitFrequency()).isEqualTo(par.hitFrequency().toDouble(), within(0.002));
    assertThat(sample.volatility()).isEqualTo(par.volatility(), within(0.02));
  }

  @Test
  void aModeThatPaysNothingHasFigures() {
    BookTable.Builder table = new BookTable.Builder();
    table.add(0, 9, 0);
    BetPar par = BookMathematics.par(new BookMode("base", BigDecimal.ONE, table.build()));

    assertThat(par.rtp()).isEqualTo(Fraction.ZERO);
    assertThat(par.volatility()).isZero();
    assertThat(par.contributions()).isEmpty();
  }

  @Test
  void costIsAPositiveAmountOfBaseBets() {
    BookTable table = Tables.ofWeights(1);

    assertThat(new BookMode("b", new BigDecimal("100.0"), table).costExact())
        .isEqualTo(Fraction.of(100, 1));
    assertThat(new BookMode("b", new BigDecimal("1.25"), table).costExact())
        .isEqualTo(Fraction.of(5, 4));
    for (String cost : new String[] {"0", "-1", "1000001", "0.0000001"}) {
      assertThatThrownBy(() -> new BookMode("b", new BigDecimal(cost), table))
          .hasMessageContaining("got " + cost);
    }
  }
}
