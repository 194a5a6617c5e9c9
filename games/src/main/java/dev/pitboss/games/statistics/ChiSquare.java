package dev.pitboss.games.statistics;

import java.util.Arrays;

/// Pearson's χ² test: how far counts lie from what chances let expect.
///
/// @param statistic `Σ (seen − expected)² / expected`
/// @param degreesOfFreedom one less than the number of categories that can occur
public record ChiSquare(double statistic, int degreesOfFreedom) {
  /// Below this the statistic is not distributed as χ² well enough; categories have to be joined.
  public static final double LEAST_EXPECTED = 5;

  private static final int MAX_TERMS = 100_000;
  private static final double PRECISION = 1e-15;

  /// Refuses a test without two categories.
  public ChiSquare {
    if (degreesOfFreedom < 1) {
      throw new IllegalArgumentException(
          "A χ² test needs two categories, got " + (degreesOfFreedom + 1));
    }
  }

  /// Tests counts against chances.
  ///
  /// @param seen how often each category came up
  /// @param chances of the categories, adding up to 1; one of 0 must not have come up
  /// @throws IllegalArgumentException when lengths differ, chances do not add up, an impossible
  ///   category came up, or one is expected less than [#LEAST_EXPECTED] times
  public static ChiSquare of(long[] seen, double[] chances) {
    if (seen.length != chances.length || Math.abs(Arrays.stream(chances).sum() - 1) > 1e-9) {
      throw new IllegalArgumentException(
          "%d counts need as many chances that add up to 1, got %d adding up to %s"
              .formatted(seen.length, chances.length, Arrays.stream(chances).sum()));
    }
    double rounds = Arrays.stream(seen).sum();
    double statistic = 0;
    int possible = 0;
    for (int category = 0; category < seen.length; category++) {
      double expected = rounds * chances[category];
      boolean isImpossible = chances[category] == 0;
      if (isImpossible ? seen[category] > 0 : expected < LEAST_EXPECTED) {
        throw new IllegalArgumentException(
            "Category %d came up %d times and was expected %s times"
                .formatted(category, seen[category], expected));
      }
      if (!isImpossible) {
        statistic += (seen[category] - expected) * (seen[category] - expected) / expected;
        possible++;
      }
    }
    return new ChiSquare(statistic, possible - 1);
  }

  /// Tests the pairs of each outcome with the next against independence: chances multiply.
  ///
  /// @param pairs `pairs[i · n + j]` counts outcome `j` right after `i`
  /// @param chances of the `n` outcomes
  public static ChiSquare serial(long[] pairs, double[] chances) {
    double[] products = new double[pairs.length];
    for (int i = 0; i < pairs.length; i++) {
      products[i] = chances[i / chances.length] * chances[i % chances.length];
    }
    return of(pairs, products);
  }

  /// The chance that fair outcomes lie at least this far off: the upper regularized incomplete
  /// gamma function Q(k/2, χ²/2).
  public double pValue() {
    double a = degreesOfFreedom / 2.0;
    double x = statistic / 2;
    if (x <= 0) {
      return 1;
    }
    double scale = Math.exp(a * Math.log(x) - x - logGamma(a));
    return x < a + 1 ? 1 - scale * series(a, x) : scale * fraction(a, x);
  }

  /// `Σ xⁿ / (a (a+1) … (a+n))`.
  private static double series(double a, double x) {
    double term = 1 / a;
    double sum = term;
    for (int n = 1; n < MAX_TERMS && term > sum * PRECISION; n++) {
      term *= x / (a + n);
      sum += term;
    }
    return sum;
  }

  /// The continued fraction of the upper function, by Lentz's method.
  private static double fraction(double a, double x) {
    double b = x + 1 - a;
    double c = Double.MAX_VALUE;
    double d = 1 / b;
    double value = d;
    for (int n = 1; n < MAX_TERMS; n++) {
      double coefficient = -n * (n - a);
      b += 2;
      d = 1 / (coefficient * d + b);
      c = b + coefficient / c;
      value *= c * d;
      if (Math.abs(c * d - 1) < PRECISION) {
        break;
      }
    }
    return value;
  }

  /// ln Γ(a) by Stirling's series, after lifting small arguments with Γ(a+1) = a·Γ(a).
  private static double logGamma(double a) {
    double lifted = a;
    double product = 1;
    while (lifted < 12) {
      product *= lifted++;
    }
    double inverse = 1 / (lifted * lifted);
    double correction =
        (1.0 / 12 - inverse * (1.0 / 360 - inverse * (1.0 / 1260 - inverse / 1680))) / lifted;
    return (lifted - 0.5) * Math.log(lifted)
        - lifted
        + 0.5 * Math.log(2 * Math.PI)
        + correction
        - Math.log(product);
  }
}
