package dev.pitboss.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// `./pitboss` with words that end by themselves, as typed.
final class PitbossCommand {
  private PitbossCommand() {}

  /// How it ended.
  record Ended(int code, String output, String errors) {}

  static Ended run(String... words) throws IOException, InterruptedException {
    return run(Map.of(), words);
  }

  static Ended run(Map<String, String> environment, String... words)
      throws IOException, InterruptedException {
    // the build under test is finished but for the modules behind this one
    Files.writeString(Path.of("target", "built"), "");
    ProcessBuilder builder =
        new ProcessBuilder(
            Stream.concat(Stream.of(PitbossProcess.SCRIPT.toString()), Stream.of(words)).toList());
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PITBOSS_TRAIN", "no");
    builder.environment().putAll(environment);
    return ended(builder);
  }

  static Ended ended(ProcessBuilder builder) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("pitboss-errors", ".txt");
    try {
      Process process = builder.redirectError(errors.toFile()).start();
      process.getOutputStream().close();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor(120, TimeUnit.SECONDS))
          .as(List.of(builder.command()) + " ends")
          .isTrue();
      return new Ended(process.exitValue(), output, Files.readString(errors));
    } finally {
      Files.delete(errors);
    }
  }
}
