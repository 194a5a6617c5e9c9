package dev.pitboss.server.published;

import dev.pitboss.games.Rules;
import dev.pitboss.games.books.BookDraw;
import dev.pitboss.games.books.BookMode;
import dev.pitboss.server.json.JsonWriter;
import io.avaje.jsonb.Json;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// A published game in memory: its modes with their tables, and what the files are known by.
/// Immutable and thread-safe.
///
/// @param modes in the order published, the usual one first
public record PublishedGame(List<Mode> modes) {
  /// The form of the rules' text.
  static final String FORMAT = "published-books/1";

  private static final String VERSION = "books-1/";

  /// A mode with the SHA-256 of its files as they were published, 64 hex characters each.
  ///
  /// @param events of the compressed books
  public record Mode(BookMode mode, String weights, String events) {}

  public PublishedGame {
    modes = List.copyOf(modes);
  }

  /// All that decides an outcome besides the draws. The hash of it is the game's content address,
  /// and the version names it.
  public Rules rules() {
    String text =
        JsonWriter.text(
            new Manifest(
                FORMAT, BookDraw.RULE, modes.stream().map(mode -> ModeLine.of(mode)).toList()));
    return new Rules(VERSION + new Rules(FORMAT, text).hash(), text);
  }

  /// Whether rules are those of a published game.
  public static boolean isPublished(Rules rules) {
    return rules.version().startsWith(VERSION);
  }

  /// The mode of that name, in capitals or not.
  public Optional<Mode> mode(String name) {
    return modes.stream()
        .filter(
            it -> it.mode().name().toLowerCase(Locale.ROOT).equals(name.toLowerCase(Locale.ROOT)))
        .findFirst();
  }

  /// The text of the rules.
  ///
  /// @param draw how draws become a book
  @Json
  record Manifest(String format, String draw, List<ModeLine> modes) {}

  /// A mode in it. Both digests follow from the published files.
  ///
  /// @param cost in base bets, without needless digits
  /// @param totalWeight the sum of all weights, in decimal: it can have more than 64 bits
  @Json
  record ModeLine(
      String name,
      String cost,
      int books,
      String totalWeight,
      String weightsSha256,
      String eventsSha256) {
    static ModeLine of(Mode mode) {
      return new ModeLine(
          mode.mode().name(),
          mode.mode().cost().toPlainString(),
          mode.mode().table().size(),
          mode.mode().table().totalWeight().toString(),
          mode.weights(),
          mode.events());
    }
  }
}
