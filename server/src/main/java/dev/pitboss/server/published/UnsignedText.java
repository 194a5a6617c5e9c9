package dev.pitboss.server.published;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/// Unsigned 64-bit numbers in decimal, as the format writes them.
final class UnsignedText {
  private static final long TENTH_OF_LARGEST = Long.divideUnsigned(-1, 10);
  private static final int LAST_OF_LARGEST = 5;

  /// Longer than any number, short enough for a message.
  private static final int SHOWN = 40;

  private UnsignedText() {}

  /// Reads digits and nothing else.
  ///
  /// @return empty when it is another text, or a number of more than 64 bits
  static OptionalLong parse(byte[] text, int from, int to) {
    if (from == to) {
      return OptionalLong.empty();
    }
    long number = 0;
    for (int at = from; at < to; at++) {
      int digit = text[at] - '0';
      if (digit < 0 || digit > 9) {
        return OptionalLong.empty();
      }
      int left = Long.compareUnsigned(number, TENTH_OF_LARGEST);
      if (left > 0 || (left == 0 && digit > LAST_OF_LARGEST)) {
        return OptionalLong.empty();
      }
      number = number * 10 + digit;
    }
    return OptionalLong.of(number);
  }

  /// What stands there, for a message.
  static String shown(byte[] text, int from, int to) {
    String shown =
        new String(text, from, Math.min(SHOWN, to - from), StandardCharsets.UTF_8)
            .replaceAll("\\p{Cntrl}", "?");
    return to - from > SHOWN ? shown + "…" : shown;
  }
}
