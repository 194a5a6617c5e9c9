package dev.pitboss.leaks.treesitter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Where tree-sitter's binding puts the native libraries; its default is a folder in the user's
/// home. Thread-safe.
public final class LibraryFolder {
  private static final String PROPERTY = "tree-sitter-lib";

  private LibraryFolder() {}

  /// Chooses a folder that only this user can write to, because what is in it is run. It is deleted
  /// when the JVM ends.
  ///
  /// @throws IOException when there is no place for it
  public static synchronized void prepare() throws IOException {
    if (System.getProperty(PROPERTY) == null) {
      Path folder = Files.createTempDirectory("pitboss-leaks");
      System.setProperty(PROPERTY, folder.toString());
      Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(folder)));
    }
  }

  private static void delete(Path folder) {
    try (var below = Files.walk(folder)) {
      for (Path file : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException _) {
      // a library in use stays on Windows; the system cleans its temporary folder
    }
  }
}
