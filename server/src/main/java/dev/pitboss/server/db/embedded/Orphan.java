package dev.pitboss.server.db.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A PostgreSQL whose casino was killed: it lives on and keeps its data folder. Before the next
/// start it is stopped in order, and only then is what it left removed. The caller holds the
/// folder's lock, so no living casino can own it.
final class Orphan {
  private static final Logger LOG = LoggerFactory.getLogger(Orphan.class);

  /// A fast shutdown writes a checkpoint; on a slow disk that takes a while.
  private static final Duration ORDERLY = Duration.ofSeconds(30);

  private static final Duration IMMEDIATE = Duration.ofSeconds(5);

  private Orphan() {}

  /// Leaves the cluster folder without a running server.
  ///
  /// @throws IOException when a server there does not end
  static void stop(Path cluster) throws IOException, InterruptedException {
    Path pidFile = cluster.resolve("postmaster.pid");
    Optional<ProcessHandle> postmaster = postmaster(pidFile, cluster);
    if (postmaster.isPresent()) {
      ProcessHandle process = postmaster.get();
      LOG.info("stopping the database a killed casino left running (process {})", process.pid());
      // SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one, after which it recovers
      if (!ends(process, "INT", ORDERLY) && !ends(process, "QUIT", IMMEDIATE)) {
        throw new IOException("the database process " + process.pid() + " does not end");
      }
    }
    // its process is gone or the number belongs to somebody else by now
    Files.deleteIfExists(pidFile);
  }

  /// The living server of this cluster, by its own file: process number first, folder second.
  private static Optional<ProcessHandle> postmaster(Path pidFile, Path cluster) throws IOException {
    if (!Files.exists(pidFile)) {
      return Optional.empty();
    }
    List<String> lines = Files.readAllLines(pidFile, StandardCharsets.UTF_8);
    if (lines.size() < 2 || !lines.getFirst().strip().matches("\\d{1,10}")) {
      return Optional.empty();
    }
    if (!Path.of(lines.get(1)).equals(cluster)) {
      throw new IOException(
          pidFile + " belongs to the database in " + lines.get(1) + "; it is not touched");
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
        .filter(ProcessHandle::isAlive)
        .filter(Orphan::isPostgres);
  }

  private static boolean isPostgres(ProcessHandle process) {
    // when the system does not say, rather ask it to end than start a second server on its files
    return process.info().command().map(it -> it.endsWith("/postgres")).orElse(true);
  }

  private static boolean ends(ProcessHandle process, String signal, Duration within)
      throws IOException, InterruptedException {
    new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid())).start().waitFor();
    try {
      process.onExit().get(within.toMillis(), TimeUnit.MILLISECONDS);
      return true;
    } catch (TimeoutException _) {
      return false;
    } catch (ExecutionException failure) {
      throw new IOException(failure.getCause());
    }
  }
}
