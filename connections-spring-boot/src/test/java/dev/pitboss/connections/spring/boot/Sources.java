package dev.pitboss.connections.spring.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// Finds lines of the sources of these tests.
final class Sources {
  private static final Path ROOT = Path.of("src/test/java/dev/pitboss/connections/spring/boot");

  private Sources() {}

  /// The line that ends with a mark, as it is reported.
  static String site(String file, String method, String mark) {
    try {
      List<String> lines = Files.readAllLines(ROOT.resolve(file));
      for (int i = 0; i < lines.size(); i++) {
        if (lines.get(i).endsWith("// " + mark)) {
          return "UNTRACKED:%s::%s:L%d".formatted(Path.of(file).getFileName(), method, i + 1);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    throw new AssertionError("no line of " + file + " ends with " + mark);
  }
}
