package dev.pitboss.leaks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A scan that is interrupted by Ctrl-C, as a process.
final class InterruptedScanTest {
  private static final int FILES = 3_000;

  @TempDir Path sources;

  @Test
  void whatIsKnownIsPrintedAndNothingIsLeftBehind() throws Exception {
    for (int i = 0; i < FILES; i++) {
      Files.writeString(
          sources.resolve("Dao" + i + ".java"),
          """
          class Dao%d {
            void ask(javax.sql.DataSource pool) throws Exception {
              java.sql.Connection taken = pool.getConnection();
              taken.createStatement().execute("SELECT 1");
            }
          }
          """
              .formatted(i));
    }
    Path temporary = Files.createDirectory(sources.resolve("temporary"));
    Process scan =
        new ProcessBuilder(
                "env", // a shell's background job, and so a test in one, ignores the signal
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Dpitboss.progress=true",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                dev.pitboss.cli.Main.class.getName(),
                "leaks",
                sources.toString())
            .start();
    try {
      awaitSomeFound(scan.getErrorStream());

      new ProcessBuilder("kill", "-INT", Long.toString(scan.pid())).start().waitFor();

      assertThat(scan.waitFor(30, TimeUnit.SECONDS)).isTrue();
      String out = new String(scan.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(out)
          .containsPattern("INTERRUPTED after \\d+ of 3000 sources\n")
          .containsPattern("Dao\\d+\\.java:3 ask: .*never closed");
      assertThat(scan.exitValue()).as("not analysed whole").isEqualTo(2);
      assertThat(temporary).isEmptyDirectory();
    } finally {
      scan.destroyForcibly();
    }
  }

  /// The progress bar tells how many.
  private static void awaitSomeFound(InputStream bar) throws Exception {
    StringBuilder seen = new StringBuilder();
    while (!seen.toString().matches("(?s).* [1-9]\\d* found.*")) {
      int next = bar.read();
      assertThat(next).as("the scan ended: %s", seen).isNotEqualTo(-1);
      seen.append((char) next);
    }
  }
}
