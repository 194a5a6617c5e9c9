package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.cli.HelpText;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The command line, as a shell sees it.
final class MainTest {
  private static final String LOST =
      """
      class Lost {
        boolean ask(javax.sql.DataSource pool) throws java.sql.SQLException {
          var connection = pool.getConnection();
          return connection.isReadOnly();
        }
      }
      """;

  @TempDir private Path folder;
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  private int run(String... arguments) throws Exception {
    return LeaksProgram.run(arguments, printer(out), printer(err));
  }

  private static PrintStream printer(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, StandardCharsets.UTF_8);
  }

  private String out() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private String err() {
    return err.toString(StandardCharsets.UTF_8);
  }

  @Test
  void findingsAreListedCountedAndTold() throws Exception {
    Files.writeString(folder.resolve("Lost.java"), LOST);

    assertThat(run(folder.toString())).isEqualTo(1);
    assertThat(out())
        .isEqualTo(
            """
            Lost.java:3 ask: never closed (taken :3 → returns :4 → never closed)

            1 lost connection in 1 Java file, 1 method

            by pattern
                1  never closed

            by file
                1  Lost.java
            """);
  }

  @Test
  void jsonHasTheSame() throws Exception {
    Files.writeString(folder.resolve("Lost.java"), LOST);

    assertThat(run(folder.toString(), "--json")).isEqualTo(1);
    assertThat(out())
        .startsWith(
            "{\"outcome\":\"FOUND\",\"files\":1,\"methods\":1,\"sites\":1,"
                + "\"findings\":[{\"file\":\"Lost.java\",")
        .contains("\"pattern\":\"NEVER_CLOSED\"")
        .contains("\"path\":[{\"line\":3,\"event\":\"taken\"}")
        .endsWith(
            "\"unanalysed\":[],\"read\":{\"Java\":1},\"others\":{},\"failures\":[],\"notes\":[]}\n");
  }

  @Test
  void patchIsPrintedAndFilesStay() throws Exception {
    Path file = Files.writeString(folder.resolve("Lost.java"), LOST);

    assertThat(run(folder.toString(), "--fix=clean")).isZero();
    assertThat(out())
        .contains("--- a/Lost.java", "+++ b/Lost.java")
        .contains("+    try (var connection = pool.getConnection()) {");
    assertThat(err()).isEqualTo("1 of 1 mended\n");
    assertThat(file).hasContent(LOST);
  }

  @Test
  void writtenFixIsCleanTheNextTime() throws Exception {
    Path file = Files.writeString(folder.resolve("Lost.java"), LOST);

    assertThat(run(file.toString(), "--fix", "surgical", "--write")).isZero();
    assertThat(out()).isEqualTo("changed Lost.java\n");
    assertThat(file).content().contains("} finally {\n      connection.close();");
    out.reset();

    assertThat(run(folder.toString())).isZero();
    assertThat(out()).isEqualTo("no lost connection in 1 Java file, 1 method\n");
  }

  @Test
  void writtenFixKeepsTheFilesEncoding() throws Exception {
    var latin = StandardCharsets.ISO_8859_1;
    String old = "// für später: größer\n" + LOST;
    Path file = Files.writeString(folder.resolve("Lost.java"), old, latin);

    assertThat(run(folder.toString(), "--fix=clean", "--write")).isZero();
    assertThat(Files.readString(file, latin))
        .startsWith("// für später: größer\nclass Lost")
        .contains("try (var connection = pool.getConnection()) {");
  }

  @Test
  void statementsCountWhenAsked() throws Exception {
    Files.writeString(
        folder.resolve("Rows.java"),
        """
        class Rows {
          void ask(javax.sql.DataSource pool) throws java.sql.SQLException {
            try (var connection = pool.getConnection()) {
              connection.createStatement().execute("select 1");
            }
          }
        }
        """);

    assertThat(run(folder.toString())).isZero();
    assertThat(run(folder.toString(), "--statements")).isEqualTo(1);
    assertThat(out()).contains("Rows.java:4 ask: statement, anonymous chain");
    assertThat(run(folder.toString(), "--statements", "--fix=clean")).isEqualTo(1);
    assertThat(err()).contains("only connections are mended");
  }

  @Test
  void silenceAboutWhatWasNotAnalysedIsNoCleanBill() throws Exception {
    Files.writeString(
        folder.resolve("Broken.java"),
        """
        class Broken {
          void ask(javax.sql.DataSource pool) {
            java.sql.Connection connection = pool.lend(1 +;
          }
        }
        """);

    assertThat(run(folder.toString())).isEqualTo(3);
    assertThat(out())
        .startsWith("nothing found, but code that may borrow was NOT analysed in 1 Java file")
        .doesNotContain("no lost")
        .contains("1 part, 1 of them may borrow a connection")
        .contains("Broken.java:3 file: syntax error: ");
  }

  @Test
  void findingsOfTheBaselineAreNotCounted() throws Exception {
    Files.writeString(folder.resolve("Lost.java"), LOST);
    String baseline = folder.resolve("known").toString();
    assertThat(run(folder.toString(), "--write-baseline", baseline)).isEqualTo(1);
    assertThat(run(folder.toString(), "--baseline", baseline)).isZero();
    assertThat(out())
        .contains("no new lost connection in 1 Java file, 1 method; 1 of the baseline");

    Files.writeString(folder.resolve("More.java"), "\n\n" + LOST.replace("Lost", "More"));
    out.reset();
    assertThat(run(folder.toString(), "--baseline", baseline)).isEqualTo(1);
    assertThat(out()).contains("1 lost connection in 2 Java files").doesNotContain("Lost.java:");

    Files.writeString(folder.resolve("Lost.java"), "class Lost {}");
    out.reset();
    assertThat(run(folder.toString(), "--baseline", baseline, "--report")).isEqualTo(1);
    assertThat(out())
        .contains("| mended since the baseline | 1 |")
        .contains("| Lost.java:3 ask: never closed | | | | | **mended** |")
        .contains("| `More.java:5` | `ask` |  | never closed |")
        .contains("+    try (var connection = pool.getConnection()) {");
  }

  /// As pre-commit passes what changed: the helper in a file that did not change is still known.
  @Test
  void namedFilesAreJudgedWithTheRestOfTheirTree() throws Exception {
    Path lost = Files.writeString(folder.resolve("Lost.java"), LOST);
    Files.writeString(folder.resolve("Other.java"), LOST.replace("Lost", "Other"));
    Files.writeString(
        folder.resolve("Closers.java"),
        "class Closers { static void done(java.sql.Connection c) throws java.sql.SQLException"
            + " { c.close(); } }");
    Path clean =
        Files.writeString(
            folder.resolve("Clean.java"),
            """
            class Clean {
              void ask(javax.sql.DataSource pool) throws java.sql.SQLException {
                java.sql.Connection c = pool.getConnection();
                try { c.commit(); } finally { Closers.done(c); }
              }
            }
            """);

    Path closers = folder.resolve("Closers.java");
    assertThat(run("--within", folder.toString(), clean.toString(), closers.toString())).isZero();
    out.reset();
    assertThat(run("--within", folder.toString(), lost.toString(), clean.toString())).isEqualTo(1);
    assertThat(out()).contains("Lost.java:3 ask").doesNotContain("Other.java");
  }

  @Test
  void annotationsNameFileAndLine() throws Exception {
    Files.writeString(folder.resolve("Lost.java"), LOST);

    assertThat(run(folder.toString(), "--annotations")).isEqualTo(1);
    assertThat(out())
        .isEqualTo(
            ("::error file=%s/Lost.java,line=3,title=lost connection::ask: never closed"
                    + " (taken :3 → returns :4 → never closed)%n")
                .formatted(folder));
  }

  @Test
  void modelAndAcquirersAreTheUsers() throws Exception {
    Files.writeString(
        folder.resolve("Own.java"),
        """
        import java.sql.Connection;
        import org.shop.Ledger;
        class Own {
          void lost(Ledger ledger) throws Exception {
            Connection c = ledger.tracked();
            c.commit();
          }
          void kept(javax.sql.DataSource pool, Ledger ledger) throws Exception {
            Connection c = pool.getConnection();
            ledger.adopt(c);
          }
        }
        """);
    Path model = Files.writeString(folder.resolve("own.model"), "keep Ledger#adopt\n");

    assertThat(run(folder.toString())).isEqualTo(1);
    assertThat(out()).contains("Own.java:9 kept").doesNotContain("Own.java:5");
    out.reset();
    assertThat(run(folder.toString(), "--model", model.toString(), "--acquirer=tracked"))
        .isEqualTo(1);
    assertThat(out()).contains("Own.java:5 lost").doesNotContain("Own.java:9");
    out.reset();
    Files.writeString(model, "lose Ledger#adopt");
    assertThat(run(folder.toString(), "--model", model.toString())).isEqualTo(2);
    assertThat(out()).contains("own.model:1: verb must be acquire, lend, release");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "--nonsense .",
        "/no/such/folder",
        ". .",
        "--within . /no/such/file",
        "--within src/main pom.xml",
        ". --fix=neat",
        ". --write",
        ". --fix",
        ". --json --sarif",
        ". --min-confidence=some",
        ". --baseline=/no/such/file"
      })
  void misuseIsToldInOneLine(String line) throws Exception {
    assertThat(run(line.isEmpty() ? new String[0] : line.split(" ", -1))).isEqualTo(2);
    assertThat(err())
        .startsWith("pitboss leaks: ")
        .endsWith("; see pitboss leaks --help\n")
        .hasLineCount(1);
    assertThat(out()).isEmpty();
  }

  @Test
  void helpIsNoMisuse() throws Exception {
    assertThat(run("--help")).isZero();
    assertThat(out()).isEqualTo(HelpText.of(List.of("leaks")));
  }
}
