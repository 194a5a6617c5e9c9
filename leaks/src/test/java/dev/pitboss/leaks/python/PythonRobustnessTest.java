package dev.pitboss.leaks.python;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.LanguageResult;
import dev.pitboss.leaks.model.Origin;
import dev.pitboss.leaks.model.ScanSettings;
import dev.pitboss.leaks.model.Unanalysed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Whatever a file holds, a scan ends, and says what it did not read.
final class PythonRobustnessTest {
  private static final String LEAK =
      "import sqlite3\n\ndef lost(x):\n    conn = sqlite3.connect('a')\n    conn.execute(x)\n";

  @TempDir private Path folder;

  private void write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(folder.resolve(name).getParent());
    Files.writeString(file, text);
  }

  private LanguageResult scan() throws IOException {
    return PythonTree.of(folder).scan();
  }

  private static List<String> lines(LanguageResult result) {
    return result.findings().stream().map(Finding::toString).toList();
  }

  @Test
  void syntaxErrorLeavesOutItsFunctionOnlyAndIsListed() throws IOException {
    write(
        "a.py",
        LEAK
            + "\ndef broken(x):\n    conn = sqlite3.connect('a'\n    return )\n\n"
            + "def fine():\n    pass\n");

    LanguageResult result = scan();

    assertThat(lines(result)).containsExactly("a.py:4 lost: never closed");
    assertThat(result.unanalysed()).isNotEmpty();
    assertThat(result.unanalysed()).anyMatch(Unanalysed::borrows);
    assertThat(result.unanalysed().getFirst().reason()).startsWith("syntax error in line");
  }

  @Test
  void readsPython2() throws IOException {
    write(
        "old.py",
        LEAK
            + "\ndef old(x):\n    conn = sqlite3.connect('a')\n    try:\n        conn.execute(int(x))\n"
            + "        print 'done', x\n    except sqlite3.Error, e:\n        print e\n    conn.close()\n");

    assertThat(lines(scan()))
        .containsExactly("old.py:4 lost: never closed", "old.py:8 old: close not in finally");
  }

  @Test
  void namesBinaryAndHugeFiles() throws IOException {
    Files.write(folder.resolve("binary.py"), new byte[] {'c', 'o', 'n', 'n', 0, 1, 2});
    write("huge.py", "x = 'conn'\n".repeat(500_000));
    write("good.py", LEAK);

    LanguageResult result = scan();

    assertThat(result.unanalysed().stream().map(Unanalysed::toString))
        .containsExactlyInAnyOrder(
            "binary.py:1 file: it is not text",
            "huge.py:1 file: it is larger than 4,194,304 characters");
    assertThat(result.files()).isEqualTo(1);
    assertThat(lines(result)).containsExactly("good.py:4 lost: never closed");
  }

  @Test
  void bearsDeepNesting() throws IOException {
    String sum = IntStream.range(0, 6_000).mapToObj(i -> "x").collect(Collectors.joining(" + "));
    write("deep.py", LEAK + "\ndef sum(x):\n    conn = sqlite3.connect(" + sum + ")\n");
    write("brackets.py", "conn = " + "(".repeat(3_000) + "1" + ")".repeat(3_000) + "\n");

    LanguageResult result = scan();

    assertThat(lines(result))
        .containsExactly("deep.py:4 lost: never closed", "deep.py:8 sum: never closed");
  }

  /// Found in a program for e-books: its windows make their dialogs, and dialogs windows.
  @Test
  @Timeout(60)
  void classesThatMakeInstancesOfEachOtherAreNotFollowedInACircle() throws IOException {
    write(
        "circle.py",
        LEAK
            + """

            class Window:
                def __init__(self, connect):
                    self.dialog = Dialog(connect)

                def close(self):
                    self.dialog.close()

            class Dialog:
                def __init__(self, connect):
                    self.window = Window(connect)
                    self.own = Dialog(connect)
                    self.db = sqlite3.connect(connect)

                def close(self):
                    self.db.close()

            def show(connect):
                window = Window(connect)
                window.dialog.ask(1)

            def shown(connect):
                window = Window(connect)
                try:
                    window.dialog.ask(1)
                finally:
                    window.close()
            """);

    // a dialog's close closes neither its window nor its own dialog
    assertThat(lines(scan()))
        .containsExactly(
            "circle.py:4 lost: never closed",
            "circle.py:16 Dialog.__init__: escape to a field",
            "circle.py:17 Dialog.__init__: escape to a field",
            "circle.py:24 show: never closed");
  }

  /// An owner's owner's … owner, whichever the sources name first.
  @Test
  @Timeout(60)
  void longChainOfOwnersIsFollowedToItsEnd() throws IOException {
    int length = 40;
    var text = new StringBuilder("import sqlite3\n");
    for (int i = 0; i < length; i++) {
      String inner = i + 1 < length ? "Owner" + (i + 1) + "(x)" : "sqlite3.connect(x)";
      text.append("class Owner%d:\n    def __init__(self, x):\n".formatted(i));
      text.append("        self.one = %s\n        self.two = %s\n".formatted(inner, inner));
      text.append("    def close(self):\n        self.one.close()\n        self.two.close()\n");
    }
    text.append("def use(x):\n    owner = Owner0(x)\n    owner.one.ask(x)\n");
    write("chain.py", text.toString());

    assertThat(lines(scan())).anyMatch(line -> line.endsWith(" use: never closed"));
  }

  @Test
  void functionWithTooManyPathsIsListed() throws IOException {
    var text = new StringBuilder("import sqlite3\n\ndef many(x):\n");
    for (int i = 0; i < 9; i++) {
      text.append("    c")
          .append(i)
          .append(" = sqlite3.connect('a') if x[")
          .append(i)
          .append("] else None\n");
    }
    for (int i = 0; i < 9; i++) {
      text.append("    if c").append(i).append(":\n        c").append(i).append(".close()\n");
    }
    write("many.py", text.toString());

    LanguageResult result = scan();

    assertThat(result.unanalysed().stream().map(Unanalysed::toString))
        .containsExactly("many.py:3 function many: it has too many paths to follow");
    assertThat(result.unanalysed().getFirst().borrows()).isTrue();
  }

  @Test
  void offsetsAndLinesFitTextBeyondAscii() throws IOException {
    write("umlaut.py", "# größe 😀😀\n" + LEAK);

    Finding finding = scan().findings().getFirst();

    assertThat(finding.toString()).isEqualTo("umlaut.py:5 lost: never closed");
    assertThat(
            Files.readString(folder.resolve("umlaut.py")).substring(finding.from(), finding.to()))
        .isEqualTo("sqlite3.connect('a')");
  }

  @Test
  void readsOldEncodings() throws IOException {
    Files.write(
        folder.resolve("latin.py"),
        ("# gr\u00f6\u00dfe\n" + LEAK).getBytes(StandardCharsets.ISO_8859_1));

    assertThat(lines(scan())).containsExactly("latin.py:5 lost: never closed");
  }

  @Test
  void suppressedFindingsAreCountedApart() throws IOException {
    write("a.py", LEAK.replace("('a')", "('a')  # pitboss: ignore, ends with the process"));

    LanguageResult result = scan();

    assertThat(result.findings()).isEmpty();
    assertThat(result.suppressed()).hasSize(1);
  }

  @Test
  void tellsTestCodeApart() throws IOException {
    write("tests/test_a.py", LEAK);
    write("src/a.py", LEAK);

    assertThat(scan().findings().stream().map(Finding::origin))
        .containsExactly(Origin.MAIN, Origin.TEST);
  }

  @Test
  void modelFileNamesAcquirersAndReleasers() throws IOException {
    write(
        "a.py",
        """
        from x import grab, drop

        def lost():
            c = grab()
            c.run()

        def kept():
            c = grab()
            try:
                c.run()
            finally:
                drop(c)
        """);
    Path model = folder.resolve("model.txt");
    Files.writeString(
        model, "java acquire Foo.bar\npython acquire x.grab\npython release x.drop\n");

    LanguageResult result =
        PythonTree.of(folder).scan(new ScanSettings(false, List.of(), List.of(model)));

    assertThat(lines(result)).containsExactly("a.py:4 lost: never closed");

    Files.writeString(model, "python borrow x.grab\n");
    LanguageResult wrong =
        PythonTree.of(folder).scan(new ScanSettings(false, List.of(), List.of(model)));
    assertThat(wrong.failures().getFirst())
        .endsWith("python borrow is neither acquire nor release");
  }

  @Test
  void directReadOfTheTreeIsTheSameAsByTheBinding() throws IOException {
    var parser = PyParser.load();
    for (var source : PythonTree.resource("corpus").sources()) {
      String text = "# ö😀\n" + source.read().text();

      assertThat(parser.parse(text).root().find(_ -> true).toString())
          .isEqualTo(parser.parseByBinding(text).root().find(_ -> true).toString());
    }
  }

  @Test
  void platformWithoutTheParserIsAFailureWithItsName() throws IOException, InterruptedException {
    write("a.py", LEAK);
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dos.arch=riscv64",
                "-cp",
                System.getProperty("java.class.path"),
                ScanOnce.class.getName(),
                folder.toString())
            .redirectErrorStream(true)
            .start();

    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

    assertThat(process.waitFor()).as(said).isEqualTo(2);
    assertThat(said).contains("the Python parser does not run on").contains("riscv64");
  }
}
