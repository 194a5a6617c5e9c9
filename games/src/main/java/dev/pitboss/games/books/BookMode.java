package dev.pitboss.games.books;

import dev.pitboss.games.par.Fraction;
import java.math.BigDecimal;

/// One way to play a published game: what it costs, and its books.
///
/// @param name as published, such as `base`
/// @param cost what a round costs, in base bets; above 0
/// @param table the books
public record BookMode(String name, BigDecimal cost, BookTable table) {
  /// The dearest mode: a thousand times what bonus rounds cost.
  public static final BigDecimal MAX_COST = BigDecimal.valueOf(1_000_000);

  /// More decimals than a price in any currency has.
  public static final int MAX_COST_DECIMALS = 6;

  /// Refuses a cost that is out of range; `1.0` and `1` are the same.
  public BookMode {
    cost = cost.stripTrailingZeros();
    cost = cost.scale() < 0 ? cost.setScale(0) : cost;
    if (cost.signum() <= 0 || cost.compareTo(MAX_COST) > 0 || cost.scale() > MAX_COST_DECIMALS) {
      throw new IllegalArgumentException(
          "cost must be above 0, at most %s, with at most %d decimals, got %s"
              .formatted(MAX_COST, MAX_COST_DECIMALS, cost.toPlainString()));
    }
  }

  /// The cost as a fraction.
  public Fraction costExact() {
    return new Fraction(
        cost.unscaledValue(), BigDecimal.ONE.scaleByPowerOfTen(cost.scale()).toBigInteger());
  }
}
