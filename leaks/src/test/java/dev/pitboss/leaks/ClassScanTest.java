package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.leaks.model.Finding;
import dev.pitboss.leaks.model.ScanResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The scan of compiled classes: the corpora of the scan of sources, compiled, and archives.
@Tag("slow")
final class ClassScanTest {
  private static final Path SOURCES = Path.of("src/test/resources");
  private static final Path PRECISION = SOURCES.resolve("precision");

  /// Lombok works on sources, and `@SuppressWarnings` is not in class files.
  private static final List<String> SOURCE_ONLY =
      List.of("Cleaned.java", "L.java", "Silenced.java");

  /// Where byte code shows less: a condition that is computed for a helper's flag is one branch of
  /// the caller.
  private static final Map<String, String> OTHER_NAMES =
      Map.of("HelperDao:464 NEVER_CLOSED", "HelperDao:464 CONDITIONAL_CLOSE");

  private static final String LOST =
      """
      package shop;
      class Lost {
        boolean ask(javax.sql.DataSource pool) throws java.sql.SQLException {
          java.sql.Connection connection = pool.getConnection();
          return connection.isReadOnly();
        }
        boolean ask(javax.sql.DataSource pool, int times) throws java.sql.SQLException {
          try (java.sql.Connection connection = pool.getConnection()) {
            return connection.isReadOnly();
          }
        }
      }
      """;

  @TempDir private static Path libraries;
  @TempDir private Path folder;
  private String out = "";

  @BeforeAll
  static void compileLibraries() throws IOException {
    compile(javaFiles(SOURCES.resolve("classes/libraries")), libraries, List.of());
  }

