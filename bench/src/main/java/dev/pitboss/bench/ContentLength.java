package dev.pitboss.bench;

import java.io.IOException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The length of a response's body by its head, whichever case the header's name is written in.
public final class ContentLength {
  private static final Pattern HEADER = Pattern.compile("(?i)\\r\\ncontent-length: *(\\d+)\\r\\n");

  private ContentLength() {}

  /// The length in bytes.
  ///
  /// @throws IOException with the response when its head has no such header
  public static int of(String response) throws IOException {
    Matcher header = HEADER.matcher(response);
    if (!header.find()) {
      throw new IOException(response);
    }
    return Integer.parseInt(header.group(1));
  }
}
