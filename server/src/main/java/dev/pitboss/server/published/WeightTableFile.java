package dev.pitboss.server.published;

import dev.pitboss.games.books.BookTable;
import dev.pitboss.server.hashing.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// A mode's table: CSV without a header, a line a book: `id,weight,payout`.
///
/// @param table the books; row `r` is line `r + 1`
/// @param sha256 of the file's bytes, 64 hex characters
record WeightTableFile(BookTable table, String sha256) {
  /// Three numbers of 20 digits with room for blanks.
  private static final int MAX_LINE = 200;

  private static final String[] COLUMNS = {"id", "weight", "payout"};

  /// Reads and checks a file.
  ///
  /// @throws PublicationDefect naming file and line of the first defect
  static WeightTableFile read(Path file) throws IOException, PublicationDefect {
    return read(file, file);
  }

  /// The same of a copy, whose defects are named by the original.
  static WeightTableFile read(Path copy, Path file) throws IOException, PublicationDefect {
    BookTable.Builder table = new BookTable.Builder();
    MessageDigest digest = Sha256.digest();
    try (InputStream in = new DigestInputStream(Files.newInputStream(copy), digest)) {
      Lines lines = new Lines(in, file, MAX_LINE);
      long[] row = new long[COLUMNS.length];
      while (lines.next()) {
        read(lines, row, file);
        try {
          table.add(row[0], row[1], row[2]);
        } catch (IllegalArgumentException refused) {
          throw PublicationDefect.in(file, lines.number(), String.valueOf(refused.getMessage()));
        }
      }
    }
    OptionalInt repeated = table.firstRepeated();
    if (repeated.isPresent()) {
      throw PublicationDefect.in(
          file, repeated.getAsInt() + 1L, "the id of this book stands on an earlier line, too");
    }
    if (table.size() == 0) {
      throw PublicationDefect.in(file, "has no books: a mode needs at least one");
    }
    return new WeightTableFile(table.build(), Sha256.hex(digest.digest()));
  }

  private static void read(Lines lines, long[] row, Path file) throws PublicationDefect {
    byte[] text = lines.buffer();
    int end = lines.start() + lines.length();
    int from = lines.start();
    for (int column = 0; column < row.length; column++) {
      int to = from;
      while (to < end && text[to] != ',') {
        to++;
      }
      boolean isLast = column == row.length - 1;
      if ((to == end) != isLast) {
        throw PublicationDefect.in(
            file,
            lines.number(),
            "must be id,weight,payout, got " + UnsignedText.shown(text, lines.start(), end));
      }
      row[column] = number(lines, COLUMNS[column], from, to, file);
      from = to + 1;
    }
  }

  private static long number(Lines lines, String name, int from, int to, Path file)
      throws PublicationDefect {
    byte[] text = lines.buffer();
    int first = from;
    int last = to;
    while (first < last && text[first] == ' ') {
      first++;
    }
    while (last > first && text[last - 1] == ' ') {
      last--;
    }
    OptionalLong number = UnsignedText.parse(text, first, last);
    if (number.isEmpty()) {
      throw PublicationDefect.in(
          file,
          lines.number(),
          "%s must be a whole number from %d to 18446744073709551615, got '%s'%s"
              .formatted(
                  name,
                  name.equals("weight") ? 1 : 0,
                  UnsignedText.shown(text, first, last),
                  lines.number() == 1 ? "; the table has no header" : ""));
    }
    return number.getAsLong();
  }
}
