package dev.pitboss.games.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChiSquareTest {
  /// Quantiles as printed in tables.
  @ParameterizedTest
  @CsvSource({
    "1, 3.841, 0.05",
    "1, 6.635, 0.01",
    "2, 9.210, 0.01",
    "10, 18.307, 0.05",
    "36, 67.985, 0.001",
    "36, 21.336, 0.975",
    "100, 135.807, 0.01",
    "1000, 1106.969, 0.01"
  })
  void pValuesAreThoseOfTheTables(int degreesOfFreedom, double statistic, double expected) {
    assertThat(new ChiSquare(statistic, degreesOfFreedom).pValue())
        .isCloseTo(expected, within(expected * 2e-3));
  }

  @Test
  void twoDegreesOfFreedomAreAnExponential() {
    for (double statistic = 0; statistic < 60; statistic += 0.5) {
      double expected = Math.exp(-statistic / 2);
      assertThat(new ChiSquare(statistic, 2).pValue()).isCloseTo(expected, within(expected * 1e-9));
    }
  }

  @Test
  void statisticIsThatOfPearson() {
    ChiSquare test = ChiSquare.of(new long[] {44, 56, 0}, new double[] {0.5, 0.5, 0});

    assertThat(test.statistic()).isCloseTo(1.44, within(1e-12));
    assertThat(test.degreesOfFreedom()).isEqualTo(1);
  }

  @Test
  void serialTestSeesWhatSingleCountsDoNot() {
    // Heads and tails in turns: each comes up half of the time, but never twice in a row.
    long[] pairs = {0, 500, 500, 0};
    double[] chances = {0.5, 0.5};

    assertThat(ChiSquare.of(new long[] {500, 500}, chances).pValue()).isEqualTo(1);
    assertThat(ChiSquare.serial(pairs, chances).pValue()).isLessThan(1e-100);
  }

  @Test
  void countsThatCannotBeTestedAreRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChiSquare.of(new long[] {1, 2}, new double[] {0.5, 0.4}))
        .withMessageContaining("0.9");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChiSquare.of(new long[] {99, 1}, new double[] {1, 0}))
        .withMessageContaining("Category 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChiSquare.of(new long[] {5, 3}, new double[] {0.5, 0.5}))
        .withMessageContaining("4.0");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> ChiSquare.of(new long[] {8}, new double[] {1}))
        .withMessageContaining("1");
  }
}
