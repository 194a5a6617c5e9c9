package dev.pitboss.leaks.treesitter;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Nothing of a scan stays in the temporary folder, however the scan ends.
final class LibraryFolderTest {
  private static final Instant NOW = Instant.parse("2026-11-29T12:00:00Z");

  @TempDir private Path temporary;

  @Test
  void folderIsThereWhileLibrariesAreLoadedAndNoLonger() throws IOException {
    Path folder =
        LibraryFolder.load(() -> {
          Path used = Path.of(System.getProperty("tree-sitter-lib"));
          assertThat(used).isDirectory();
          return used;
        });

    assertThat(folder).doesNotExist();
    assertThat(System.getProperty("tree-sitter-lib")).isNull();
  }

  @Test
  void foldersOfKilledProcessesAreDeletedAndThoseInUseAreNot() throws IOException {
    Path left = folder("pitboss-leaks-native1", NOW.minusSeconds(3 * 3600));
    Path used = folder("pitboss-leaks-native2", NOW.minusSeconds(2));
    Path other = folder("pitboss-leaks", NOW.minusSeconds(3 * 3600));

    LibraryFolder.sweep(temporary, InstantSource.fixed(NOW));

    assertThat(left).doesNotExist();
    assertThat(used).isDirectory();
    assertThat(other).isDirectory();
  }

  private Path folder(String name, Instant modified) throws IOException {
    Path folder = Files.createDirectory(temporary.resolve(name));
    Files.writeString(folder.resolve("parser.so"), "");
    Files.setLastModifiedTime(folder, FileTime.from(modified));
    return folder;
  }

  @ParameterizedTest
  @ValueSource(strings = {"python/corpus", "kotlin"})
  void programLeavesNothingInTheTemporaryFolder(String sources) throws Exception {
    Path output = Files.createTempFile("scan", ".txt");
    Process process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:-UsePerfData",
                    "-XX:+UseSerialGC",
                    "--enable-native-access=ALL-UNNAMED",
                    "-Djava.io.tmpdir=" + temporary,
                    "-cp",
                    System.getProperty("java.class.path"),
                    "dev.pitboss.cli.Main",
                    "leaks",
                    "src/test/resources/" + sources))
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    try (Stream<Path> left = ended(process) ? Files.list(temporary) : Stream.of(temporary)) {
      assertThat(process.exitValue()).as(Files.readString(output)).isOne();
      assertThat(left).isEmpty();
    } finally {
      Files.delete(output);
    }
  }

  private static boolean ended(Process process) throws InterruptedException {
    return process.waitFor(2, TimeUnit.MINUTES);
  }
}
