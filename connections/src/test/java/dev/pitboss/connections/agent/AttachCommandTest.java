package dev.pitboss.connections.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The command line of the jar, and what it answers where it cannot attach.
@Tag("slow")
final class AttachCommandTest {
  @TempDir static Path folder = Path.of("");

  private static Path agent = Path.of("");
  private static Path classes = Path.of("");
  private static Jdk jdk = new Jdk(0, Optional.empty());

  @BeforeAll
  static void compile() throws IOException {
    agent = Program.agentJar(folder);
    classes = Program.compiled(folder, "Running");
    jdk = Jdk.all().filter(each -> each.home().isPresent()).findFirst().orElseThrow();
  }

  private Program running(String... options) throws Exception {
    return Program.running(folder, jdk, classes, List.of(options), List.of());
  }

  private Program.Ended command(String... words) throws Exception {
    return Program.command(folder, jdk, agent, List.of(), words);
  }

  /// What the command says in this virtual machine.
  private static Program.Ended said(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    int status =
        new AttachCommand(
                new PrintStream(out, true, StandardCharsets.UTF_8),
                new PrintStream(err, true, StandardCharsets.UTF_8))
            .execute(List.of(arguments));
    return new Program.Ended(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  @Test
  void agentOfTheStartIsListedAndNotAttachedAgain() throws Exception {
    try (Program program = running("-javaagent:" + agent + "=port=0,hold=1h")) {
      String pid = Long.toString(program.pid());
      assertThat(command("list").output()).containsPattern(pid + " +shop\\.Running");
      Program.Ended attached = command("attach", pid);
      assertThat(attached.status()).isZero();
      assertThat(attached.output()).contains("already watching connections");
      program.say("work");
      String report = program.report(json -> json.contains("\"leaks\":1"));
      assertThat(report).contains("\"attachedLate\":false").contains("\"trackingDiscrepancy\":0");
    }
  }

  /// No borrow succeeds any more: what the pool says of itself is all there is to know.
  @Test
  void poolThatWasExhaustedBeforeShowsItsNumbers() throws Exception {
    try (Program program = Program.running(folder, jdk, classes, List.of(), List.of("exhausted"))) {
      assertThat(command("attach", Long.toString(program.pid()), "port=0").status()).isZero();
      program.say("work");
      assertThat(program.report(json -> json.contains("\"name\":\"running\"")))
          .contains("\"checkedOut\":1,\"available\":0,\"maxConnections\":1")
          .contains("\"trackingDiscrepancy\":1");
      assertThat(program.output()).contains("refused: ");
    }
  }

  @Test
  void whatCannotBeAttachedToIsSaidSo() throws Exception {
    Program.Ended missing = command("attach", "999999999");
    assertThat(missing.status()).isOne();
    assertThat(missing.errors()).contains("no process has the id 999999999");

    Program.Ended first = command("attach", "1");
    assertThat(first.status()).isOne();
    assertThat(first.errors()).containsPattern("process 1 (belongs to user|is no Java virtual)");

    try (Program program = running("-XX:+DisableAttachMechanism")) {
      Program.Ended closed = command("attach", Long.toString(program.pid()));
      assertThat(closed.status()).isOne();
      assertThat(closed.errors()).contains("-XX:+DisableAttachMechanism");
    }
  }

  @Test
  void runtimeWithoutTheModuleIsNamed() throws Exception {
    List<String> options = List.of("--limit-modules", "java.sql,java.management,jdk.jfr");
    Program.Ended attached = Program.command(folder, jdk, agent, options, "attach", "1");
    assertThat(attached.status()).isOne();
    assertThat(attached.errors()).contains("has no module jdk.attach").contains("of a JDK");
  }

  @Test
  void wrongArgumentsAreSaidWithTheUsage() {
    assertThat(said("--help").output()).contains("attach PID", "hold=30s").contains("list");
    assertThat(said("--help").status()).isZero();
    for (List<String> arguments :
        List.of(
            List.<String>of(),
            List.of("detach"),
            List.of("list", "all"),
            List.of("attach"),
            List.of("attach", "x1"),
            List.of("attach", "1", "hodl=3s"))) {
      Program.Ended wrong = said(arguments.toArray(String[]::new));
      assertThat(wrong.status()).as("%s", arguments).isEqualTo(2);
      assertThat(wrong.errors()).contains("usage: java -jar").contains("pitboss-connections: ");
    }
  }

  @Test
  void olderJavaAndOtherUsersAreKnown() {
    for (String version : new String[] {"1.8", "9", "11", "16"}) {
      assertThat(Attachment.isTooOld(version)).as(version).isTrue();
    }
    for (String version : new String[] {"17", "25", "100", ""}) {
      assertThat(Attachment.isTooOld(version)).as(version).isFalse();
    }
    assertThat(Attachment.otherOwner(Optional.of("ann"), Optional.of("bob"))).contains("bob");
    assertThat(Attachment.otherOwner(Optional.of("ann"), Optional.of("ann"))).isEmpty();
    assertThat(Attachment.otherOwner(Optional.of("root"), Optional.of("bob"))).isEmpty();
    assertThat(Attachment.otherOwner(Optional.of("ann"), Optional.empty())).isEmpty();
  }
}
