package dev.pitboss.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/// Main memory of a casino's processes, what several share counted once (`Pss` of the Linux
/// kernel); 0 on other systems.
///
/// @param serverMegabytes of the server, 10⁶ bytes
/// @param databaseMegabytes of the embedded database's processes
record ResidentMemory(double serverMegabytes, double databaseMegabytes) {
  private static final double KIB_PER_MEGABYTE = 1e6 / 1024;
  private static final String SHARE = "Pss:";

  /// @param casino the process that was started
  /// @param data its data folder
  static ResidentMemory of(ProcessHandle casino, Path data) throws IOException {
    return new ResidentMemory(withDescendants(casino), database(data));
  }

  /// The database is no child of the server, which it outlives for a moment.
  private static double database(Path data) throws IOException {
    Path running = data.resolve("database/cluster/postmaster.pid");
    if (!Files.exists(running)) {
      return 0;
    }
    long pid = Long.parseLong(Files.readAllLines(running).getFirst());
    Optional<ProcessHandle> postmaster = ProcessHandle.of(pid);
    return postmaster.isPresent() ? withDescendants(postmaster.get()) : 0;
  }

  private static double withDescendants(ProcessHandle process) throws IOException {
    double megabytes = 0;
    for (ProcessHandle each : Stream.concat(Stream.of(process), process.descendants()).toList()) {
      megabytes += megabytes(each.pid());
    }
    return megabytes;
  }

  private static double megabytes(long pid) throws IOException {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/smaps_rollup"))) {
        if (line.startsWith(SHARE)) {
          String kibibytes = line.substring(SHARE.length(), line.length() - "kB".length()).strip();
          return Long.parseLong(kibibytes) / KIB_PER_MEGABYTE;
        }
      }
      return 0;
    } catch (NoSuchFileException ended) {
      return 0;
    }
  }
}
