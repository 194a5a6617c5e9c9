package dev.pitboss.games.par;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/// An exact rational number in lowest terms.
///
/// @param numerator carries the sign
/// @param denominator always positive
public record Fraction(BigInteger numerator, BigInteger denominator)
    implements Comparable<Fraction> {
  /// Nothing.
  public static final Fraction ZERO = of(0, 1);

  /// The whole.
  public static final Fraction ONE = of(1, 1);

  /// Reduces to lowest terms.
  ///
  /// @throws ArithmeticException when the denominator is zero
  public Fraction {
    if (denominator.signum() == 0) {
      throw new ArithmeticException(
          "A fraction needs a denominator other than 0: " + numerator + "/0");
    }
    BigInteger divisor =
        numerator.gcd(denominator).multiply(BigInteger.valueOf(denominator.signum()));
    numerator = numerator.divide(divisor);
    denominator = denominator.divide(divisor);
  }

  /// `numerator / denominator`.
  public static Fraction of(long numerator, long denominator) {
    return new Fraction(BigInteger.valueOf(numerator), BigInteger.valueOf(denominator));
  }

  /// A whole number.
  public static Fraction of(BigInteger whole) {
    return new Fraction(whole, BigInteger.ONE);
  }

  /// `this + other`.
  public Fraction plus(Fraction other) {
    return new Fraction(
        numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
        denominator.multiply(other.denominator));
  }

  /// `this − other`.
  public Fraction minus(Fraction other) {
    return plus(new Fraction(other.numerator.negate(), other.denominator));
  }

  /// `this · other`.
  public Fraction times(Fraction other) {
    return new Fraction(
        numerator.multiply(other.numerator), denominator.multiply(other.denominator));
  }

  /// `this · factor`.
  public Fraction times(long factor) {
    return new Fraction(numerator.multiply(BigInteger.valueOf(factor)), denominator);
  }

  /// `this / other`.
  ///
  /// @throws ArithmeticException when the other is zero
  public Fraction dividedBy(Fraction other) {
    return new Fraction(
        numerator.multiply(other.denominator), denominator.multiply(other.numerator));
  }

  /// Rounded half up to that many digits after the point.
  public BigDecimal decimal(int digits) {
    return new BigDecimal(numerator)
        .divide(new BigDecimal(denominator), digits, RoundingMode.HALF_UP);
  }

  /// The nearest `double`, for statistics; never for money.
  public double toDouble() {
    return new BigDecimal(numerator)
        .divide(new BigDecimal(denominator), MathContext.DECIMAL64)
        .doubleValue();
  }

  @Override
  public int compareTo(Fraction other) {
    return numerator.multiply(other.denominator).compareTo(other.numerator.multiply(denominator));
  }

  @Override
  public String toString() {
    return numerator + "/" + denominator;
  }
}
