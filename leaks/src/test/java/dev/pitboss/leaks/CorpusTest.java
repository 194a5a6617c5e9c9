package dev.pitboss.leaks;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.ScanResult;
import dev.pitboss.leaks.model.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every leak that a source shows is found on its line and called by its name.
final class CorpusTest {
  /// Lost although each line is right: the thread that would close it is parked for ever and then
  /// collected, and its `finally` never runs. Only the running program knows.
  private static final String ONLY_AT_RUN_TIME = "evaporatedVirtualThread";

  static final Map<String, Pattern> NAMES =
      Map.ofEntries(
          Map.entry("neverClosed", Pattern.NEVER_CLOSED),
          Map.entry("resultDiscarded", Pattern.RESULT_DISCARDED),
          Map.entry("closeNotInFinally", Pattern.CLOSE_NOT_IN_FINALLY),
          Map.entry("earlyReturn", Pattern.EARLY_RETURN),
          Map.entry("switchBranch", Pattern.SWITCH_BRANCH),
          Map.entry("conditionalClose", Pattern.CONDITIONAL_CLOSE),
          Map.entry("closeOnlyInTry", Pattern.CLOSE_ONLY_IN_TRY),
          Map.entry("reassignedInRetry", Pattern.REASSIGNED),
          Map.entry("anonymousChain", Pattern.ANONYMOUS_CHAIN),
          Map.entry("gapBeforeTry", Pattern.GAP_BEFORE_TRY),
          Map.entry("earlierCloseThrows", Pattern.EARLIER_CLOSE_THROWS),
          Map.entry("escapedToField", Pattern.ESCAPED_TO_FIELD),
          Map.entry("escapedToLambda", Pattern.ESCAPED_TO_LAMBDA),
          Map.entry("listBuiltPartly", Pattern.LIST_BUILT_PARTLY),
          Map.entry("constructorThrows", Pattern.CONSTRUCTOR_THROWS),
          Map.entry("returnedResultSet", Pattern.RETURNED_DEPENDENT),
          Map.entry("returnedMetaData", Pattern.RETURNED_DEPENDENT),
          Map.entry("returnedStream", Pattern.RETURNED_DEPENDENT),
          Map.entry("closedByTheWrongOwner", Pattern.CLOSED_BY_THE_WRONG_OWNER),
          Map.entry("cancelledTask", Pattern.ESCAPED_TO_LAMBDA));

  @TempDir private static Path folder;
  private static ScanResult result = Corpus.NOTHING;

  @BeforeAll
  static void scan() throws IOException {
    Corpus.copyTo(folder);
    result = LeakScan.of(folder).run();
  }

  @Test
  void everyLeakIsFoundOnItsLineByItsName() throws IOException {
    Map<Integer, Pattern> marked = new TreeMap<>();
    Corpus.marks(folder.resolve(Corpus.LEAKS), "// lost by ")
        .forEach((line, name) -> {
          if (!name.equals(ONLY_AT_RUN_TIME)) {
            marked.put(line, NAMES.get(name));
          }
        });

    assertThat(marked).hasSize(20);
    assertThat(found(result, Corpus.LEAKS)).isEqualTo(marked);
  }

  @Test
  void cleanTwinsAreSilent() {
    assertThat(found(result, Corpus.TWINS)).isEmpty();
  }

  @Test
  void nothingIsLeftOut() {
    assertThat(result.unanalysed()).isEmpty();
    assertThat(result.files()).isEqualTo(2);
    assertThat(result.functions()).isGreaterThan(40);
  }

  @Test
  void findingsReadLikeACompilersErrors() {
    assertThat(result.findings().getFirst())
        .hasToString("LeakPatterns.java:25 neverClosed: never closed");
    assertThat(Step.words(result.findings().getFirst().path()))
        .isEqualTo("taken :25 → returns :26 → never closed");
    assertThat(result.findings().get(2).loss())
        .isEqualTo("Connection.createStatement may throw SQLException");
  }

  @Test
  void realisticClassesAreReadAsMarked() throws IOException {
    ScanResult cases = LeakScan.of(Corpus.CASES).run();

    for (String name : new String[] {"OrderDao.java", "Retry.java"}) {
      Path file = Path.of("orders", name);
      Map<Integer, Pattern> marked = new TreeMap<>();
      Corpus.marks(Corpus.CASES.resolve(file), "// lost: ")
          .forEach((line, pattern) -> marked.put(line, Pattern.valueOf(pattern)));
      assertThat(found(cases, file)).as(name).isEqualTo(marked);
    }
  }

  private static Map<Integer, Pattern> found(ScanResult scanned, Path file) {
    return scanned.findings().stream()
        .filter(finding -> finding.file().equals(file))
        .collect(toMap(Finding::line, Finding::pattern, (one, _) -> one, TreeMap::new));
  }
}
