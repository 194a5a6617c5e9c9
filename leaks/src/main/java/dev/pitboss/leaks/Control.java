package dev.pitboss.leaks;

import dev.pitboss.leaks.java.JavaLanguage;
import dev.pitboss.leaks.model.LanguageResult;
import dev.pitboss.leaks.model.ScanListener;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.SourceFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/// A source that surely loses a connection. A scan that does not find it has not looked, whatever
/// the cause.
final class Control {
  private static final String LOST =
      """
      class Lost {
        boolean ask(javax.sql.DataSource pool) throws java.sql.SQLException {
          java.sql.Connection connection = pool.getConnection();
          return connection.isReadOnly();
        }
      }
      """;

  private Control() {}

  static List<String> failures() throws IOException {
    Path folder = Files.createTempDirectory("pitboss-control");
    Path file = folder.resolve("Lost.java");
    try {
      Files.writeString(file, LOST);
      LanguageResult result =
          new JavaLanguage()
              .scan(
                  List.of(new SourceFile(folder, Path.of("Lost.java"))),
                  ScanSettings.DEFAULT,
                  ScanListener.SILENT);
      return result.findings().size() == 1
          ? List.of()
          : List.of("the analysis does not find a connection that is surely lost");
    } finally {
      Files.deleteIfExists(file);
      Files.deleteIfExists(folder);
    }
  }
}
