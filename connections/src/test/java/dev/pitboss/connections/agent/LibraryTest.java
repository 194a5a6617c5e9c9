package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The library in an application of every Java version that is supported and installed; all other
/// tests run on the newest.
@Tag("slow")
final class LibraryTest {
  @TempDir static Path folder = Path.of("");

  private static String path = "";

  static Stream<Jdk> all() {
    return Jdk.all();
  }

  @BeforeAll
  static void compile() throws IOException {
    String libraries = Program.agentJar(folder) + ":" + Program.LIBRARIES;
    Path source = Path.of("src/test/library/Smoke.java");
    Path classes = folder.resolve("smoke");
    Program.compile(
        List.of(
            "-nowarn",
            "--release",
            "17",
            "-cp",
            libraries,
            "-d",
            classes.toString(),
            source.toString()));
    path = classes + ":" + libraries;
  }

  @ParameterizedTest
  @MethodSource("all")
  void everyPoolAndWrapperWorks(Jdk jdk) throws Exception {
    jdk.assumeInstalled();
    List<String> arguments =
        List.of(
            "-Djava.util.logging.config.file=src/test/resources/logging.properties",
            "-cp",
            path,
            "Smoke");
    try (Program program = Program.start(folder, jdk, arguments)) {
      assertThat(program.end()).as("%s", program.errors()).isZero();
      assertThat(program.output()).contains("done on " + jdk.version());
    }
  }
}
