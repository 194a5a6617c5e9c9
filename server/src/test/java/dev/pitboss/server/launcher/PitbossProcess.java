package dev.pitboss.server.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.server.CasinoFixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// `./pitboss` as a process of its own, serving what was just built.
final class PitbossProcess implements AutoCloseable {
  /// Tests run in the server's folder; the script is one above.
  static final Path SCRIPT = Path.of("..", "pitboss").toAbsolutePath().normalize();

  private static final String ANNOUNCEMENT = "Pitboss is open: ";

  private final Process process;
  private final BufferedReader output;
  private final String url;
  private final List<String> before;

  private PitbossProcess(Process process, BufferedReader output, String url, List<String> before) {
    this.process = process;
    this.output = output;
    this.url = url;
    this.before = List.copyOf(before);
  }

  /// Starts on that data folder and returns once it says where it serves.
  static PitbossProcess start(Path data) throws IOException {
    return start(data, List.of());
  }

  static PitbossProcess start(Path data, List<String> options) throws IOException {
    Process process = launch(data, options);
    BufferedReader output = process.inputReader(StandardCharsets.UTF_8);
    List<String> seen = new ArrayList<>();
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.startsWith(ANNOUNCEMENT)) {
        return new PitbossProcess(process, output, line.substring(ANNOUNCEMENT.length()), seen);
      }
      seen.add(line);
    }
    throw new AssertionError("it did not open: " + seen);
  }

  /// Starts it without waiting for anything; errors come on the same stream.
  static Process launch(Path data, List<String> options) throws IOException {
    // The build under test is finished but for the modules behind this one; the script must not
    // start another into it.
    Files.writeString(Path.of("target", "built"), "");
    List<String> command =
        new ArrayList<>(List.of(SCRIPT.toString(), "--data", data.toString(), "--port", "21000+"));
    command.addAll(options);
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
    builder.environment().put("PITBOSS_TRAIN", "no");
    builder.environment().put("PITBOSS_RATE_FACTOR", CasinoFixture.MANY);
    ClassArchive.use(builder);
    return builder.start();
  }

  /// What it said before it opened.
  List<String> before() {
    return before;
  }

  String url() {
    return url;
  }

  /// SIGKILL: no hook runs, nothing is flushed.
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /// Its exit code, once it has ended by itself.
  int awaitExit(Duration atMost) throws InterruptedException {
    assertThat(process.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS)).as("it ends").isTrue();
    return process.exitValue();
  }

  /// What it said since it opened; ends when it does.
  String rest() throws IOException {
    return output.readAllAsString();
  }

  /// SIGTERM; [#rest] can be read after it.
  int stop() throws IOException, InterruptedException {
    // Process.destroy would close the stream of what it says
    new ProcessBuilder("kill", "-TERM", Long.toString(process.pid())).start().waitFor();
    assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it stops").isTrue();
    return process.exitValue();
  }

  @Override
  public void close() throws IOException {
    process.destroy();
    try (output) {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
