package dev.pitboss.server.administration;

import dev.pitboss.cli.Arguments;
import dev.pitboss.cli.UsageException;
import dev.pitboss.server.operators.AmountText;
import dev.pitboss.server.operators.CurrencyCode;
import java.util.Optional;
import java.util.OptionalLong;

/// Options whose money is in minor units, as the API has it. A decimal separator suggests major
/// units, and is refused with what to write.
final class MinorUnits {
  private static final long MOST = 1_000_000_000_000L;

  private MinorUnits() {}

  /// Minor units, if the option is given. Digits may be grouped: `50_00`.
  ///
  /// @param currency whose decimals the hint goes by
  /// @throws UsageException when the value is no whole number from `min` on
  static OptionalLong of(Arguments line, String option, long min, String currency)
      throws UsageException {
    Optional<String> text = line.value(option);
    if (text.isPresent() && text.get().matches(".*[.,].*")) {
      throw new UsageException(hint(option, text.get(), CurrencyCode.of(currency).decimals()));
    }
    return line.number(option, min, MOST);
  }

  private static String hint(String option, String text, int decimals) {
    return switch (AmountText.parse(text, decimals)) {
      case AmountText.Reading.Amount(long minor) ->
          "%s is in minor units: write %d for %s".formatted(option, minor, text);
      case AmountText.Reading.Refused(String reason) ->
          "%s is in minor units, a whole number; %s".formatted(option, reason);
    };
  }
}
