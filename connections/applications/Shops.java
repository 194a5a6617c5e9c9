package applications;

import java.nio.file.Path;
import java.util.List;

/// The sources of the programs that are deployed.
final class Shops {
  private static final Path FOLDER =
      Path.of(System.getProperty("applications.folder", "connections/applications"));

  static final List<Path> SERVLET =
      List.of(
          FOLDER.resolve("shop/Till.java"),
          FOLDER.resolve("shop/Transactions.java"),
          FOLDER.resolve("shop/Opening.java"));

  static final String LINES = "Till\\.java::.*:L[1-9]\\d*";

  private Shops() {}

  static Path file(String name) {
    return FOLDER.resolve(name);
  }
}