  private static List<Path> javaFiles(Path folder) throws IOException {
    try (Stream<Path> found = Files.walk(folder)) {
      return found
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !SOURCE_ONLY.contains(String.valueOf(file.getFileName())))
          .toList();
    }
  }

  private static void compile(List<Path> sources, Path output, List<String> more)
      throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    var errors = new StringWriter();
    List<String> options =
        new ArrayList<>(List.of("-proc:none", "-nowarn", "-d", output.toString()));
    options.addAll(List.of("-cp", libraries.toString()));
    options.addAll(more);
    try (var files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiles =
          compiler
              .getTask(
                  errors, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
              .call();
      assertThat(compiles).as(errors.toString()).isTrue();
    }
  }

  private int scan(Path what, String... options) throws Exception {
    var bytes = new ByteArrayOutputStream();
    var printer = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    List<String> arguments = new ArrayList<>(List.of(what.toString()));
    arguments.addAll(List.of(options));
    int status = LeaksProgram.run(arguments.toArray(new String[0]), printer, printer);
    out = bytes.toString(StandardCharsets.UTF_8);
    assertThat(out.contains("no lost connection") || out.contains("no new lost connection"))
        .as(out)
        .isEqualTo(status == 0);
    return status;
  }

  private Path lost(String... options) throws IOException {
    Path classes = Files.createDirectories(folder.resolve("classes"));
    Path source = Files.writeString(folder.resolve("Lost.java"), LOST);
    compile(List.of(source), classes, List.of(options));
    return classes;
  }

  private static String place(Finding found) {
    String file = found.file().getFileName().toString();
    String type = file.substring(0, file.length() - ".class".length()).replaceFirst("\\$.*", "");
    return type + ":" + found.line() + " " + found.pattern();
  }

  /// The marks stand on lines of the source file, whose classes may have other names.
  private static List<String> lines(Stream<String> places) {
    return places.map(each -> each.substring(each.indexOf(':'))).sorted().toList();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "cases/helper",
        "cases/helper-in-finally",
        "cases/lambda",
        "cases/logger",
        "cases/modern",
        "cases/wrapper4",
        "twins"
      })
  void compiledCodeOfTheFieldHasTheLeaksOfItsSource(String part) throws IOException {
    List<Path> sources = javaFiles(PRECISION.resolve(part));
    compile(sources, folder, List.of());
    List<String> marked = new ArrayList<>();
    for (Path source : sources) {
      String type = source.getFileName().toString().replace(".java", "");
      Corpus.marks(source, "// lost: ")
          .forEach((line, names) ->
              Stream.of(names.split(" ", -1))
                  .map(name -> type + ":" + line + " " + name)
                  .forEach(each -> marked.add(OTHER_NAMES.getOrDefault(each, each))));
    }

    ScanResult result = LeakScan.of(folder).run();

    assertThat(lines(result.findings().stream().map(ClassScanTest::place)))
        .isEqualTo(lines(marked.stream()));
    assertThat(result.unanalysed()).isEmpty();
    assertThat(result.uncertain()).isEmpty();
    assertThat(result.failures()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"25", "17"})
  void eachPatternIsFoundInWhatEachCompilerMakesOfIt(String release) throws IOException {
    Corpus.copyTo(folder);
    List<Path> sources = javaFiles(folder);
    Path classes = folder.resolve("classes");
    Files.createDirectories(classes);
    boolean isOld = !release.equals("25");
    for (Path source : sources) {
      if (isOld) {
        Files.writeString(source, older(Files.readString(source)));
      }
    }
    compile(sources, classes, List.of("--release", release, "-Xlint:-options"));
    List<String> marked = new ArrayList<>();
    Corpus.marks(folder.resolve(Corpus.LEAKS), "// lost by ")
        .forEach((line, name) -> {
          if (!name.equals("evaporatedVirtualThread")) {
            marked.add(line + " " + CorpusTest.NAMES.get(name));
          }
        });

    ScanResult result = LeakScan.of(classes).run();

    assertThat(result.findings())
        .extracting(found -> found.line() + " " + found.pattern())
        .containsExactlyInAnyOrderElementsOf(marked);
    assertThat(result.findings())
        .allMatch(found -> found.file().toString().contains("LeakPatterns"));
    assertThat(result.failures()).isEmpty();
  }

  /// The same lines in an older language: what is not known then is replaced on its line.
  private static String older(String source) {
    return source
        .replace("Executors.newVirtualThreadPerTaskExecutor()", "Executors.newCachedThreadPool()")
        .replaceAll("try \\(ExecutorService (\\w+) = ([^;]+)\\) \\{", "ExecutorService $1 = $2; {")
        .replace("InterruptedException _)", "InterruptedException ignored)");
  }

  @Test
  void archiveIsReportedByClassMethodAndLine() throws Exception {
    Path jar = jar(folder.resolve("app.jar"), "", lost());

    assertThat(scan(jar)).isEqualTo(1);
    assertThat(out)
        .isEqualTo(
            """
            shop/Lost.class:4 ask: never closed (taken :4 → returns :5 → never closed)

            1 lost connection in 1 class file, 3 methods

            by pattern
                1  never closed

            by file
                1  shop/Lost.class
            """);
    assertThat(scan(jar, "--sarif")).isEqualTo(1);
    assertThat(out).contains("\"uri\":\"shop/Lost.class\"", "\"startLine\":4");
    assertThat(scan(jar, "--fix=clean")).isEqualTo(1);
    assertThat(out).contains("classes are mended in their source");
    assertThat(scan(jar, "--report")).isEqualTo(1);
    Path baseline = folder.resolve("known");
    assertThat(scan(jar, "--write-baseline", baseline.toString())).isEqualTo(1);
    assertThat(scan(jar, "--baseline", baseline.toString())).isZero();
    assertThat(out).contains("no new lost connection");
  }

  @Test
  void methodsNameFindingsWhereLinesAreMissing() throws Exception {
    assertThat(scan(lost("-g:none"))).isEqualTo(1);
    assertThat(out)
        .contains("shop/Lost.class:1 ask(DataSource): never closed")
        .contains("1 classes have no line numbers");
  }

  @Test
  void librariesOfAnArchiveAreSummarisedAndScannedWhenAsked() throws Exception {
    Path library = jar(folder.resolve("library.jar"), "", lost());
    Path app = Files.createDirectories(folder.resolve("app"));
    Path source =
        Files.writeString(
            folder.resolve("App.java"),
            """
            class App {
              void ask(javax.sql.DataSource pool) throws java.sql.SQLException {
                java.sql.Connection c = pool.getConnection();
                try { c.commit(); } finally { lib.Closers.done(c); }
              }
            }
            """);
    Path closers =
        Files.writeString(
            folder.resolve("Closers.java"),
            """
            package lib;
            public class Closers {
              public static void done(java.sql.Connection c) throws java.sql.SQLException { c.close(); }
            }
            """);
    compile(List.of(source, closers), app, List.of());
    Path closing = folder.resolve("closing");
    Files.createDirectories(closing.resolve("lib"));
    Files.move(app.resolve("lib/Closers.class"), closing.resolve("lib/Closers.class"));
    Path second = jar(folder.resolve("second.jar"), "", closing);
    Path war = folder.resolve("app.war");
    try (var zip = new ZipOutputStream(Files.newOutputStream(war))) {
      put(zip, "WEB-INF/classes/App.class", Files.readAllBytes(app.resolve("App.class")));
      put(zip, "WEB-INF/lib/library.jar", Files.readAllBytes(library));
      put(zip, "WEB-INF/lib/second.jar", Files.readAllBytes(second));
    }

    assertThat(scan(war)).isZero();
    assertThat(out).contains("not scanned: 2 classes of 2 libraries inside");
    assertThat(scan(war, "--libraries")).isEqualTo(1);
    assertThat(out).contains("WEB-INF/lib/library.jar!/shop/Lost.class:4 ask");
  }

  @ParameterizedTest
  @CsvSource({
    "empty.jar,there is no class to read",
    "text.jar,cannot be read",
    "broken.jar,there is no class to read",
    "library.war,all 1 classes are of libraries"
  })
  void archiveThatCouldNotBeReadIsNoCleanBill(String name, String reason) throws Exception {
    Path file = folder.resolve(name);
    switch (name) {
      case "text.jar" -> Files.writeString(file, "not an archive");
      case "library.war" -> {
        Path inside = jar(folder.resolve("inside.jar"), "", lost());
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
          put(zip, "WEB-INF/lib/inside.jar", Files.readAllBytes(inside));
        }
      }
      default -> {
        try (var zip = new ZipOutputStream(Files.newOutputStream(file))) {
          String entry = name.equals("broken.jar") ? "A.class" : "readme.txt";
          put(zip, entry, "getConnection".getBytes(StandardCharsets.UTF_8));
        }
      }
    }

    assertThat(scan(file)).isEqualTo(2);
    assertThat(out).contains("NOT ANALYSED to the end").contains(reason);
  }

  @Test
  void classThatCannotBeReadIsListed() throws Exception {
    Path classes = lost();
    byte[] bytes = Files.readAllBytes(classes.resolve("shop/Lost.class"));
    Files.write(
        classes.resolve("shop/Half.class"), java.util.Arrays.copyOf(bytes, bytes.length / 2));
    Files.writeString(folder.resolve("Fine.java"), "class Fine { int one() { return 1; } }");
    compile(List.of(folder.resolve("Fine.java")), classes, List.of());
    Files.delete(classes.resolve("shop/Lost.class"));

    assertThat(scan(classes)).isEqualTo(3);
    assertThat(out).contains("shop/Half.class:1 class: it is no readable class file");
  }

  @Test
  void archiveThatUnpacksWithoutEndIsNotUnpacked() throws Exception {
    Path bomb = folder.resolve("bomb.jar");
    byte[] zeros = new byte[1 << 20];
    var nested = new ByteArrayOutputStream();
    try (var zip = new ZipOutputStream(nested)) {
      zip.putNextEntry(new ZipEntry("zeros"));
      for (int i = 0; i < 210; i++) {
        zip.write(zeros);
      }
      zip.closeEntry();
    }
    try (var zip = new ZipOutputStream(Files.newOutputStream(bomb))) {
      for (int i = 0; i < 10; i++) {
        put(zip, "lib/zeros" + i + ".jar", nested.toByteArray());
      }
    }

    assertThat(scan(bomb)).isEqualTo(2);
    assertThat(out).contains("it unpacks to more than 2,048 MB");
  }

  private static Path jar(Path file, String prefix, Path classes) throws IOException {
    try (var zip = new ZipOutputStream(Files.newOutputStream(file));
        Stream<Path> found = Files.walk(classes)) {
      for (Path each : found.filter(Files::isRegularFile).toList()) {
        put(zip, prefix + classes.relativize(each), Files.readAllBytes(each));
      }
    }
    return file;
  }

  private static void put(ZipOutputStream zip, String name, byte[] bytes) throws IOException {
    zip.putNextEntry(new ZipEntry(name));
    zip.write(bytes);
    zip.closeEntry();
  }
}
