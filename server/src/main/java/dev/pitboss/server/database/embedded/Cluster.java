package dev.pitboss.server.database.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.apache.commons.io.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The data folder of the embedded PostgreSQL, and the one server that may run on it. The caller
/// holds the folder's lock, so no living casino owns a server that is found there.
///
/// A server that is found running is taken over: that takes no time, and neither does it when the
/// server is recovering, which would have to begin again after a stop. Never is a server started
/// while another process of PostgreSQL works in the folder.
final class Cluster {
  private static final Logger LOG = LoggerFactory.getLogger(Cluster.class);

  /// Recovery replays at most [ServerSettings]' `max_wal_size`; a server that takes longer than
  /// this hangs.
  private static final Duration STARTUP = Duration.ofMinutes(10);

  /// A start or a recovery that takes longer is worth a line.
  private static final Duration REMARKABLE = Duration.ofSeconds(5);

  /// A server that runs and does not answer at all for so long is stuck; one that is frozen is not
  /// waited for.
  private static final Duration SILENCE = Duration.ofSeconds(10);

  /// A fast shutdown writes a checkpoint of at most the shared buffers.
  private static final Duration FAST_SHUTDOWN = Duration.ofSeconds(10);

  /// Of a shutdown that a killed casino began, how much is waited for.
  private static final Duration BEGUN_SHUTDOWN = Duration.ofSeconds(2);

  private static final Duration IMMEDIATE_SHUTDOWN = Duration.ofSeconds(2);
  private static final Duration KILL = Duration.ofSeconds(2);
  private static final Duration LOOK_EVERY = Duration.ofMillis(10);

  /// A log is searched for a reason no further back.
  private static final int LOG_TAIL_BYTES = 8_192;

  private final Path home;
  private final Path directory;
  private final Binaries binaries;
  private final Duration startup;

  Cluster(Path home, Binaries binaries) {
    this(home, binaries, STARTUP);
  }

  /// @param startup how long a start and its recovery may take
  Cluster(Path home, Binaries binaries, Duration startup) {
    this.home = home;
    this.directory = home.resolve("cluster");
    this.binaries = binaries;
    this.startup = startup;
  }

  Path directory() {
    return directory;
  }

  Path log() {
    return home.resolve("database.log");
  }

  /// A server that runs and takes connections.
  ///
  /// @param wasTakenOver it was not started by this process
  record Running(ProcessHandle process, int port, boolean wasTakenOver) {}

  /// Chooses the port of a server that is about to be started.
  interface PortChoice {
    int choose() throws IOException;
  }

  /// The server of this folder: taken over when one runs, started otherwise.
  ///
  /// @throws EmbeddedDatabaseException when it does not start; another attempt may succeed
  Running obtain(PortChoice port, String password) throws IOException, InterruptedException {
    Optional<Running> found = takeOver(password);
    if (found.isPresent()) {
      return found.get();
    }
    stopWhatRuns();
    return launch(port.choose(), password);
  }

  /// Stops all PostgreSQL processes of the folder, in any state.
  void stopWhatRuns() throws IOException, InterruptedException {
    Optional<ProcessHandle> server = PidFile.in(directory).server(directory);
    if (server.isPresent()) {
      LOG.info(
          "stopping the database server left by a killed process (process {})", server.get().pid());
      stop(server.get(), Duration.ZERO);
    }
    endLeftBehind();
    PidFile.in(directory).disarm();
  }

  /// Stops a server: in order, if it does that in time, else at once, after which the next one
  /// recovers.
  ///
  /// @param orderly how long a fast shutdown may take; zero leaves it out
  /// @throws EmbeddedDatabaseException when it does not end
  void stop(ProcessHandle server, Duration orderly) throws IOException, InterruptedException {
    if (!orderly.isZero()) {
      ClusterProcesses.signal(server, "INT");
      if (ClusterProcesses.awaitEnd(server, orderly)) {
        return;
      }
    }
    ClusterProcesses.signal(server, "QUIT");
    ClusterProcesses.signal(server, "CONT"); // a frozen process receives nothing else before
    if (ClusterProcesses.awaitEnd(server, IMMEDIATE_SHUTDOWN)) {
      return;
    }
    server.destroyForcibly();
    if (!ClusterProcesses.awaitEnd(server, KILL)) {
      throw new EmbeddedDatabaseException(
          "the database server (process " + server.pid() + ") does not end");
    }
  }

  /// Stops it in order.
  void stop(ProcessHandle server) throws IOException, InterruptedException {
    stop(server, FAST_SHUTDOWN);
  }

