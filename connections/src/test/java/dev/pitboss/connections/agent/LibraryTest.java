package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

  private static Path agent = Path.of("");
  private static String path = "";

  static Stream<Jdk> all() {
    return Jdk.all();
  }

  @BeforeAll
  static void compile() throws IOException {
    agent = Program.agentJar(folder);
    String libraries = agent + ":" + Program.LIBRARIES;
    Path classes = folder.resolve("programs");
    Program.compile(
        List.of(
            "-g",
            "-nowarn",
            "--release",
            "17",
            "-cp",
            libraries,
            "-d",
            classes.toString(),
            "src/test/library/Smoke.java",
            "src/test/library/DropIns.java"));
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

  /// A woven call of a drop-in names its line, where else the drop-in looks for it on the stack:
  /// the table is the same, and so is what is said of a null.
  @ParameterizedTest
  @MethodSource("all")
  void dropInCountsTheSameLinesUnderTheAgent(Jdk jdk) throws Exception {
    jdk.assumeInstalled();
    String walked = dropIns(jdk, List.of());
    String named = dropIns(jdk, List.of("-javaagent:" + agent + "=port=off"));

    assertThat(walked)
        .contains("named by woven code: false", "UNTRACKED:DropIns.java::shapes:L", "\"nothing\"")
        .contains("DropIns.java::main:L"); // the caller of a framework
    assertThat(named).contains("named by woven code: true");
    assertThat(named.replace("code: true", "code: false")).isEqualTo(walked);
  }

  private static String dropIns(Jdk jdk, List<String> options) throws Exception {
    List<String> arguments = new ArrayList<>(options);
    arguments.addAll(
        List.of(
            "-Djava.util.logging.config.file=src/test/resources/logging.properties",
            "-cp",
            path,
            "DropIns"));
    try (Program program = Program.start(folder, jdk, arguments)) {
      assertThat(program.end()).as("%s", program.errors()).isZero();
      return program.output();
    }
  }
}
