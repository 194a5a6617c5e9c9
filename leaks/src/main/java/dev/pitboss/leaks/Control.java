package dev.pitboss.leaks;

import dev.pitboss.leaks.java.JavaLanguage;
import dev.pitboss.leaks.model.LanguageResult;
import dev.pitboss.leaks.model.ScanListener;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.SourceFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

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

  static List<String> failures() {
    var source = new SourceFile(Path.of(""), Path.of("Lost.java"), Optional.of(LOST));
    LanguageResult result =
        new JavaLanguage().scan(List.of(source), ScanSettings.DEFAULT, ScanListener.SILENT);
    return result.findings().size() == 1
        ? List.of()
        : List.of("the analysis does not find a connection that is surely lost");
  }
}
