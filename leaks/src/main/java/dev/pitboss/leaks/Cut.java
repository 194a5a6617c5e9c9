package dev.pitboss.leaks;

/// A piece of a source to be blanked out.
///
/// @param from offset of its first character
/// @param to offset after its last
/// @param instead what to put at its start, or empty; nothing is done when it does not fit
/// @param part what is lost by it, as in [Unanalysed#part]; empty when no code is lost
record Cut(int from, int to, String instead, String part) {

  /// The text with spaces for the piece; the line breaks stay, so that every other character keeps
  /// its offset and line.
  String in(String text) {
    if (from < 0 || to > text.length() || from + instead.length() > to) {
      return text;
    }
    StringBuilder blanked = new StringBuilder(text);
    for (int i = from; i < to; i++) {
      char old = text.charAt(i);
      if (old != '\n' && old != '\r') {
        blanked.setCharAt(i, ' ');
      }
    }
    int at = from;
    for (int i = 0; i < instead.length(); i++) {
      while (at < to && isBreak(text.charAt(at))) {
        at++;
      }
      if (at == to) {
        return text;
      }
      blanked.setCharAt(at++, instead.charAt(i));
    }
    return blanked.toString();
  }

  private static boolean isBreak(char character) {
    return character == '\n' || character == '\r';
  }
}
