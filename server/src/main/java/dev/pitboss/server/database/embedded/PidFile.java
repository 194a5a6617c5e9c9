package dev.pitboss.server.database.embedded;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/// PostgreSQL's `postmaster.pid`: the number of the process that serves a data folder, its port,
/// and the shared memory by which PostgreSQL finds out whether processes of an earlier server still
/// work on the folder.
///
/// @param file may be absent
record PidFile(Path file) {
  private static final int PORT_LINE = 3;
  private static final int STATUS_LINE = 7;

  /// Larger than any process number there can be.
  private static final String NO_PROCESS = Integer.toString(Integer.MAX_VALUE);

  static PidFile in(Path cluster) {
    return new PidFile(cluster.resolve("postmaster.pid"));
  }

  /// The process it names, if that runs and is the server of this folder: the number may have been
  /// given to another process since.
  Optional<ProcessHandle> server(Path cluster) throws IOException {
    List<String> lines = lines();
    if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,10}")) {
      return Optional.empty();
    }
    return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
        .filter(ClusterProcesses::isRunning)
        .filter(process -> ClusterProcesses.isPostgresIn(process, cluster));
  }

  /// The port that server listens on.
  OptionalInt port() throws IOException {
    List<String> lines = lines();
    return lines.size() > PORT_LINE && lines.get(PORT_LINE).strip().matches("\\d{1,5}")
        ? OptionalInt.of(Integer.parseInt(lines.get(PORT_LINE).strip()))
        : OptionalInt.empty();
  }

  /// Whether that server says it takes connections.
  boolean isReady() throws IOException {
    List<String> lines = lines();
    return lines.size() > STATUS_LINE && lines.get(STATUS_LINE).strip().equals("ready");
  }

  /// Makes the file of a server that has ended no obstacle for the next. PostgreSQL takes it for a
  /// living server's when its number belongs to any process by now, and gives up on one that is
  /// damaged. The rest of the file stays: the next server learns from it whether processes of the
  /// last one still use its memory, and refuses to start over them.
  void disarm() throws IOException {
    List<String> lines = new ArrayList<>(lines());
    if (lines.isEmpty() || !lines.getFirst().strip().matches("\\d{1,10}")) {
      Files.deleteIfExists(file);
      return;
    }
    if (ProcessHandle.of(Long.parseLong(lines.getFirst().strip())).isPresent()) {
      lines.set(0, NO_PROCESS);
      Files.writeString(file, String.join("\n", lines) + "\n");
    }
  }

  private List<String> lines() throws IOException {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).lines().toList();
    } catch (NoSuchFileException _) {
      return List.of();
    }
  }
}
