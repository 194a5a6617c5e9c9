package dev.pitboss.server.database.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which processes of the operating system are PostgreSQL's and work in a given data folder. On
/// Linux by the folder a process works in, which PostgreSQL's processes never change; on other
/// systems by the command line the operating system reports.
final class ClusterProcesses {
  private static final Path PROC = Path.of("/proc");

  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  private ClusterProcesses() {}

  /// Whether it runs. A zombie does not: nothing of it is left but its exit status, which the first
  /// process of some containers never collects. A process that cannot be looked at, because this
  /// one has no descriptor left, is not taken for ended.
  static boolean isRunning(ProcessHandle process) {
    // a descriptor may have become free between the first look and the second
    return isSeenRunning(process) || isUnreadable(process.pid()) || isSeenRunning(process);
  }

  private static boolean isSeenRunning(ProcessHandle process) {
    return process.isAlive() && state(process.pid()).filter(state -> state == 'Z').isEmpty();
  }

  /// The JDK, too, needs a descriptor to tell, and says that a process has ended when it has none.
  private static boolean isUnreadable(long pid) {
    Path stat = PROC.resolve(Long.toString(pid)).resolve("stat");
    try (InputStream _ = Files.newInputStream(stat)) {
      return false;
    } catch (IOException _) {
      return Files.exists(stat);
    }
  }

  /// Whether it was stopped by a signal, and does nothing until it is continued.
  static boolean isFrozen(ProcessHandle process) {
    return state(process.pid()).filter(state -> state == 'T').isPresent();
  }

  /// Whether that process is PostgreSQL's and works in that folder.
  static boolean isPostgresIn(ProcessHandle process, Path cluster) {
    return worksIn(process, cluster)
        && process.info().command().map(ClusterProcesses::isPostgres).orElse(true);
  }

  /// True where the operating system does not tell.
  private static boolean worksIn(ProcessHandle process, Path cluster) {
    if (!Files.isDirectory(PROC.resolve("self"))) {
      return true;
    }
    try {
      return Files.isSameFile(PROC.resolve(Long.toString(process.pid())).resolve("cwd"), cluster);
    } catch (IOException _) {
      return false; // it has ended, or belongs to another user
    }
  }

  private static boolean isPostgres(String command) {
    return command.endsWith("/postgres") || command.endsWith("/postgres (deleted)");
  }

  /// All of them, the server itself included. Empty where the operating system does not tell.
  static List<ProcessHandle> of(Path cluster) {
    if (!Files.isDirectory(PROC.resolve("self"))) {
      return List.of();
    }
    return ProcessHandle.allProcesses()
        // the cheapest question first: a start waits for this
        .filter(process -> isPostgresIn(process, cluster))
        .filter(ClusterProcesses::isRunning)
        .toList();
  }

  /// Waits until it has ended.
  ///
  /// @return whether it has
  static boolean awaitEnd(ProcessHandle process, Duration atMost) throws InterruptedException {
    long until = System.nanoTime() + atMost.toNanos();
    while (isRunning(process)) {
      if (System.nanoTime() > until) {
        return false;
      }
      Thread.sleep(LOOK_EVERY);
    }
    return true;
  }

  /// Sends a signal, named without its `SIG`. By the shell's own command: small containers have no
  /// program for it.
  static void signal(ProcessHandle process, String name) throws IOException, InterruptedException {
    new ProcessBuilder("sh", "-c", "kill -%s %d".formatted(name, process.pid()))
        .redirectError(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  /// The state's letter in `/proc/PID/stat`; empty where there is no such file.
  private static Optional<Character> state(long pid) {
    try {
      String stat =
          Files.readString(
              PROC.resolve(Long.toString(pid)).resolve("stat"), StandardCharsets.ISO_8859_1);
      int end = stat.lastIndexOf(')'); // the name before it may hold anything
      return end < 0 || end + 2 >= stat.length()
          ? Optional.empty()
          : Optional.of(stat.charAt(end + 2));
    } catch (IOException _) {
      return Optional.empty();
    }
  }
}
