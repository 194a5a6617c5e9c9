package dev.pitboss.leaks.treesitter;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.function.Supplier;

/// Where tree-sitter's binding puts the native libraries while they are loaded; its default is a
/// folder in the user's home. Thread-safe.
public final class LibraryFolder {
  private static final String PROPERTY = "tree-sitter-lib";
  private static final String PREFIX = "pitboss-leaks-native";

  /// A folder is used for less than a second; one so old was left by a process that was killed just
  /// then, or by Windows, which keeps the files of loaded libraries.
  private static final Duration LEFT_BEHIND = Duration.ofHours(1);

  private LibraryFolder() {}

  /// Loads native libraries from a folder that only this user can write to, because what is in it
  /// is run. It is deleted as soon as they are loaded, so that a process that is killed leaves
  /// none.
  ///
  /// @param loader loads them
  /// @throws IOException when there is no place for it
  public static synchronized <T> T load(Supplier<T> loader) throws IOException {
    if (System.getProperty(PROPERTY) != null) {
      return loader.get(); // a place of the user's own
    }
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    sweep(temporary, InstantSource.system());
    Path folder = Files.createTempDirectory(temporary, PREFIX);
    System.setProperty(PROPERTY, folder.toString());
    try {
      return loader.get();
    } finally {
      System.clearProperty(PROPERTY);
      delete(folder);
    }
  }

  /// Deletes what earlier processes left.
  static void sweep(Path temporary, InstantSource clock) {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(temporary, PREFIX + "*")) {
      for (Path folder : left) {
        var age = Duration.between(Files.getLastModifiedTime(folder).toInstant(), clock.instant());
        if (age.compareTo(LEFT_BEHIND) > 0) {
          delete(folder);
        }
      }
    } catch (IOException | UncheckedIOException _) {
      // another process swept it, or it is another user's
    }
  }

  private static void delete(Path folder) {
    try (var below = Files.walk(folder)) {
      for (Path file : below.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException _) {
      // a library in use stays on Windows; a later run sweeps it
    }
  }
}
