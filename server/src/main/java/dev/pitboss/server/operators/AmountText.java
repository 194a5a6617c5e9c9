package dev.pitboss.server.operators;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/// Amounts of money as people type them, in any country's notation. Understood are a sign, digits,
/// a decimal separator (`.` or `,`) and grouping by threes with `.`, `,`, apostrophes or spaces. Of
/// two kinds of separator the last is the decimal one. A comma that can group, groups; any other
/// comma is a decimal comma. A lone dot before three digits, a lone comma where three decimals are
/// possible, and zeros beyond the last decimal could be either and are refused with both readings.
/// The pages read amounts by the same rules. Pure.
public final class AmountText {
  private static final int MAX_LENGTH = 40;

  private static final String SPACES = " \u00a0\u202f\u2009\t";

  private static final String APOSTROPHES = "'\u2019";

  private AmountText() {}

  /// What was understood.
  public sealed interface Reading {
    /// An amount.
    ///
    /// @param minor minor units
    record Amount(long minor) implements Reading {}

    /// None.
    ///
    /// @param reason the rule, and what to write instead
    record Refused(String reason) implements Reading {}
  }

  /// Parses typed text.
  ///
  /// @param decimals of the currency's minor unit, 0 to 4
  public static Reading parse(String typed, int decimals) {
    String text = typed.strip();
    boolean isNegative = text.startsWith("-") || text.startsWith("\u2212");
    String unsigned = isNegative || text.startsWith("+") ? text.substring(1).strip() : text;
    if (unsigned.isEmpty() || unsigned.length() > MAX_LENGTH || !isMadeOfNumberParts(unsigned)) {
      return refused("an amount is a number such as %s".formatted(example(decimals)));
    }
    int last = Math.max(unsigned.lastIndexOf('.'), unsigned.lastIndexOf(','));
    if (last < 0) {
      return whole(isNegative, unsigned, "", decimals);
    }
    char separator = unsigned.charAt(last);
    String before = unsigned.substring(0, last);
    String after = unsigned.substring(last + 1);
    if (before.indexOf(separator) >= 0) {
      // more than one of a kind can only group
      return whole(isNegative, unsigned, "", decimals);
    }
    boolean hasOtherKind = !before.chars().allMatch(AmountText::isDigit);
    boolean couldGroup = after.length() == 3 && before.matches("[1-9]\\d{0,2}");
    boolean couldBeBoth = separator == '.' ? decimals < 3 : decimals >= 3 && !hasOtherKind;
    boolean hasZerosBeyond =
        decimals > 0
            && after.length() > decimals
            && after.substring(decimals).chars().allMatch(digit -> digit == '0')
            && before.matches("[1-9]\\d*");
    if ((couldGroup && couldBeBoth) || (hasZerosBeyond && !(couldGroup && separator == ','))) {
      String grouped = sign(isNegative) + before + after;
      return refused(
          decimals == 0
              ? "%s is ambiguous: write %s".formatted(text, grouped)
              : "%s is ambiguous: write %s or %s"
                  .formatted(
                      text,
                      grouped,
                      sign(isNegative) + before + "." + after.substring(0, Math.min(3, decimals))));
    }
    if (separator == ',' && couldGroup && !hasOtherKind) {
      return whole(isNegative, before + after, "", decimals);
    }
    return whole(isNegative, before, after, decimals);
  }

  private static Reading whole(boolean isNegative, String units, String fraction, int decimals) {
    String digits = ungrouped(units);
    if (digits == null || (digits.isEmpty() && fraction.isEmpty())) {
      return refused(
          "digits are grouped by threes, with one kind of separator: write %s"
              .formatted(example(decimals)));
    }
    if (fraction.length() > decimals || !fraction.chars().allMatch(AmountText::isDigit)) {
      return refused(
          decimals == 0
              ? "the currency has no decimals"
              : "the currency has %d decimals: write %s".formatted(decimals, example(decimals)));
    }
    BigInteger minor =
        new BigInteger("0" + digits + fraction + "0".repeat(decimals - fraction.length()));
    return minor.bitLength() < Long.SIZE
        ? new Reading.Amount(isNegative ? -minor.longValueExact() : minor.longValueExact())
        : refused("the amount is too large");
  }

  /// The digits of whole units; null when they are grouped otherwise than by threes.
  private static @Nullable String ungrouped(String units) {
    String kind = "";
    StringBuilder digits = new StringBuilder();
    int inGroup = 0;
    for (int i = 0; i < units.length(); i++) {
      char at = units.charAt(i);
      if (isDigit(at)) {
        digits.append(at);
        inGroup++;
        continue;
      }
      String group = kindOf(at);
      boolean isFirst = kind.isEmpty();
      if ((!isFirst && !kind.equals(group))
          || inGroup == 0
          || (isFirst ? inGroup > 3 : inGroup != 3)) {
        return null;
      }
      kind = group;
      inGroup = 0;
    }
    return kind.isEmpty() || inGroup == 3 ? digits.toString() : null;
  }

  private static String kindOf(char separator) {
    return SPACES.indexOf(separator) >= 0
        ? SPACES
        : APOSTROPHES.indexOf(separator) >= 0 ? APOSTROPHES : String.valueOf(separator);
  }

  private static boolean isMadeOfNumberParts(String text) {
    return text.chars()
        .allMatch(
            at -> isDigit(at) || at == '.' || at == ',' || (SPACES + APOSTROPHES).indexOf(at) >= 0);
  }

  private static boolean isDigit(int at) {
    return at >= '0' && at <= '9';
  }

  private static String sign(boolean isNegative) {
    return isNegative ? "-" : "";
  }

  private static String example(int decimals) {
    return decimals == 0 ? "1050" : "10.5" + "0".repeat(decimals - 1);
  }

  private static Reading refused(String reason) {
    return new Reading.Refused(reason);
  }
}
