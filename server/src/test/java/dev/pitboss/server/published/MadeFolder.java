package dev.pitboss.server.published;

import com.github.luben.zstd.ZstdOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A published folder made for a test.
public final class MadeFolder {
  private final Path folder;
  private final List<String> modes = new ArrayList<>();

  /// @param folder made if it is not there
  public MadeFolder(Path folder) {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// A game of one mode: of 19 rounds 14 pay nothing, 4 twice the bet, and one ten times.
  public static Path simple(Path folder) {
    return new MadeFolder(folder)
        .mode("base", "1.0", List.of(row(0, 14, 0), row(1, 4, 200), row(2, 1, 1000)))
        .path();
  }

  /// A line of a table.
  public static String row(long id, long weight, long payout) {
    return "%s,%s,%d".formatted(Long.toUnsignedString(id), Long.toUnsignedString(weight), payout);
  }

  /// A book with one event.
  public static String book(String id, String payout) {
    return """
    {"id": %s, "payoutMultiplier": %s, "events": [{"index": 0, "type": "finalWin", \
    "amount": %s}], "criteria": "basegame"}\
    """
        .formatted(id, payout, payout);
  }

  /// Adds a mode whose books are those of its table.
  public MadeFolder mode(String name, String cost, List<String> table) {
    return mode(
        name,
        cost,
        table,
        table.stream().map(line -> line.split(",", -1)).map(it -> book(it[0], it[2])).toList());
  }

  /// Adds a mode.
  public MadeFolder mode(String name, String cost, List<String> table, List<String> books) {
    write("table_" + name + ".csv", String.join("\n", table));
    write("books_" + name + ".jsonl.zst", packed(String.join("\n", books) + "\n"));
    modes.add(
        """
        {"name": "%1$s", "cost": %2$s, "events": "books_%1$s.jsonl.zst", \
        "weights": "table_%1$s.csv"}\
        """
            .formatted(name, cost));
    return index("{\"modes\": [" + String.join(", ", modes) + "]}");
  }

  /// Replaces the index.
  public MadeFolder index(String json) {
    return write("index.json", json);
  }

  /// Replaces a file by a text.
  public MadeFolder write(String name, String text) {
    return write(name, text.getBytes(StandardCharsets.UTF_8));
  }

  /// Replaces a file.
  public MadeFolder write(String name, byte[] bytes) {
    try {
      Files.write(folder.resolve(name), bytes);
      return this;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  public Path path() {
    return folder;
  }

  /// The text as one zstd frame.
  public static byte[] packed(String text) {
    var bytes = new java.io.ByteArrayOutputStream();
    try (OutputStream out = new ZstdOutputStream(bytes)) {
      out.write(text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    return bytes.toByteArray();
  }
}
