package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.ScanResult;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.Style;
import dev.pitboss.leaks.report.TextReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Code as it is found in the field, with a leak on each marked line and none elsewhere: helpers
/// that close and helpers that only say so, lambdas, Lombok, wrappers, libraries that are missing.
final class PrecisionTest {
  private static final Path SOURCES = Path.of("src/test/resources/precision");
  private static ScanResult result = Corpus.NOTHING;

  @BeforeAll
  static void scan() throws IOException {
    result = LeakScan.of(SOURCES).run();
  }

  @Test
  void everyMarkedLineAndNoOtherIsFoundByItsName() throws IOException {
    List<String> marked = new ArrayList<>();
    try (Stream<Path> files = Files.walk(SOURCES)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".java")).toList()) {
        Corpus.marks(file, "// lost: ")
            .forEach((line, names) ->
                Stream.of(names.split(" ", -1))
                    .forEach(
                        name -> marked.add(SOURCES.relativize(file) + ":" + line + " " + name)));
      }
    }

    assertThat(marked).hasSizeGreaterThan(70);
    assertThat(result.findings())
        .extracting(found -> found.file() + ":" + found.line() + " " + found.pattern())
        .containsExactlyInAnyOrderElementsOf(marked);
    assertThat(result.failures()).isEmpty();
  }

  @Test
  void suppressedLossesAreCountedApart() {
    assertThat(result.suppressed())
        .extracting(Finding::function)
        .containsExactly("all", "checker", "key");
    assertThat(TextReport.of(result)).contains("; 3 suppressed").contains("Silenced.java:10 all");
  }

  /// Libraries that are missing cost nothing, Lombok and loggers included.
  @Test
  void nothingIsLeftOut() {
    assertThat(result.unanalysed()).isEmpty();
    assertThat(result.uncertain()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void fixesKeepTheirHandsOffWhatIsClosed(Style style) throws IOException {
    Mending mending = Mending.of(SOURCES, result.findings(), ScanSettings.DEFAULT, style);

    assertThat(mending.mended()).hasSizeGreaterThan(15);
    for (Mending.Change change : mending.changes()) {
      assertThat(count(change.text(), "@Cleanup"))
          .isEqualTo(count(Files.readString(SOURCES.resolve(change.file())), "@Cleanup"));
    }
    assertThat(mending.changes())
        .extracting(Mending.Change::file)
        .doesNotContain(
            Path.of("twins/Closers.java"), Path.of("cases/helper-in-finally/shop/Closers.java"));
    if (style == Style.SURGICAL) {
      assertThat(mending.refused().values().toString()).contains("resource of a later try");
    }
  }

  private static int count(String text, String part) {
    return text.split(part, -1).length;
  }
}
