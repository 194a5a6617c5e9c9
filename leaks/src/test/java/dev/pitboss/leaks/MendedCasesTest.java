package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.ScanResult;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Mends of code as it is found in the field: they compile, lose nothing when any of the driver's
/// calls fails, and leave nothing to find.
@Tag("slow")
final class MendedCasesTest {
  private static final Path SOURCES = Path.of("src/test/resources/precision");

  /// Sources that need no library.
  private static final List<String> COMPILABLE =
      List.of(
          "cases/helper/Dao.java",
          "cases/helper-in-finally/shop/Stock.java",
          "cases/helper-in-finally/shop/Closers.java",
          "cases/lambda/Lam.java",
          "cases/modern/Modern.java",
          "cases/wrapper4/Min.java",
          "cases/rounds-20/shop/Lost.java",
          "twins/Closers.java",
          "twins/HelperDao.java",
          "twins/Lambdas.java",
          "twins/Sessions.java",
          "twins/Silenced.java",
          "twins/TryLater.java");

  /// Classes that are made from a data source and have methods without parameters.
  private static final List<String> RUN = List.of("Dao", "twins.TryLater");

  /// More calls than any of their methods makes.
  private static final int CALLS = 8;

  @TempDir private Path temporary;

  @ParameterizedTest
  @EnumSource
  void mendsCompileLoseNothingAndLeaveNothingToFind(Style style) throws Exception {
    Path before = copy("before");
    ScanResult result = LeakScan.of(before).run();
    Mending mending = Mending.of(before, result.findings(), ScanSettings.DEFAULT, style);
    Path after = copy("after");
    for (Mending.Change change : mending.changes()) {
      Files.write(after.resolve(change.file()), change.bytes());
    }

    assertThat(mending.mended()).hasSizeGreaterThan(15);
    ScanResult again = LeakScan.of(after).run();
    assertThat(again.findings())
        .extracting(Finding::function)
        .containsExactlyInAnyOrderElementsOf(
            mending.refused().keySet().stream().map(Finding::function).toList());
    var compiled = Compiled.of(after, Files.createDirectory(temporary.resolve("classes")));
    for (Finding finding : mending.mended()) {
      String type = type(finding.file());
      boolean whole =
          mending.refused().keySet().stream()
              .noneMatch(left -> left.function().equals(finding.function()));
      if (RUN.contains(type) && whole) {
        for (int failing = 0; failing <= CALLS; failing++) {
          assertThat(compiled.run(type, finding.function(), failing).open())
              .as("%s with call %d failing", finding, failing)
              .isZero();
        }
      }
    }
  }

  /// Shows that the runs above can fail.
  @org.junit.jupiter.api.Test
  void unmendedMethodsLoseConnections() throws Exception {
    var compiled =
        Compiled.of(copy("unmended"), Files.createDirectory(temporary.resolve("classes")));

    assertThat(compiled.run("twins.TryLater", "gap", 1).open()).isOne();
    assertThat(compiled.run("twins.TryLater", "gap", 0).open()).isZero();
  }

  private Path copy(String name) throws IOException {
    Path folder = temporary.resolve(name);
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String relative = SOURCES.relativize(file).toString().replace('\\', '/');
        if (COMPILABLE.contains(relative)) {
          Path to = folder.resolve(relative);
          Files.createDirectories(to.toAbsolutePath().getParent());
          Files.copy(file, to);
        }
      }
    }
    return folder;
  }

  private static String type(Path file) {
    String name = file.getFileName().toString().replace(".java", "");
    return file.startsWith("twins") ? "twins." + name : name;
  }
}