  /// Makes the folder of a new database. It has its name only when it is whole: a program that a
  /// killed casino left running writes into a folder that is never used.
  void initialize() throws IOException, InterruptedException {
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(home, "initializing-*")) {
      for (Path folder : unfinished) {
        for (ProcessHandle process : ClusterProcesses.of(folder)) {
          process.destroyForcibly();
        }
        FileUtils.deleteQuietly(folder.toFile());
      }
    }
    Path folder = Files.createTempDirectory(home, "initializing-");
    List<String> options =
        new ArrayList<>(
            List.of(
                "--auth=trust",
                "--username=postgres",
                "--pgdata=" + folder,
                "--encoding=UTF-8",
                "--locale=C"));
    options.addAll(ServerSettings.written());
    Process initdb = start(binaries.command("initdb", options.toArray(String[]::new)));
    if (initdb.waitFor() != 0) {
      throw new EmbeddedDatabaseException(
          "the embedded database could not be made: " + reason(0) + "; its log is " + log());
    }
    Files.move(folder, directory, StandardCopyOption.ATOMIC_MOVE);
  }

  private Optional<Running> takeOver(String password) throws IOException, InterruptedException {
    PidFile pidFile = PidFile.in(directory);
    Optional<ProcessHandle> server = pidFile.server(directory);
    if (server.isEmpty()) {
      return Optional.empty();
    }
    if (!ServerSettings.areOfServerIn(directory, binaries)) {
      stop(server.get());
      return Optional.empty();
    }
    StateTimer timer = new StateTimer();
    while (ClusterProcesses.isRunning(server.get())) {
      OptionalInt port = pidFile.port();
      Probe.Answer answer =
          port.isEmpty() ? Probe.Answer.SILENT : Probe.ask(port.getAsInt(), password);
      switch (answer) {
        case READY -> {
          LOG.info("taking over the running database server (process {})", server.get().pid());
          return Optional.of(new Running(server.get(), port.getAsInt(), true));
        }
        case STARTING -> timer.with(STARTUP, "recovering");
        case STOPPING -> timer.with(BEGUN_SHUTDOWN, "stopping");
        case SILENT -> timer.with(SILENCE, "silent");
        case OTHER_PASSWORD -> {
          return Optional.empty();
        }
      }
      if (timer.isOver() || ClusterProcesses.isFrozen(server.get())) {
        return Optional.empty();
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
    return Optional.empty();
  }

  /// How long a server has been in a state in which it takes no connections.
  private static final class StateTimer {
    private String state = "";
    private Duration limit = Duration.ZERO;
    private long since = System.nanoTime();
    private boolean remarked;

    void with(Duration atMost, String now) {
      if (!state.equals(now)) {
        state = now;
        since = System.nanoTime();
        limit = atMost;
      }
      if (!remarked && System.nanoTime() - since > REMARKABLE.toNanos()) {
        remarked = true;
        LOG.info("waiting for the database server, which is {}", state);
      }
    }

    boolean isOver() {
      return System.nanoTime() - since > limit.toNanos();
    }
  }

  /// The processes of a server that was killed notice it and end; one that does not is ended. A new
  /// server beside them would destroy the folder.
  private void endLeftBehind() throws IOException, InterruptedException {
    long until = System.nanoTime() + IMMEDIATE_SHUTDOWN.toNanos();
    List<ProcessHandle> left = ClusterProcesses.of(directory);
    while (!left.isEmpty() && System.nanoTime() < until) {
      if (left.stream().anyMatch(ClusterProcesses::isFrozen)) {
        break; // it notices nothing
      }
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
      left = ClusterProcesses.of(directory);
    }
    for (ProcessHandle process : left) {
      LOG.warn("ending process {} of the last database server", process.pid());
      process.destroyForcibly();
      if (!ClusterProcesses.awaitEnd(process, KILL)) {
        throw new EmbeddedDatabaseException(
            "process " + process.pid() + " of the last database server does not end");
      }
    }
  }

  private Running launch(int port, String password) throws IOException, InterruptedException {
    if (!Files.isDirectory(directory)) {
      throw new EmbeddedDatabaseException("the data folder " + directory + " is gone");
    }
    if (!isFree(port)) {
      throw new EmbeddedDatabaseException("port " + port + " is in use by another process");
    }
    long logged = Files.exists(log()) ? Files.size(log()) : 0;
    Process control =
        start(
            binaries.command(
                "pg_ctl",
                "-D",
                directory.toString(),
                "-o",
                ServerSettings.options(port),
                "-w",
                "-t",
                Long.toString(startup.toSeconds()),
                "start"));
    StateTimer timer = new StateTimer();
    PidFile pidFile = PidFile.in(directory);
    while (true) {
      boolean ended = !control.isAlive();
      Optional<ProcessHandle> server = pidFile.server(directory);
      if (server.isPresent()
          && pidFile.isReady()
          && Probe.ask(port, password) == Probe.Answer.READY) {
        return new Running(server.get(), port, false);
      }
      if (ended && (control.exitValue() != 0 || server.isEmpty())) {
        throw new EmbeddedDatabaseException(
            "the embedded database does not start: %s; its log is %s"
                .formatted(reason(logged), log()));
      }
      timer.with(startup, "starting");
      TimeUnit.NANOSECONDS.sleep(LOOK_EVERY.toNanos());
    }
  }

  private Process start(List<String> command) throws IOException {
    if (!Files.isDirectory(home)) {
      throw new EmbeddedDatabaseException("the data folder " + home + " is gone");
    }
    ProcessBuilder.Redirect log = ProcessBuilder.Redirect.appendTo(log().toFile());
    return new ProcessBuilder(command).redirectOutput(log).redirectError(log).start();
  }

  /// The last line that names a failure, of those logged since that position.
  private String reason(long from) throws IOException {
    try (RandomAccessFile log = new RandomAccessFile(log().toFile(), "r")) {
      log.seek(Math.max(from, log.length() - LOG_TAIL_BYTES));
      byte[] tail = new byte[(int) (log.length() - log.getFilePointer())];
      log.readFully(tail);
      List<String> lines =
          new String(tail, StandardCharsets.UTF_8)
              .lines()
              .map(String::strip)
              .filter(line -> !line.isEmpty())
              .toList();
      return lines.reversed().stream()
          .filter(line -> line.matches(".*(FATAL|PANIC|ERROR): .*"))
          .filter(line -> !line.contains("the database system is")) // what it told its clients
          .filter(line -> !line.contains("terminating connection"))
          .findFirst()
          .or(() -> lines.isEmpty() ? Optional.empty() : Optional.of(lines.getLast()))
          .map(line -> line.replaceFirst("^[-0-9:. ]+\\w* \\[\\d+] ", ""))
          .orElse("no log output");
    }
  }

  static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
