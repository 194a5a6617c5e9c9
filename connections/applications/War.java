package applications;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/// Web archives of the shop.
final class War {
  private static final String SERVLET = "jakarta.servlet:jakarta.servlet-api:6.0.0";
  private static final String TRANSACTION = "jakarta.transaction:jakarta.transaction-api:2.0.1";

  private War() {}

  /// Compiles the shop and puts it into an archive.
  ///
  /// @param sources what of the shop
  /// @param more further entries, by name
  static void make(Path war, List<Path> sources, Map<String, byte[]> more)
      throws IOException, InterruptedException {
    Path work = Files.createDirectories(war.resolveSibling(war.getFileName() + "-classes"));
    String path =
        Artifacts.copy(SERVLET, work) + ":" + Artifacts.copy(TRANSACTION, work);
    Path classes = Files.createDirectories(work.resolve("classes"));
    List<String> words =
        new ArrayList<>(
            List.of("-g", "-nowarn", "--release", "17", "-cp", path, "-d", classes.toString()));
    sources.forEach(source -> words.add(source.toString()));
    var silent = new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    int status =
        ToolProvider.findFirst("javac").orElseThrow().run(silent, System.err, words.toArray(String[]::new));
    if (status != 0) {
      throw new IOException("the shop does not compile");
    }
    // written aside: a server must not see half of it
    Path whole = work.resolve("whole.war");
    try (var entries = new ZipOutputStream(Files.newOutputStream(whole));
        Stream<Path> files = Files.walk(classes)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        entry(entries, "WEB-INF/classes/" + classes.relativize(file), Files.readAllBytes(file));
      }
      for (Map.Entry<String, byte[]> each : more.entrySet()) {
        entry(entries, each.getKey(), each.getValue());
      }
    }
    Files.createDirectories(war.getParent());
    Files.move(whole, war);
  }

  private static void entry(ZipOutputStream entries, String name, byte[] bytes)
      throws IOException {
    entries.putNextEntry(new ZipEntry(name));
    entries.write(bytes);
    entries.closeEntry();
  }
}
