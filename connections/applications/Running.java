package applications;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// A started application. Closing it ends it, also in the middle of its work.
final class Running implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(10);
  private static final Duration END = Duration.ofSeconds(60);
  private static final Pattern PAGE =
      Pattern.compile("pitboss-connections: watching connections; see (http://[\\d.:]+/)");

  private final Process process;
  private final Path log;
  private final boolean supervised;

  private Running(Process process, Path log, boolean supervised) {
    this.process = process;
    this.log = log;
    this.supervised = supervised;
  }

  /// @param supervised whether the first virtual machine starts the others and ends them
  static Running start(Application.Command command, Path javaHome, Path log, boolean supervised)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command.words())
            .directory(command.directory().toFile())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.put("JAVA_HOME", javaHome.toString());
    environment.put("JAVA", javaHome.resolve("bin/java").toString());
    environment.putAll(command.environment());
    return new Running(builder.start(), log, supervised);
  }

  /// Waits until the address is answered.
  void awaitReady(String address) throws Exception {
    until("started, at " + address, START, () -> Web.answers(address));
  }

  void awaitReady(Application application) throws Exception {
    until("started, at " + application.readyAt(), START, application::isReady);
  }

  /// Waits for something to become so; if it does not, the log tells why.
  void until(String what, Duration within, Callable<Boolean> condition) throws Exception {
    long deadline = System.nanoTime() + within.toNanos();
    while (!condition.call()) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new IOException(
            "not " + what + (process.isAlive() ? " within " + within : ", but ended") + tail());
      }
      Thread.sleep(50);
    }
  }

  private String tail() throws IOException {
    var lines = Files.readAllLines(log);
    return "\n  | "
        + String.join("\n  | ", lines.subList(Math.max(0, lines.size() - 25), lines.size()));
  }

  /// Scripts may start the virtual machine as a child.
  ProcessHandle machine() {
    if (supervised) {
      return process.toHandle();
    }
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .filter(each -> each.info().command().filter(path -> path.endsWith("/java")).isPresent())
        .max(Comparator.comparing(each -> each.info().totalCpuDuration().orElse(Duration.ZERO)))
        .orElseThrow(() -> new IllegalStateException("no virtual machine"));
  }

  /// Processor time so far, of the scripts too.
  Duration processorTime() {
    return Stream.concat(Stream.of(process.toHandle()), process.descendants())
        .flatMap(each -> each.info().totalCpuDuration().stream())
        .reduce(Duration.ZERO, Duration::plus);
  }

  Report report() throws Exception {
    Optional<String> page = Optional.empty();
    for (String line : Files.readAllLines(log)) {
      Matcher matcher = PAGE.matcher(line);
      page = matcher.find() ? Optional.of(matcher.group(1)) : page;
    }
    if (page.isEmpty()) {
      throw new IOException("no word of the agent" + tail());
    }
    return Report.of(Web.get(page.get() + "connections"));
  }

  String log() throws IOException {
    return Files.readString(log);
  }

  /// Asks it to end, as a service manager does.
  ///
  /// @return how long that took, or empty if it did not end in time
  Optional<Duration> stop() throws InterruptedException {
    ProcessHandle machine = machine();
    long begin = System.nanoTime();
    machine.destroy();
    while (machine.isAlive() && System.nanoTime() - begin < END.toNanos()) {
      Thread.sleep(20);
    }
    Duration took = Duration.ofNanos(System.nanoTime() - begin);
    return machine.isAlive() ? Optional.empty() : Optional.of(took);
  }

  @Override
  public void close() throws InterruptedException {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
  }
}
