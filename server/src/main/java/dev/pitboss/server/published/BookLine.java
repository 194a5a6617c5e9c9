package dev.pitboss.server.published;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.pitboss.games.books.BookTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// One book as a line of JSON: an object with `id`, `events` and `payoutMultiplier`, and more
/// fields as the studio likes.
final class BookLine {
  /// Of an unpacked book: a hundred times the largest seen.
  static final int MAX_BYTES = 8 << 20;

  private static final int MAX_DEPTH = 64;
  private static final int MAX_TEXT = 1 << 20;
  private static final int MAX_NUMBER = 100;

  static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxStringLength(MAX_TEXT)
                  .maxNameLength(MAX_TEXT)
                  .maxNumberLength(MAX_NUMBER)
                  .build())
          .build();

  private BookLine() {}

  /// What is wrong with a line.
  static final class Defect extends Exception {
    private static final long serialVersionUID = 1;

    Defect(String message) {
      super(message, null, false, false);
    }
  }

  /// Checks a book against the table.
  ///
  /// @return its row
  /// @throws Defect when it is no book, not in the table, or pays something else than there
  static int check(byte[] line, BookTable table, String tableFile) throws Defect {
    Fields fields = read(line);
    OptionalInt row = table.rowOf(fields.id);
    if (row.isEmpty()) {
      throw new Defect("id %s is not in %s".formatted(Long.toUnsignedString(fields.id), tableFile));
    }
    long listed = table.payout(row.getAsInt());
    if (fields.payout != listed) {
      throw new Defect(
          "payoutMultiplier of book %s is %s, but %s:%d says %d"
              .formatted(
                  Long.toUnsignedString(fields.id),
                  Long.toUnsignedString(fields.payout),
                  tableFile,
                  row.getAsInt() + 1,
                  listed));
    }
    return row.getAsInt();
  }

  private record Fields(long id, long payout) {}

  private static Fields read(byte[] line) throws Defect {
    try (JsonParser parser = FACTORY.createParser(line)) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        throw new Defect("must be one JSON object");
      }
      OptionalLong id = OptionalLong.empty();
      OptionalLong payout = OptionalLong.empty();
      boolean hasEvents = false;
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        JsonToken value = parser.nextToken();
        switch (name) {
          case "id" -> id = number(name, id, value, parser);
          case "payoutMultiplier" -> payout = number(name, payout, value, parser);
          case "events" -> {
            if (value != JsonToken.START_ARRAY) {
              throw new Defect("events must be a list");
            }
            if (hasEvents) {
              throw new Defect("events stands twice");
            }
            hasEvents = true;
            parser.skipChildren();
          }
          default -> parser.skipChildren();
        }
      }
      if (parser.nextToken() != null) {
        throw new Defect("must be exactly one JSON object");
      }
      if (!hasEvents) {
        throw new Defect("events is missing");
      }
      return new Fields(present("id", id), present("payoutMultiplier", payout));
    } catch (JsonProcessingException malformed) {
      throw new Defect("malformed JSON: " + malformed.getOriginalMessage());
    } catch (IOException impossible) {
      throw new UncheckedIOException("reading from bytes does no I/O", impossible);
    }
  }

  private static OptionalLong number(
      String name, OptionalLong before, JsonToken value, JsonParser parser)
      throws IOException, Defect {
    if (before.isPresent()) {
      throw new Defect(name + " stands twice");
    }
    byte[] text = parser.getText().getBytes(StandardCharsets.UTF_8);
    OptionalLong number =
        value == JsonToken.VALUE_NUMBER_INT
            ? UnsignedText.parse(text, 0, text.length)
            : OptionalLong.empty();
    if (number.isEmpty()) {
      throw new Defect(
          "%s must be a whole number from 0 to 18446744073709551615, got %s"
              .formatted(name, UnsignedText.shown(text, 0, text.length)));
    }
    return number;
  }

  private static long present(String name, OptionalLong number) throws Defect {
    if (number.isEmpty()) {
      throw new Defect(name + " is missing");
    }
    return number.getAsLong();
  }
}
