package dev.pitboss.bench.faults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/// Kills processes of an embedded PostgreSQL.
final class Faults {
  private Faults() {}

  /// The server itself.
  static ProcessHandle postmaster(Path cluster) throws IOException {
    String pid = Files.readAllLines(cluster.resolve("postmaster.pid")).getFirst().strip();
    return ProcessHandle.of(Long.parseLong(pid))
        .orElseThrow(() -> new IOException("no database server runs in " + cluster));
  }

  /// Kills one of the processes that serve connections; the server then ends all others and
  /// recovers.
  static void killBackend(Path cluster, SplittableRandom random) throws IOException {
    List<ProcessHandle> backends =
        postmaster(cluster).children().filter(Faults::isBackend).toList();
    if (!backends.isEmpty()) {
      backends.get(random.nextInt(backends.size())).destroyForcibly();
    }
  }

  static void signal(ProcessHandle process, String signal)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
  }

  private static boolean isBackend(ProcessHandle process) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(process.pid()), "cmdline"))
          .contains("127.0.0.1");
    } catch (IOException ended) {
      return false;
    }
  }
}
