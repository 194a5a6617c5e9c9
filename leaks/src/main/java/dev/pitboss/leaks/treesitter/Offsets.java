package dev.pitboss.leaks.treesitter;

/// Tree-sitter counts bytes of UTF-8, and a text has characters.
public final class Offsets {
  private Offsets() {}

  /// The character of each byte, and the text's length after the last.
  ///
  /// @param utf8 the text's bytes
  public static int[] of(String text, byte[] utf8) {
    int[] offsets = new int[utf8.length + 1];
    int at = 0;
    for (int i = 0; i < utf8.length; i++) {
      offsets[i] = at;
      boolean last = i + 1 == utf8.length || (utf8[i + 1] & 0xc0) != 0x80;
      if (last) {
        boolean pair =
            (utf8[i] & 0x80) != 0
                && at + 1 < text.length()
                && Character.isSurrogatePair(text.charAt(at), text.charAt(at + 1));
        at += pair ? 2 : 1;
      }
    }
    offsets[utf8.length] = text.length();
    return offsets;
  }
}
