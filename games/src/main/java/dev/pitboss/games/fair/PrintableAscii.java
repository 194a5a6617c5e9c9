package dev.pitboss.games.fair;

/// The characters a seed may have: visible ASCII without the space, so that no editor, terminal or
/// form changes them on the way.
final class PrintableAscii {
  private PrintableAscii() {}

  /// Whether every character is within 0x21 to 0x7E.
  static boolean holds(String text) {
    return text.chars().allMatch(character -> character >= 0x21 && character <= 0x7E);
  }
}
