package dev.pitboss.server.published;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// The events of a book, as the studio wrote them.
public final class BookEvents {
  private BookEvents() {}

  /// The list of events of a book that was checked when it was imported.
  ///
  /// @param line the book, a line of JSON in UTF-8
  /// @return JSON, byte for byte as in the line
  public static String of(byte[] line) {
    try (JsonParser parser = BookLine.FACTORY.createParser(line)) {
      JsonToken _ = parser.nextToken();
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        int start = Math.toIntExact(parser.currentTokenLocation().getByteOffset());
        parser.skipChildren();
        if (name.equals("events") && value == JsonToken.START_ARRAY) {
          int end = Math.toIntExact(parser.currentLocation().getByteOffset());
          return new String(line, start, end - start, StandardCharsets.UTF_8);
        }
      }
    } catch (IOException damaged) {
      throw new UncheckedIOException("a book that was imported is no JSON", damaged);
    }
    throw new IllegalArgumentException("a book that was imported has no events");
  }
}
