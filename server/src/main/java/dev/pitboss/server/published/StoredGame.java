package dev.pitboss.server.published;

import dev.pitboss.games.Rules;
import dev.pitboss.games.books.BookMode;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonValue;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// An imported game: its tables in memory, its books on the disk. Immutable and thread-safe.
///
/// @param game modes and tables
/// @param archives the books of each mode, in the order of the modes
public record StoredGame(PublishedGame game, List<BookArchive> archives) {
  static final String RULES = "rules.json";
  static final String SEAL = "seal.json";

  public StoredGame {
    archives = List.copyOf(archives);
  }

  /// What is stored is not the game that was imported, or not all of it.
  public static final class DamagedException extends Exception {
    private static final long serialVersionUID = 1;

    DamagedException(String message) {
      super(message);
    }
  }

  static Path table(Path folder, int mode) {
    return folder.resolve(mode + ".csv");
  }

  static BookArchive archive(Path folder, int mode, int books) {
    return new BookArchive(folder.resolve(mode + ".books"), folder.resolve(mode + ".index"), books);
  }

  /// Opens a stored folder, and checks rules, tables and indexes against the hash that names it.
  /// Books are checked when they are read.
  static StoredGame open(Path folder, String hash) throws IOException, DamagedException {
    try {
      String text = Files.readString(folder.resolve(RULES));
      JsonValue manifest = JsonValue.parse(text);
      List<JsonValue> seals =
          JsonValue.parse(Files.readString(folder.resolve(SEAL))).field("indexes").elements();
      List<PublishedGame.Mode> modes = new ArrayList<>();
      List<BookArchive> archives = new ArrayList<>();
      for (JsonValue line : manifest.field("modes").elements()) {
        int number = modes.size();
        WeightTableFile weights = WeightTableFile.read(table(folder, number));
        modes.add(
            new PublishedGame.Mode(
                new BookMode(
                    line.field("name").text(),
                    new BigDecimal(line.field("cost").text()),
                    weights.table()),
                weights.sha256(),
                line.field("eventsSha256").text()));
        BookArchive archive = archive(folder, number, weights.table().size());
        if (number >= seals.size() || !archive.indexSha256().equals(seals.get(number).text())) {
          throw new DamagedException(archive.index() + " differs from " + SEAL);
        }
        archives.add(archive);
      }
      StoredGame stored = new StoredGame(new PublishedGame(modes), archives);
      Rules rules = stored.game.rules();
      if (!rules.hash().equals(hash) || !rules.text().equals(text)) {
        throw new DamagedException(
            "%s has the hash %s: rules or a table differ from what was imported"
                .formatted(folder, rules.hash()));
      }
      return stored;
    } catch (PublicationDefect | InvalidInput | IllegalArgumentException defect) {
      throw new DamagedException("%s is damaged: %s".formatted(folder, defect.getMessage()));
    } catch (NoSuchFileException missing) {
      throw new DamagedException("there is no " + missing.getMessage());
    }
  }

  /// One book of a mode.
  ///
  /// @param mode its number in the order of the modes
  /// @throws BookArchive.DamagedException when it is not the book that was imported
  public byte[] book(int mode, int row) {
    return archives.get(mode).book(row);
  }
}
