package dev.pitboss.server.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.server.scheduling.FatalErrors;
import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What happens when the database's server ends, or was left by a casino that was killed.
class SupervisionIT {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  @TempDir Path directory;

  private final BlockingQueue<String> lost = new LinkedBlockingQueue<>();

  @Test
  void serverThatExitsForAnyReasonIsRestartedUntilClosed() throws Exception {
    ProcessHandle last;
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, lost::add)) {
      execute(database, "CREATE TABLE kept AS SELECT 42 AS answer");
      int restarts = 0;
      for (String signal : List.of("KILL", "QUIT", "INT", "TERM")) {
        ProcessHandle server = server();
        ClusterProcesses.signal(server, signal);
        restarts++;
        awaitRestarts(database, restarts);
        assertThat(server()).as(signal).isNotEqualTo(server);
        assertThat(text(database, "SELECT answer FROM kept")).isEqualTo("42");
        assertThat(database.trouble()).isEmpty();
      }
      last = server();
    }
    // the control: a server that was told to end by its casino stays ended
    Thread.sleep(500);
    assertThat(ClusterProcesses.isRunning(last)).isFalse();
    assertThat(ClusterProcesses.of(cluster())).isEmpty();
    assertThat(lost).isEmpty();
  }

  @Test
  void frozenServerIsNotReplacedAndGoesOn() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, lost::add)) {
      ProcessHandle server = server();
      ClusterProcesses.signal(server, "STOP");
      Thread.sleep(1_000); // ten looks
      assertThat(ClusterProcesses.isFrozen(server)).isTrue();
      assertThat(database.restarts()).isZero();
      ClusterProcesses.signal(server, "CONT");

      assertThat(text(database, "SELECT 1")).isEqualTo("1");
      assertThat(server()).isEqualTo(server);
      assertThat(lost).isEmpty();
    }
  }

  @Test
  void noServerStartsBesideProcessesOfTheLastOne() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, lost::add)) {
      ProcessHandle server = server();
      List<ProcessHandle> others =
          ClusterProcesses.of(cluster()).stream().filter(it -> !it.equals(server)).toList();
      assertThat(others).isNotEmpty();
      ClusterProcesses.signal(others.getFirst(), "STOP"); // it does not notice that its server died
      ClusterProcesses.signal(server, "KILL");

      awaitRestarts(database, 1);

      assertThat(others).noneMatch(ClusterProcesses::isRunning);
      assertThat(text(database, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void serverThatCannotBeStartedAgainIsReportedInOneLine() throws Exception {
    try (EmbeddedDatabase _ = EmbeddedDatabase.start(directory, lost::add)) {
      Files.move(cluster(), directory.resolve("elsewhere"));
      ClusterProcesses.signal(
          PidFile.in(directory.resolve("elsewhere"))
              .server(directory.resolve("elsewhere"))
              .orElseThrow(),
          "KILL");

      String why = lost.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS);

      assertThat(why).contains("cannot be restarted", "gone").doesNotContain("\n");
    }
  }

  /// Or else the process has ended within five seconds of its database.
  @Test
  void givingUpAndEndingTakeFiveSecondsTogether() {
    assertThat(Supervisor.KEEP_TRYING.plus(FatalErrors.EXIT))
        .isLessThanOrEqualTo(Duration.ofSeconds(4)); // the rest is for noticing and attempts
  }

  @Test
  void portTakenMeanwhileIsReported() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, lost::add)) {
      int port = PidFile.in(cluster()).port().orElseThrow();
      ProcessHandle server = server();
      Path elsewhere = directory.resolve("elsewhere");
      Files.move(cluster(), elsewhere); // keeps it from being started before the port is taken
      server.destroyForcibly();
      assertThat(ClusterProcesses.awaitEnd(server, TIMEOUT)).isTrue();
      try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        Files.move(elsewhere, cluster());
        assertThat(lost.poll(TIMEOUT.toSeconds(), TimeUnit.SECONDS))
            .contains("port " + port + " is in use");
      }
      assertThat(database.trouble()).isPresent();
    }
  }

  @Test
  void serverLeftRecoveringByAKilledCasinoIsTakenOver() throws Exception {
    Process owner = owner();
    ProcessHandle server = server();
    // one killed process of the server makes it recover
    ProcessHandle one =
        ClusterProcesses.of(cluster()).stream()
            .filter(it -> !it.equals(server))
            .findFirst()
            .orElseThrow();
    one.destroyForcibly();
    owner.destroyForcibly().waitFor();

    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, lost::add)) {
      assertThat(text(database, "SELECT count(*) FROM kept")).isEqualTo("1000");
      assertThat(server()).isEqualTo(server);
    }
    assertThat(ClusterProcesses.of(cluster())).as("also stopped by who took it over").isEmpty();
  }

  @Test
  void frozenServerOfAKilledCasinoIsEndedAndReplaced() throws Exception {
    Process owner = owner();
    ProcessHandle server = server();
    ClusterProcesses.signal(server, "STOP");
    owner.destroyForcibly().waitFor();

    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, lost::add)) {
      assertThat(text(database, "SELECT count(*) FROM kept")).isEqualTo("1000");
      assertThat(ClusterProcesses.isRunning(server)).isFalse();
    }
  }

  @Test
  void serverWithOtherSettingsIsNotTakenOver() throws Exception {
    EmbeddedDatabase.start(directory, lost::add).close();
    Process control =
        new ProcessBuilder(
                Binaries.unpacked()
                    .command(
                        "pg_ctl",
                        "-D",
                        cluster().toString(),
                        "-o",
                        ServerSettings.options(freePort()) + " -c fsync=off",
                        "-w",
                        "-l",
                        directory.resolve("other.log").toString(),
                        "start"))
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(control.waitFor()).isZero();
    ProcessHandle server = server();
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, lost::add)) {
      assertThat(text(database, "SHOW fsync")).isEqualTo("on");
      assertThat(server()).isNotEqualTo(server);
    }
  }

  @Test
  void damagedOrCopiedPidFileIsNoObstacle() throws Exception {
    EmbeddedDatabase.start(directory, lost::add).close();
    Path pidFile = cluster().resolve("postmaster.pid");
    String own = Long.toString(ProcessHandle.current().pid());
    for (String content :
        List.of("", "nonsense\n", own + "\n", own + "\n/somewhere/else\n1\n5432\n\n127.0.0.1\n")) {
      Files.writeString(pidFile, content);
      try (EmbeddedDatabase database = EmbeddedDatabase.start(directory, lost::add)) {
        assertThat(text(database, "SELECT 1")).as(content).isEqualTo("1");
      }
    }
  }

  @Test
  void folderOfAnInterruptedFirstStartIsRemoved() throws Exception {
    Path unfinished = Files.createDirectories(directory.resolve("initializing-1"));
    Files.writeString(unfinished.resolve("PG_VERSION"), "18\n");

    EmbeddedDatabase.start(directory, lost::add).close();

    assertThat(unfinished).doesNotExist();
  }

  @Test
  void databaseWithoutItsPasswordIsNotTakenForAnInterruptedFirstStart() throws Exception {
    EmbeddedDatabase.start(directory, lost::add).close();
    Path password = directory.resolve("password");
    Files.move(password, directory.resolve("kept"));

    assertThatThrownBy(() -> EmbeddedDatabase.start(directory, lost::add))
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageContaining("password is missing");

    Files.move(directory.resolve("kept"), password);
    EmbeddedDatabase.start(directory, lost::add).close();
  }

  @Test
  void damagedDatabaseIsReportedWithThePathOfItsLog() throws Exception {
    EmbeddedDatabase.start(directory, lost::add).close();
    Files.writeString(cluster().resolve("global").resolve("pg_control"), "nothing");

    assertThatThrownBy(() -> EmbeddedDatabase.start(directory, lost::add))
        .isInstanceOf(EmbeddedDatabaseException.class)
        .hasMessageMatching("(?s).*does not start: .*(FATAL|PANIC).*database\\.log");
    assertThat(ClusterProcesses.of(cluster())).isEmpty();
  }

  private Path cluster() {
    return directory.resolve("cluster");
  }

  private ProcessHandle server() throws Exception {
    return PidFile.in(cluster()).server(cluster()).orElseThrow();
  }

  private void awaitRestarts(EmbeddedDatabase database, int count) throws Exception {
    long until = System.nanoTime() + TIMEOUT.toNanos();
    while (database.restarts() < count) {
      assertThat(lost).isEmpty();
      assertThat(System.nanoTime()).as("restart " + count).isLessThan(until);
      Thread.sleep(20);
    }
  }

  /// A process that has the database, has committed rows, and waits to be killed.
  private Process owner() throws Exception {
    Process owner =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                EmbeddedDatabaseIT.Owner.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    BufferedReader lines = owner.inputReader(StandardCharsets.UTF_8);
    for (String line = lines.readLine(); !"committed".equals(line); line = lines.readLine()) {
      assertThat(line).isNotNull();
    }
    return owner;
  }

  private static int freePort() throws Exception {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static void execute(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static String text(EmbeddedDatabase database, String sql) throws SQLException {
    try (Connection connection = connect(database);
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getString(1);
    }
  }

  private static Connection connect(EmbeddedDatabase database) throws SQLException {
    return java.sql.DriverManager.getConnection(
        database.url(), database.user(), database.password());
  }
}
