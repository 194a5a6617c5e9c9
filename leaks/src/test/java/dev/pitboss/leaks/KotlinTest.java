package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.ScanResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Kotlin: a leak on each marked line and none elsewhere.
final class KotlinTest {
  private static final Path CORPUS = Path.of("src/test/resources/kotlin");

  @TempDir private Path folder;

  @Test
  void everyMarkedLineAndNoOtherIsFoundByItsName() throws IOException {
    List<String> marked = new ArrayList<>();
    for (String file : List.of("Leaks.kt", "Twins.kt")) {
      Corpus.marks(CORPUS.resolve(file), "// lost: ")
          .forEach((line, name) -> marked.add(file + ":" + line + " " + name));
    }

    ScanResult result = LeakScan.of(CORPUS).run();

    assertThat(marked).hasSizeGreaterThan(20);
    assertThat(result.findings())
        .extracting(found -> found.file() + ":" + found.line() + " " + found.pattern())
        .containsExactlyInAnyOrderElementsOf(marked);
    assertThat(result.unanalysed()).isEmpty();
    assertThat(result.uncertain()).isEmpty();
    assertThat(result.suppressed()).extracting(Finding::function).containsExactly("silenced");
    assertThat(result.failures()).isEmpty();
    assertThat(result.functions()).isGreaterThan(45);
  }

  @Test
  void useThatIsNotFollowedIsNoCleanBill() throws IOException {
    Files.writeString(
        folder.resolve("Odd.kt"),
        """
        class Odd(private val pool: javax.sql.DataSource) {
          fun wrapped() = Session(pool.connection)
          fun handed() { val c = pool.connection; Session(c).run() }
          fun guessed(source: Source): Boolean { val c = source.connection; return c.isReadOnly }
        }
        """);

    ScanResult result = LeakScan.of(folder).run();

    assertThat(result.findings()).isEmpty();
    assertThat(result.outcome()).isEqualTo(ScanResult.Outcome.PARTLY_ANALYSED);
    assertThat(result.unanalysed())
        .extracting(each -> each.part() + ": " + each.reason())
        .containsExactlyInAnyOrder(
            "function wrapped: it is handed to Session, which may close it",
            "function handed: it is handed to Session, which may close it");
    assertThat(result.uncertain()).extracting(Finding::function).containsExactly("guessed");
  }

  @Test
  void syntaxErrorIsListed() throws IOException {
    Files.writeString(
        folder.resolve("Broken.kt"),
        """
        class Broken(val pool: javax.sql.DataSource) {
          fun lost() { val c = pool.getConnection(
        }
        """);

    ScanResult result = LeakScan.of(folder).run();

    assertThat(result.outcome()).isNotEqualTo(ScanResult.Outcome.CLEAN);
    assertThat(result.unanalysed()).isNotEmpty();
  }
}
