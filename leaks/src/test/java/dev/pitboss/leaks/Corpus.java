package dev.pitboss.leaks;

import dev.pitboss.leaks.model.ScanResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The sources the scan is held to: the leaks that the connection tracker catches at run time, and
/// classes of this module's own. A line that loses a connection says so.
final class Corpus {
  private static final Path ACCEPTANCE =
      Path.of("../connections/src/test/java/dev/pitboss/connections/acceptance");

  static final Path LEAKS = Path.of("LeakPatterns.java");
  static final Path TWINS = Path.of("CleanTwins.java");
  static final Path CASES = Path.of("src/test/resources/cases");

  /// Before a scan.
  static final ScanResult NOTHING =
      new ScanResult(
          List.of(), List.of(), List.of(), List.of(), List.of(), Map.of(), 0, 0, Map.of(),
          List.of(), List.of());

  private Corpus() {}

  /// Copies the leaks and their clean twins.
  static void copyTo(Path folder) throws IOException {
    for (Path file : List.of(LEAKS, TWINS)) {
      Files.copy(ACCEPTANCE.resolve(file), folder.resolve(file));
    }
  }

  /// What follows the given mark on each line that has it, by line.
  static Map<Integer, String> marks(Path source, String mark) throws IOException {
    Map<Integer, String> marks = new TreeMap<>();
    List<String> lines = new ArrayList<>(Files.readAllLines(source));
    for (int i = 0; i < lines.size(); i++) {
      int at = lines.get(i).indexOf(mark);
      if (at >= 0) {
        marks.put(i + 1, lines.get(i).substring(at + mark.length()).strip());
      }
    }
    return marks;
  }
}
