package dev.pitboss.games.fair;

import java.util.Optional;

/// The characters a seed may have: visible ASCII without the space, so that no editor, terminal or
/// form changes them on the way.
final class PrintableAscii {
  private PrintableAscii() {}

  /// What keeps a text from being a seed, in a few words that do not repeat it; empty when nothing
  /// does.
  ///
  /// @param maxLength longest accepted text
  static Optional<String> fault(String text, int maxLength) {
    if (text.isEmpty()) {
      return Optional.of("it is empty");
    }
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      if (character == ' ') {
        return Optional.of("character %d is a space".formatted(i + 1));
      }
      if (character < 0x21 || character > 0x7E) {
        return Optional.of(
            "character %d is U+%04X, which is not visible ASCII".formatted(i + 1, (int) character));
      }
    }
    return text.length() > maxLength
        ? Optional.of("it has %d characters".formatted(text.length()))
        : Optional.empty();
  }
}
