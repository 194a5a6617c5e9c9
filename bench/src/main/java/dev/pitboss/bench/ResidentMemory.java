package dev.pitboss.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
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
  static ResidentMemory of(ProcessHandle casino) throws IOException {
    double server = 0;
    double database = 0;
    for (ProcessHandle each : Stream.concat(Stream.of(casino), casino.descendants()).toList()) {
      double megabytes = megabytes(each.pid());
      if (each.info().command().orElse("").endsWith("postgres")) {
        database += megabytes;
      } else {
        server += megabytes;
      }
    }
    return new ResidentMemory(server, database);
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
