package dev.pitboss.leaks.model;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// A source's characters and their encoding, so that what is written back keeps it.
///
/// @param text without a byte order mark
/// @param charset as read: UTF-8, UTF-16, or ISO 8859-1 when the bytes are not UTF-8
/// @param marked whether a byte order mark stood before the text
public record SourceText(String text, Charset charset, boolean marked) {
  private static final char MARK = '\ufeff';

  /// Decodes a file's bytes.
  public static SourceText of(byte[] bytes) {
    Charset wide =
        startsWith(bytes, 0xfe, 0xff)
            ? StandardCharsets.UTF_16BE
            : startsWith(bytes, 0xff, 0xfe) ? StandardCharsets.UTF_16LE : null;
    if (wide != null) {
      return new SourceText(new String(bytes, 2, bytes.length - 2, wide), wide, true);
    }
    boolean marked = startsWith(bytes, 0xef, 0xbb, 0xbf);
    int start = marked ? 3 : 0;
    try {
      var utf8 = ByteBuffer.wrap(bytes, start, bytes.length - start);
      String text = StandardCharsets.UTF_8.newDecoder().decode(utf8).toString();
      return new SourceText(text, StandardCharsets.UTF_8, marked);
    } catch (CharacterCodingException _) {
      // old sources; every byte is a character of this one, so that nothing is lost on the way back
      String text = new String(bytes, StandardCharsets.ISO_8859_1);
      return new SourceText(text, StandardCharsets.ISO_8859_1, false);
    }
  }

  /// Another text in the same encoding, as bytes.
  public byte[] encode(String changed) {
    return (marked ? MARK + changed : changed).getBytes(charset);
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    for (int i = 0; i < start.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xff) != start[i]) {
        return false;
      }
    }
    return true;
  }
}
