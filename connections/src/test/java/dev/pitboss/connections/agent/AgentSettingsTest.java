package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The agent's options and its page, and controls of [AgentTest]: the same on every Java version.
@Tag("slow")
final class AgentSettingsTest {
  private static final String WATCH = "port=0,hold=1h";

  @TempDir static Path folder = Path.of("");

  private static Path agent = Path.of("");
  private static Path classes = Path.of("");
  private static final Jdk JDK = Jdk.own();

  @BeforeAll
  static void compile() throws IOException {
    agent = Program.agentJar(folder);
    classes = Program.compiled(folder, 17);
  }

  private static Program start(String options, String... program) throws IOException {
    List<String> arguments = new ArrayList<>();
    arguments.add("-javaagent:" + agent + "=" + options);
    arguments.addAll(Program.plain(classes.toString(), program));
    return Program.start(folder, JDK, arguments);
  }

  private static long leaks(String report) {
    return Program.uses(report).values().stream().mapToLong(Program.Use::leaks).sum();
  }

  @Test
  void withoutTheAgentThereIsNothingOfIt() throws Exception {
    List<String> arguments = Program.plain(classes.toString(), "shop.Shop");
    try (Program shop = Program.start(folder, JDK, arguments)) {
      assertThat(shop.end()).isOne(); // it asks for an unregistered bean
      assertThat(shop.errors()).contains("InstanceNotFoundException").doesNotContain("leaked");
    }
  }

  /// A class loader that stays is noticed.
  @Test
  void classLoadersOfThreadsThatWereLeftBehindStay() throws Exception {
    try (Program program =
        Program.start(folder, JDK, Program.redeploys(agent, classes, "pinned"))) {
      program.report(json -> true);
      assertThat(program.output()).contains("class loaders left: 5");
    }
  }

  @Test
  void wrongOptionsAreSaidAndTheProgramRunsWithout() throws Exception {
    try (Program program = start("port=off,hodl=3s", "shop.Failing")) {
      assertThat(program.end()).isEqualTo(3);
      assertThat(program.errors()).contains("not started: no option 'hodl'");
    }
  }

  /// A page of another site could name this machine its own and read what is served here.
  @Test
  void excludedClassesAreLeftAloneAndThePageAnswersOnlyToItsOwnNames() throws Exception {
    try (Program program = start(WATCH + ",exclude=shop.", "shop.OldShop")) {
      String report = program.report(json -> json.contains("pools"));
      assertThat(report).contains("\"pools\":[]");
      assertThat(program.statusFor("evil.example")).isEqualTo(421);
      assertThat(program.statusFor("localhost")).isEqualTo(200);
    }
  }

  @Test
  void frameworksAreLookedThrough() throws Exception {
    try (Program program =
        start(
            WATCH + ",framework=shop.OldShop",
            "shop.FatJar",
            "child",
            classes.toString(),
            "shop.OldShop")) {
      String report = program.report(json -> leaks(json) == 2);
      assertThat(report).contains("FatJar.java::main");
    }
  }

  @Test
  void exampleFindsItsLeakAndClosesWhatIsLostWhereAskedTo() throws Exception {
    try (Program program = start("port=off", "shop.LosesConnections")) {
      assertThat(program.end()).isZero();
      assertThat(program.output())
          .contains("3 acquired, 0 released, 3 active, 3 leaked, 0 reclaimed")
          .contains("LosesConnections.java::settle:L36");
    }
    try (Program program =
        start("port=off,reclaim=proven", "shop.LosesConnections", "3 reclaimed")) {
      assertThat(program.end()).isZero();
      assertThat(program.output())
          .contains("3 acquired, 0 released, 0 active, 3 leaked, 3 reclaimed");
    }
  }

  @Test
  void manifestOfTheBuildNamesTheAgent() throws IOException {
    assertThat(Files.readString(Path.of("src/main/agent/MANIFEST.MF")))
        .contains(Premain.class.getName());
    assertThat(Files.readString(Path.of("pom.xml"))).contains("src/main/agent/MANIFEST.MF");
  }
}
