package dev.pitboss.leaks.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.LanguageResult;
import dev.pitboss.leaks.model.SourceFile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// The corpus names each leak in a comment on the line that acquires; whatever has none is clean.
final class PythonCorpusTest {
  private static final Pattern NAMED = Pattern.compile("# leak: (.+)$");

  @Test
  void findsEachLeakByItsNameAndNothingElse() throws IOException {
    PythonTree tree = PythonTree.resource("corpus");
    List<String> named = named(tree);

    LanguageResult result = tree.scan();

    assertThat(result.failures()).isEmpty();
    assertThat(result.unanalysed()).isEmpty();
    assertThat(result.findings().stream().map(PythonCorpusTest::place))
        .containsExactlyInAnyOrderElementsOf(named);
    assertThat(named).hasSizeGreaterThanOrEqualTo(60);
  }

  private static String place(Finding finding) {
    return "%s:%d %s".formatted(finding.file(), finding.line(), finding.pattern().words());
  }

  private static List<String> named(PythonTree tree) throws IOException {
    List<String> named = new ArrayList<>();
    for (SourceFile source : tree.sources()) {
      List<String> lines = source.read().text().lines().toList();
      for (int i = 0; i < lines.size(); i++) {
        Matcher comment = NAMED.matcher(lines.get(i));
        if (comment.find()) {
          named.add("%s:%d %s".formatted(source.file(), i + 1, comment.group(1)));
        }
      }
    }
    return named;
  }

  @Test
  void everyPathBeginsWithTheAcquisitionAndEndsWithTheLoss() throws IOException {
    for (Finding finding : PythonTree.resource("corpus").scan().findings()) {
      assertThat(finding.path().getFirst().event()).as(finding.toString()).isEqualTo("taken");
      assertThat(finding.path().getFirst().line()).isEqualTo(finding.line());
      assertThat(finding.path().getLast().event()).startsWith("never ");
      assertThat(finding.loss()).isNotBlank();
    }
  }
}
