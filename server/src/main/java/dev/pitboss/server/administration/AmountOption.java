package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.operators.AmountText;
import dev.pitboss.server.operators.CurrencyCode;
import java.util.Optional;
import java.util.OptionalLong;

/// Options whose money is in units of a currency, as `50.00`. Digits alone are refused where the
/// currency has decimals: they could be meant as minor units, which the API has.
final class AmountOption {
  private static final long MOST = 1_000_000_000_000L;

  private AmountOption() {}

  /// Minor units, if the option is given.
  ///
  /// @param least minor units
  /// @throws UsageException when the value is no amount from `least` on, or could mean another
  static OptionalLong of(Arguments line, String option, long least, String currency)
      throws UsageException {
    Optional<String> value = line.value(option);
    if (value.isEmpty()) {
      return OptionalLong.empty();
    }
    String text = value.get();
    CurrencyCode in = CurrencyCode.of(currency);
    return OptionalLong.of(
        switch (AmountText.parse(text, in.decimals())) {
          case AmountText.Reading.Refused(String reason) ->
              throw new UsageException("%s %s: %s".formatted(option, text, reason));
          case AmountText.Reading.Amount(long minor) when minor < least || minor > MOST ->
              throw new UsageException(
                  "%s must be %s to %s, got %s"
                      .formatted(option, in.decimal(least), in.amount(MOST), text));
          case AmountText.Reading.Amount(long minor)
              when minor != 0 && in.decimals() > 0 && text.matches("[0-9_]+") ->
              throw new UsageException(
                  "%s needs %d decimals, such as %s for %s; got %s"
                      .formatted(
                          option,
                          in.decimals(),
                          in.decimal(minor).toPlainString(),
                          in.amount(minor),
                          text));
          case AmountText.Reading.Amount(long minor) -> minor;
        });
  }
}
