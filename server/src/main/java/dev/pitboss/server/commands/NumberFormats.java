package dev.pitboss.server.commands;

import dev.pitboss.games.par.Fraction;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Numbers as they are printed, the same in every country.
final class NumberFormats {
  private static final int PERCENT_DIGITS = 6;

  /// A millionth of a percent.
  private static final double SMALLEST_SHOWN = 1e-8;

  private NumberFormats() {}

  /// Such as `97.297297 %`.
  static String percent(Fraction part) {
    return part.times(100).decimal(PERCENT_DIGITS).toPlainString() + " %";
  }

  /// Such as `97.297297 %`.
  static String percent(double part) {
    return BigDecimal.valueOf(part)
            .movePointRight(2)
            .setScale(PERCENT_DIGITS, RoundingMode.HALF_UP)
            .toPlainString()
        + " %";
  }

  /// Such as `= 99 % less 9.8E-17`, for a fraction that is a whole percentage but for what no digit
  /// shown tells; empty for any other.
  static Optional<String> besideRoundPercent(Fraction part) {
    Fraction percent = part.times(100);
    Fraction whole = Fraction.of(percent.decimal(0).toBigInteger());
    double less = whole.minus(percent).toDouble() / 100;
    return less > 0 && less < SMALLEST_SHOWN
        ? Optional.of(String.format(Locale.ROOT, "= %s %% less %.1E", whole.numerator(), less))
        : Optional.empty();
  }

  /// A part that must not read as nothing when it is less than the digits can show.
  static String smallPercent(double part) {
    return part > 0 && part < SMALLEST_SHOWN ? "under 0.000001 %" : percent(part);
  }

  /// How many rounds there are to one such, as in `3.15`; `never` for a frequency of 0.
  static String oneIn(Fraction frequency) {
    return frequency.equals(Fraction.ZERO)
        ? "never"
        : grouped(Fraction.ONE.dividedBy(frequency).decimal(2));
  }

  /// Such as `5.837551`.
  static String sigma(double volatility) {
    return String.format(Locale.ROOT, "%.6f", volatility);
  }

  /// A multiple of the stake without needless digits, such as `1.95 ×`.
  static String multiple(Fraction multiple) {
    return grouped(multiple.decimal(2).stripTrailingZeros()) + " ×";
  }

  /// A whole number in groups of three, such as `10 000 000`.
  static String grouped(long number) {
    return grouped(BigDecimal.valueOf(number));
  }

  /// A text with blanks after it up to that width, so that what follows stands in a column.
  static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.codePointCount(0, text.length())));
  }

  /// A text cut into pieces of at most that many characters.
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    for (int from = 0; from < text.length(); from += width) {
      lines.add(text.substring(from, Math.min(text.length(), from + width)));
    }
    return lines;
  }

  private static String grouped(BigDecimal number) {
    int digits = Math.max(0, number.scale());
    return String.format(Locale.ROOT, "%,." + digits + "f", number).replace(',', ' ');
  }
}
