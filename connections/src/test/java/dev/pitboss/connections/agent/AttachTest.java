package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// The agent, attached to a program that has been running without it, on every Java version that is
/// supported and installed.
@Tag("slow")
@ParameterizedClass
@MethodSource("all")
final class AttachTest {
  @TempDir static Path folder = Path.of("");

  private static Path agent = Path.of("");
  private static Path classes = Path.of("");

  private final Jdk jdk;

  AttachTest(Jdk jdk) {
    this.jdk = jdk;
  }

  static Stream<Jdk> all() {
    return Jdk.all();
  }

  @BeforeAll
  static void compile() throws IOException {
    agent = Program.agentJar(folder);
    classes = Program.compiled(folder, "Running");
  }

  @BeforeEach
  void assumeInstalled() {
    jdk.assumeInstalled();
  }

  private Program running() throws Exception {
    return Program.running(folder, jdk, classes, List.of(), List.of());
  }

  private Program.Ended command(String... words) throws Exception {
    return Program.command(folder, jdk, agent, List.of(), words);
  }

  @Test
  void leakOfARunningProgramIsFoundOnItsLine() throws Exception {
    String leak = Program.marked("Running.java", "LEAK").getFirst();
    String clean = Program.marked("Running.java", "CLEAN").getFirst();
    String reference = Program.marked("Running.java", "REFERENCE").getFirst();
    try (Program program = running()) {
      String pid = Long.toString(program.pid());
      Program.Ended attached = command("attach", pid, "port=0", "hold=1h");
      assertThat(attached.status()).as("%s", attached).isZero();
      assertThat(attached.output())
          .contains("process " + pid + " (shop.Running): watching connections; see http://127.")
          .contains("3 calls woven in 1 loaded classes, 1 calls or classes left alone")
          .contains("limits of attaching", "show as discrepancy", "method references");
      program.say("work");
      program.say("work");
      String report = program.report(json -> json.contains("\"leaks\":2"));
      assertThat(Program.uses(report))
          .isEqualTo(
              Map.of(leak, new Program.Use(2, 0, 2, 2, 0), clean, new Program.Use(2, 2, 0, 0, 0)));
      assertThat(report)
          .contains("\"trackingDiscrepancy\":1") // borrowed before
          .contains("\"attachedLate\":true")
          .contains("\"" + reference + "\":\"a method reference in a class that was loaded");

      Program.Ended again = command("attach", pid, "port=0");
      assertThat(again.status()).isZero();
      assertThat(again.output()).contains("already watching connections").contains("nothing was");
      program.say("work");
      assertThat(Program.uses(program.report(json -> json.contains("\"leaks\":3"))))
          .containsEntry(clean, new Program.Use(3, 3, 0, 0, 0));
      assertThat(program.end()).isZero();
      assertThat(program.errors()).containsOnlyOnce("pitboss-connections: ");
    }
  }
}
