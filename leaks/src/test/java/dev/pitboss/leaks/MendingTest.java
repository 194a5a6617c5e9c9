package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.ScanResult;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.Style;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Mended sources compile, do what they did, and lose nothing; what cannot be mended is untouched.
@Tag("slow")
final class MendingTest {
  private static final Set<Pattern> NOT_MENDED =
      EnumSet.of(
          Pattern.ESCAPED_TO_FIELD,
          Pattern.ESCAPED_TO_LAMBDA,
          Pattern.LIST_BUILT_PARTLY,
          Pattern.CONSTRUCTOR_THROWS,
          Pattern.RETURNED_DEPENDENT);

  @TempDir private static Path temporary;
  private static Path original = Path.of("");
  private static List<Finding> findings = List.of();
  private static final Map<Style, Mending> MENDINGS = new EnumMap<>(Style.class);

  @BeforeAll
  static void mend() throws IOException {
    original = Files.createDirectory(temporary.resolve("original"));
    copySources(original);
    findings = LeakScan.of(original).run().findings();
    for (Style style : Style.values()) {
      Mending mending = Mending.of(original, findings, ScanSettings.DEFAULT, style);
      MENDINGS.put(style, mending);
      Path mended = Files.createDirectory(folder(style));
      copySources(mended);
      for (Mending.Change change : mending.changes()) {
        Files.writeString(mended.resolve(change.file()), change.text());
      }
    }
  }

  private static Path folder(Style style) {
    return temporary.resolve(style.name());
  }

  private static void copySources(Path folder) throws IOException {
    Corpus.copyTo(folder);
    Files.createDirectory(folder.resolve("orders"));
    for (String name : List.of("OrderDao.java", "Retry.java")) {
      Files.copy(
          Corpus.CASES.resolve("orders").resolve(name), folder.resolve("orders").resolve(name));
    }
  }

  private static Mending mending(Style style) {
    Mending mending = MENDINGS.get(style);
    if (mending == null) {
      throw new IllegalStateException("not mended: " + style);
    }
    return mending;
  }

  @ParameterizedTest
  @EnumSource
  void mendedMethodsDoWhatTheyDidAndLoseNothing(Style style) throws Exception {
    var before = Compiled.of(original, Files.createDirectory(temporary.resolve("before" + style)));
    var after =
        Compiled.of(folder(style), Files.createDirectory(temporary.resolve("after" + style)));

    assertThat(mending(style).mended()).hasSizeGreaterThanOrEqualTo(15);
    for (Finding finding : mending(style).mended()) {
      String type = type(finding.file());
      var old = before.run(type, finding.function());
      var now = after.run(type, finding.function());
      boolean allMended =
          mending(style).refused().keySet().stream()
              .noneMatch(left -> left.function().equals(finding.function()));

      assertThat(now.answer()).as(finding.toString()).isEqualTo(old.answer());
      assertThat(now.borrowed()).as(finding.toString()).isEqualTo(old.borrowed()).isPositive();
      if (allMended) {
        assertThat(now.open()).as("left open by " + finding).isZero();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void secondRunChangesNothing(Style style) throws IOException {
    ScanResult again = LeakScan.of(folder(style)).run();

    assertThat(again.unanalysed()).isEmpty();
    assertThat(again.findings()).hasSameSizeAs(mending(style).refused().keySet());
    assertThat(Mending.of(folder(style), again.findings(), ScanSettings.DEFAULT, style).changes())
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource
  void cleanTwinsAreNotTouched(Style style) {
    assertThat(mending(style).changes())
        .extracting(Mending.Change::file)
        .contains(Corpus.LEAKS)
        .doesNotContain(Corpus.TWINS);
  }

  @Test
  void whatIsHandedOutIsLeftAloneWithAReason() {
    for (Finding finding : findings) {
      if (NOT_MENDED.contains(finding.pattern())) {
        assertThat(mending(Style.SURGICAL).refused()).containsKey(finding);
        assertThat(mending(Style.CLEAN).refused()).containsKey(finding);
      }
    }
    assertThat(mending(Style.SURGICAL).refused().keySet())
        .extracting(Finding::pattern)
        .isSubsetOf(NOT_MENDED);
    assertThat(mending(Style.CLEAN).refused().values()).doesNotContain("");
  }

  @Test
  void tryWithResourcesTakesOutClosesItMakesRedundant() {
    assertThat(text(Style.CLEAN, Corpus.LEAKS))
        .contains(
            """
                try (Connection connection = pool.getConnection()) { // lost by gapBeforeTry
                  int limit = Integer.parseInt("not a number");
                  return connection.isValid(limit);
                }
            """)
        .contains(
            "try (Connection connection = pool.getConnection();\n        Statement statement");
  }

  @Test
  void finallyClosesWhatIsThere() {
    assertThat(text(Style.SURGICAL, Corpus.LEAKS))
        .contains(
            """
                Connection connection = pool.getConnection(); // lost by neverClosed
                try {
                  return connection.isReadOnly();
                } finally {
                  connection.close();
                }
            """);
  }

  @Test
  void indentationIsTheSources() {
    assertThat(text(Style.SURGICAL, Path.of("orders/OrderDao.java")))
        .contains("\t\ttry {\n\t\t\tPreparedStatement ps = con.prepareStatement(")
        .doesNotContain("  try {");
  }

  private static String text(Style style, Path file) {
    return mending(style).changes().stream()
        .filter(change -> change.file().equals(file))
        .map(Mending.Change::text)
        .findFirst()
        .orElseThrow();
  }

  private static String type(Path file) {
    String name = file.getFileName().toString().replace(".java", "");
    return file.startsWith("orders")
        ? "orders." + name
        : "dev.pitboss.connections.acceptance." + name;
  }
}
