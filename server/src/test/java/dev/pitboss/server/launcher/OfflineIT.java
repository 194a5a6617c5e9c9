package dev.pitboss.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `./pitboss par`, `simulate` and `verify` as they are typed: no data folder, no port.
class OfflineIT {
  @TempDir Path home;

  private record Ended(int code, String output, String errors) {}

  @Test
  void mathematicsArePrinted() throws Exception {
    Ended ended = run("par", "roulette");

    assertThat(ended.errors()).isEmpty();
    assertThat(ended.output()).startsWith("roulette, European Roulette\n").endsWith("  36/37\n");
    assertThat(ended.code()).isZero();
  }

  @Test
  void simulationShowsNoProgressToAFile() throws Exception {
    Ended ended = run("simulate", "roulette", "--rounds", "100_000", "--seed", "1");

    assertThat(ended.output()).contains("100 000 rounds, seed 1\n");
    assertThat(ended.errors()).contains("rounds per second").doesNotContain("\r");
  }

  @Test
  void exitCodesTellWhatIsWrong() throws Exception {
    Path noRound = Files.writeString(home.resolve("round.json"), "{}");

    assertThat(run("par", "bingo").code()).isEqualTo(2);
    assertThat(run("verify", noRound.toString()))
        .isEqualTo(
            new Ended(
                2,
                "",
                "pitboss verify: "
                    + noRound
                    + " is not a round: fairness is missing; see pitboss verify --help\n"));
  }

  @Test
  void everyCommandIsInTheUsage() throws Exception {
    String usage = run("--help").output();

    for (String command : List.of("par", "simulate", "verify")) {
      assertThat(usage).contains("./pitboss " + command + " ");
      assertThat(run(command, "--help").output()).startsWith("Usage: pitboss " + command + " ");
    }
  }

  private Ended run(String... words) throws IOException, InterruptedException {
    // the build under test is finished but for the modules behind this one
    Files.writeString(Path.of("target", "built"), "");
    List<String> command =
        Stream.concat(Stream.of(PitbossProcess.SCRIPT.toString()), Stream.of(words)).toList();
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PITBOSS_TRAIN", "no");
    builder.environment().put("HOME", home.toString());
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    String errors = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
    return new Ended(process.exitValue(), output, errors);
  }
}
