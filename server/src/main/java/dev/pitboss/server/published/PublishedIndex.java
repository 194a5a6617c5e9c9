package dev.pitboss.server.published;

import dev.pitboss.games.books.BookMode;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonValue;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/// The index of a published folder: its modes and where their files are.
///
/// @param modes in the order of the file, at least one
record PublishedIndex(List<Entry> modes) {
  static final String FILE = "index.json";

  /// A hundred times the largest published one.
  private static final int MAX_BYTES = 1 << 18;

  private static final int MAX_MODES = 64;
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9 _.-]{0,39}");

  /// A mode's line.
  ///
  /// @param cost in base bets
  record Entry(String name, BigDecimal cost, Path events, Path weights) {}

  PublishedIndex {
    modes = List.copyOf(modes);
  }

  /// Reads the index of a folder. Fields beyond those of the format are passed over.
  ///
  /// @throws PublicationDefect naming the place of the first defect
  static PublishedIndex read(Path folder) throws IOException, PublicationDefect {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      throw new PublicationDefect(folder + " is no published game: it has no " + FILE);
    }
    String text = text(file);
    try {
      return read(folder, JsonValue.parse(text).field("modes").elements());
    } catch (InvalidInput refused) {
      throw PublicationDefect.in(file, (refused.field() + " " + refused.reason()).strip());
    }
  }

  private static PublishedIndex read(Path folder, List<JsonValue> listed) {
    if (listed.isEmpty() || listed.size() > MAX_MODES) {
      throw InvalidInput.field(
          "modes", "must have 1 to %d elements, has %d".formatted(MAX_MODES, listed.size()));
    }
    Map<String, String> named = new HashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (JsonValue mode : listed) {
      JsonValue name = mode.field("name");
      if (!NAME.matcher(name.text()).matches()) {
        throw name.refused(
            "must be 1 to 40 letters, digits, blanks, '_', '.' or '-', got " + name.shown());
      }
      String before = named.putIfAbsent(name.text().toLowerCase(Locale.ROOT), name.text());
      if (before != null) {
        throw name.refused(
            "stands twice: %s and \"%s\"; capitals make no difference"
                .formatted(name.shown(), before));
      }
      entries.add(
          new Entry(
              name.text(),
              cost(mode.field("cost")),
              file(folder, mode.field("events")),
              file(folder, mode.field("weights"))));
    }
    return new PublishedIndex(entries);
  }

  private static BigDecimal cost(JsonValue cost) {
    Object number = cost.raw();
    BigDecimal decimal =
        switch (number) {
          case Long whole -> BigDecimal.valueOf(whole);
          case BigDecimal other -> other;
          case null, default -> throw cost.refused("must be a number, got " + cost.shown());
        };
    // before anything is computed from it: 1e999999999 is a number, too
    if (decimal.signum() <= 0
        || decimal.compareTo(BookMode.MAX_COST) > 0
        || decimal.stripTrailingZeros().scale() > BookMode.MAX_COST_DECIMALS) {
      throw cost.refused(
          "must be above 0, at most %s, with at most %d decimals, got %s"
              .formatted(BookMode.MAX_COST, BookMode.MAX_COST_DECIMALS, cost.shown()));
    }
    return decimal;
  }

  /// A file beside the index. Names with a path could read anything on the machine.
  private static Path file(Path folder, JsonValue field) {
    String name = field.text();
    if (name.isBlank()
        || name.startsWith(".")
        || name.chars().anyMatch(it -> it == '/' || it == '\\' || it < ' ')) {
      throw field.refused("must name a file in the folder of the index, got " + field.shown());
    }
    Path file = folder.resolve(name);
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw field.refused("names no file in the folder: " + field.shown());
    }
    return file;
  }

  private static String text(Path file) throws IOException, PublicationDefect {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw PublicationDefect.in(file, "is larger than " + MAX_BYTES + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw PublicationDefect.in(file, "is not a text in UTF-8");
    }
  }
}
