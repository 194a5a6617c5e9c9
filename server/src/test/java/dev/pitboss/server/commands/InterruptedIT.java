package dev.pitboss.server.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Ctrl-C on a process of its own.
class InterruptedIT {
  private static final String ROUNDS = "1000000000000000";

  @Test
  void interruptedSimulationPrintsWhatItHas() throws Exception {
    Process process =
        new ProcessBuilder(
                "env", // a shell's background job, and so these tests in one, ignores the signal
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dpitboss.progress=true",
                "-cp",
                System.getProperty("java.class.path"),
                dev.pitboss.cli.Main.class.getName(),
                "simulate",
                "roulette",
                "--cores=1",
                "--seed=1",
                "--rounds=" + ROUNDS)
            .start();
    try {
      int seen = 0; // the progress bar begins when rounds are played
      while (seen != '[') {
        seen = process.getErrorStream().read();
        assertThat(seen).isNotEqualTo(-1);
      }
      Thread.sleep(300);

      new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();

      assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(out)
          .contains(" rounds, seed 1, interrupted of 1 000 000 000 000 000\n")
          .contains("99 % interval of the RTP");
    } finally {
      process.destroyForcibly();
    }
  }
}
