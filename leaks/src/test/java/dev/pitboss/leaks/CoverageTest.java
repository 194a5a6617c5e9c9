package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.leaks.model.ScanResult;
import dev.pitboss.leaks.model.Unanalysed;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A scan that could not look says so, and never that nothing is lost.
final class CoverageTest {
  private static final String CLEAN = "class Clean { int one() { return 1; } }";
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
  private String out = "";

  private int scan(String... options) throws Exception {
    var bytes = new ByteArrayOutputStream();
    var printer = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    String[] arguments = new String[options.length + 1];
    arguments[0] = folder.toString();
    System.arraycopy(options, 0, arguments, 1, options.length);
    int status = LeaksProgram.run(arguments, printer, printer);
    out = bytes.toString(StandardCharsets.UTF_8);
    assertThat(out.contains("no lost connection")).as(out).isEqualTo(status == 0);
    return status;
  }

  private void write(String file, String text) throws IOException {
    Path path = folder.resolve(file);
    Files.createDirectories(path.toAbsolutePath().getParent());
    Files.writeString(path, text);
  }

  @Test
  void folderWithoutJavaWasNotLookedAt() throws Exception {
    assertThat(scan()).isEqualTo(2);
    assertThat(out).contains("there is no source to read");

    write("app.rb", "connection = pool.getconn()");
    write("Till.kts", "fun main() {}");
    write("build.groovy", "println 1");
    write("Dao.scala", "object Dao");
    assertThat(scan()).isEqualTo(2);
    assertThat(out)
        .contains("1 Groovy file, 1 Kotlin file, 1 Ruby file, 1 Scala file")
        .contains("app.rb:1 file: a scan reads Java, Python, Kotlin only, this is Ruby");
  }

  @ParameterizedTest
  @CsvSource({
    "app.rb,c = psycopg2.connect(dsn),3",
    "Dao.kts,val c = pool.getConnection(),3",
    "Dao.groovy,def c = dataSource.connection,3",
    "setup.rb,print(1),0"
  })
  void otherLanguagesBesideJavaCountWhereTheyMayBorrow(String file, String code, int status)
      throws Exception {
    write("Clean.java", CLEAN);
    write(file, code);

    assertThat(scan()).isEqualTo(status);
    assertThat(out).contains("not read: 1 ");
  }

  @Test
  void sourcesThatCannotBeReadAreNoCleanBill() throws Exception {
    Files.createSymbolicLink(folder.resolve("Gone.java"), folder.resolve("nowhere"));
    assertThat(scan()).isEqualTo(2);
    assertThat(out).contains("Gone.java:1 file: cannot be read: a link that leads nowhere");

    write("Clean.java", CLEAN);
    assertThat(scan()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " \n", "\u0000\u0001"})
  void sourceOfWhichNothingIsLeftWasNotLookedAt(String text) throws Exception {
    write("Only.java", text);

    assertThat(scan()).isEqualTo(2);
  }

  @Test
  void sourcesInOutputFoldersAreNamed() throws Exception {
    write("pom.xml", "<project>");
    write("target/Lost.java", LOST);

    assertThat(scan()).isEqualTo(2);
    assertThat(out).contains("no source to read outside of build output");
  }

  @Test
  void linkToAFolderIsFollowedOnce() throws Exception {
    write("real/Lost.java", LOST);
    Files.createSymbolicLink(folder.resolve("again"), folder.resolve("real"));
    Files.createSymbolicLink(folder.resolve("real/loop"), folder);

    assertThat(scan()).isEqualTo(1);
    assertThat(out).contains("1 lost connection in 1 Java file");
  }

  @ParameterizedTest
  @ValueSource(strings = {"UTF-8", "UTF-16LE", "UTF-16BE"})
  void byteOrderMarkIsNoSyntaxError(String charset) throws Exception {
    Files.write(folder.resolve("Lost.java"), ("\ufeff" + LOST).getBytes(Charset.forName(charset)));

    assertThat(scan()).isEqualTo(1);
    assertThat(out).contains("Lost.java:3 ask: never closed");
  }

  /// Annotations among the sources or in old jars are no part of the analysis.
  @Test
  void annotationsOfCheckersChangeNothing() throws Exception {
    write("shop/Lost.java", "package shop;\n" + LOST);
    write(
        "org/checkerframework/checker/mustcall/qual/MustCall.java",
        "package org.checkerframework.checker.mustcall.qual; public @interface MustCall {}");

    assertThat(scan("--class-path", folder.resolve("old.jar").toString())).isEqualTo(1);
    assertThat(out)
        .contains("Lost.java:4 ask: never closed")
        .contains("--class-path has no effect: nothing has to compile");
  }

  @Test
  void outcomeIsTheWorstOfWhatIsKnown() {
    var cut = new Unanalysed(Path.of("A.java"), 1, "method a", "why", true);
    var harmless = new Unanalysed(Path.of("A.java"), 1, "method b", "why", false);

    assertThat(of(List.of(harmless), List.of())).isEqualTo(ScanResult.Outcome.CLEAN);
    assertThat(of(List.of(cut), List.of())).isEqualTo(ScanResult.Outcome.PARTLY_ANALYSED);
    assertThat(of(List.of(cut), List.of("memory"))).isEqualTo(ScanResult.Outcome.NOT_ANALYSED);
  }

  private static ScanResult.Outcome of(List<Unanalysed> left, List<String> failures) {
    return new ScanResult(
            List.of(),
            List.of(),
            List.of(),
            List.of(),
            left,
            Map.of("Java", 1),
            1,
            0,
            Map.of(),
            failures,
            List.of())
        .outcome();
  }

  /// Parentheses a thousand deep end a usual thread's stack in the parser.
  @Test
  void deepExpressionsAreAnalysed() throws Exception {
    String deep = "(".repeat(5000) + "1" + ")".repeat(5000);
    write("Deep.java", "class Deep { int one() { return " + deep + "; } }");
    write("Lost.java", LOST);

    assertThat(scan()).isEqualTo(1);
  }
}
