package dev.pitboss.server.operators;

import java.math.BigDecimal;
import java.util.Currency;
import java.util.Optional;

/// A currency that accounts can be kept in: one of ISO 4217 that has a minor unit, or `CHIP`, the
/// play chips. Immutable.
///
/// @param code three letters of ISO 4217, or `CHIP`
/// @param decimals how many decimals an amount has: CHIP and EUR 2, JPY 0, KWD 3
public record CurrencyCode(String code, int decimals) {
  /// The code of play chips; every other currency is money.
  public static final String PLAY = "CHIP";

  private static final int PLAY_DECIMALS = 2;

  /// The currency of this code; empty for codes that ISO 4217 does not list, and for those without
  /// a minor unit, such as gold (`XAU`).
  public static Optional<CurrencyCode> find(String code) {
    if (code.equals(PLAY)) {
      return Optional.of(new CurrencyCode(PLAY, PLAY_DECIMALS));
    }
    return Currency.availableCurrencies()
        .filter(currency -> currency.getCurrencyCode().equals(code))
        .filter(currency -> currency.getDefaultFractionDigits() >= 0)
        .findAny()
        .map(currency -> new CurrencyCode(code, currency.getDefaultFractionDigits()));
  }

  /// The currency of an operator, whose code was checked when the operator was created.
  ///
  /// Databases of earlier versions may hold other codes; their amounts have two decimals.
  public static CurrencyCode of(String code) {
    return find(code).orElseGet(() -> new CurrencyCode(code, PLAY_DECIMALS));
  }

  /// Writes an amount with its currency: 123456 in EUR is `1234.56 EUR`.
  public String amount(long minor) {
    return decimal(minor).toPlainString() + " " + code;
  }

  /// An amount in whole units, with all its decimals: 123456 in EUR is 1234.56.
  public BigDecimal decimal(long minor) {
    return BigDecimal.valueOf(minor, decimals);
  }
}
