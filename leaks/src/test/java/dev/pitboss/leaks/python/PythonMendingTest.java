package dev.pitboss.leaks.python;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.LanguageResult;
import dev.pitboss.leaks.model.MendedSource;
import dev.pitboss.leaks.model.Pattern;
import dev.pitboss.leaks.model.Style;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Both mends of every leak: a second scan finds what was refused and no more, and each mended
/// function, run with drivers whose calls fail one after the other, behaves as before and leaves no
/// connection open. The original has to leave one open, which is the control.
@Tag("slow")
final class PythonMendingTest {
  /// Where who closes is a decision.
  private static final Set<Pattern> DECISIONS =
      EnumSet.of(
          Pattern.ESCAPED_TO_FIELD,
          Pattern.ESCAPED_TO_LAMBDA,
          Pattern.RETURNED_DEPENDENT,
          Pattern.LIST_BUILT_PARTLY,
          Pattern.WRONG_SCOPE,
          Pattern.CONDITIONAL_CLOSE);

  @TempDir private Path folder;

  @ParameterizedTest
  @EnumSource(Style.class)
  void mendsTheCorpusSoThatItRuns(Style style) throws IOException, InterruptedException {
    List<Finding> mended = mend("corpus", style);

    assertThat(mended).hasSizeGreaterThanOrEqualTo(51);
    run("corpus", mended);
  }

  @ParameterizedTest
  @EnumSource(Style.class)
  void mendsTheIncidentSoThatItRuns(Style style) throws IOException, InterruptedException {
    List<Finding> mended = new ArrayList<>(mend("incident/unmended", style));

    assertThat(mended).hasSize(11);
    // only shuffling its cards may fail before its try, and that is no driver's call
    mended.removeIf(finding -> finding.function().equals("blackjack_deal"));
    run("incident/unmended", mended);
  }

  private List<Finding> mend(String resource, Style style) throws IOException {
    PythonTree before = PythonTree.resource(resource);
    List<Finding> findings = before.scan().findings();
    List<Finding> mended = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (MendedSource source : before.mend(findings, style, folder)) {
      mended.addAll(source.mended());
      source
          .refused()
          .forEach((finding, reason) -> {
            assertThat(reason).as(finding.toString()).isNotBlank();
            refused.add(finding.function() + " " + finding.pattern().words());
          });
    }
    assertThat(mended.size() + refused.size()).isEqualTo(findings.size());
    assertThat(findings)
        .filteredOn(finding -> DECISIONS.contains(finding.pattern()))
        .doesNotContainAnyElementsOf(mended);

    LanguageResult after = PythonTree.of(folder).scan();

    assertThat(after.unanalysed()).isEmpty();
    assertThat(
            after.findings().stream()
                .map(finding -> finding.function() + " " + finding.pattern().words()))
        .containsExactlyInAnyOrderElementsOf(refused);
    return mended;
  }

  private void run(String resource, List<Finding> mended) throws IOException, InterruptedException {
    assumeTrue(hasPython(), "no python3 on this machine");
    List<String> command = new ArrayList<>();
    command.add("python3");
    command.add(PythonTree.resource("run").base().resolve("run_mended.py").toString());
    command.add(PythonTree.resource(resource).base().toString());
    command.add(folder.toString());
    for (Finding finding : mended) {
      String module = finding.file().toString().replace(".py", "").replace('/', '.');
      command.add(module + ":" + finding.function());
    }
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains(mended.size() + " functions").contains(" 0 problems");
  }

  private static boolean hasPython() throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder("python3", "-c", "import sys; sys.exit(sys.version_info < (3, 10))")
              .start();
      return process.waitFor() == 0;
    } catch (IOException _) {
      return false;
    }
  }

  @Test
  void keepsTabsLineBreaksCommentsAndStrings() throws IOException {
    String text =
        """
        import sqlite3


        def names(user):
        \t# opened for each request
        \tconn = sqlite3.connect("a.db")  # no pool yet
        \t# all of them
        \trows = conn.execute('''
        select name
          from users''').fetchall()
        \tconn.close()

        \treturn rows
        """
            .replace("\n", "\r\n");
    assertThat(mended(text, Style.SURGICAL))
        .isEqualTo(
            """
            import sqlite3


            def names(user):
            \t# opened for each request
            \tconn = sqlite3.connect("a.db")  # no pool yet
            \ttry:
            \t\t# all of them
            \t\trows = conn.execute('''
            select name
              from users''').fetchall()
            \tfinally:
            \t\tconn.close()

            \treturn rows
            """
                .replace("\n", "\r\n"));
    assertThat(mended(text, Style.CLEAN))
        .isEqualTo(
            """
            import sqlite3
            from contextlib import closing


            def names(user):
            \t# opened for each request
            \twith closing(sqlite3.connect("a.db")) as conn:  # no pool yet
            \t\t# all of them
            \t\trows = conn.execute('''
            select name
              from users''').fetchall()

            \treturn rows
            """
                .replace("\n", "\r\n"));
  }

  private String mended(String text, Style style) throws IOException {
    Path in = Files.createDirectories(folder.resolve("in"));
    Files.writeString(in.resolve("one.py"), text);
    PythonTree tree = PythonTree.of(in);
    List<Finding> findings = tree.scan().findings();
    assertThat(findings).hasSize(1);
    return tree.mend(findings, style, folder.resolve("out")).getFirst().text();
  }

  @Test
  void refusesSeveralStatementsOnOneLine() throws IOException {
    Files.writeString(
        folder.resolve("one.py"),
        "import sqlite3\ndef f():\n    c = sqlite3.connect('a'); c.execute('b')\n");
    PythonTree tree = PythonTree.of(folder);

    MendedSource mended =
        tree.mend(tree.scan().findings(), Style.SURGICAL, folder.resolve("out")).getFirst();

    assertThat(mended.mended()).isEmpty();
    assertThat(mended.refused().values()).containsExactly("line 3 holds several statements");
  }
}
