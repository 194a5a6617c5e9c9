package dev.pitboss.server.published;

import dev.pitboss.games.books.BookMode;
import dev.pitboss.server.hashing.Sha256;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;

/// A folder in the publication format: `index.json`, and a table and compressed books for each
/// mode.
public final class PublishedFolder {
  private static final int PIECE = 1 << 16;

  private PublishedFolder() {}

  /// Whether it is a folder with an index.
  public static boolean isAt(Path folder) {
    return Files.isRegularFile(folder.resolve(PublishedIndex.FILE));
  }

  /// Reads index and tables, and what the books are known by; the books themselves are not opened,
  /// so this takes well below a second for a million of them.
  ///
  /// @throws PublicationDefect naming file and line of the first defect
  public static PublishedGame read(Path folder) throws IOException, PublicationDefect {
    List<PublishedGame.Mode> modes = new ArrayList<>();
    for (PublishedIndex.Entry entry : PublishedIndex.read(folder).modes()) {
      WeightTableFile weights = WeightTableFile.read(entry.weights());
      modes.add(
          new PublishedGame.Mode(
              new BookMode(entry.name(), entry.cost(), weights.table()),
              weights.sha256(),
              sha256(entry.events())));
    }
    return new PublishedGame(modes);
  }

  private static String sha256(Path file) throws IOException {
    MessageDigest digest = Sha256.digest();
    byte[] piece = new byte[PIECE];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(piece); read >= 0; read = in.read(piece)) {
        digest.update(piece, 0, read);
      }
    }
    return Sha256.hex(digest.digest());
  }
}
