package dev.pitboss.games.originals;

/// Numbers with two decimals, kept in whole hundredths.
final class Hundredths {
  private Hundredths() {}

  /// 1234 → "12.34".
  static String text(long hundredths) {
    return "%d.%02d".formatted(hundredths / 100, hundredths % 100);
  }
}
