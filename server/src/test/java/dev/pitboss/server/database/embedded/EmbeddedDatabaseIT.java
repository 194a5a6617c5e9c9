package dev.pitboss.server.database.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedDatabaseIT {
  /// How many a login takes.
  private static final String HASHES =
      "SELECT substring(rolpassword FROM '[$]([0-9]+):') FROM pg_authid WHERE rolname = 'postgres'";

  @TempDir Path directory;

  @Test
  void isDurableAndAsksForAPassword() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      for (String setting :
          new String[] {"fsync", "synchronous_commit", "full_page_writes", "data_checksums"}) {
        assertThat(text(database, "SHOW " + setting)).as(setting).isEqualTo("on");
      }
      assertThat(text(database, "SHOW listen_addresses")).isEqualTo("127.0.0.1");
      assertThat(text(database, "SHOW unix_socket_directories")).isEmpty();
      assertThatThrownBy(
              () -> DriverManager.getConnection(database.url(), database.user(), "").close())
          .isInstanceOf(SQLException.class);
    }
    assertThat(directory.resolve("database.log"))
        .content()
        .contains("SIGHUP") // the password was set
        .doesNotContain("contains errors");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(directory)))
        .isEqualTo("rwx------");
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("password"))))
        .isEqualTo("rw-------");
  }

  @Test
  void keepsDataAndPortAcrossRestartsAndMovesWhenThePortIsTaken() throws Exception {
    String url;
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      url = database.url();
      assertThat(text(database, "SHOW scram_iterations")).as("control").isEqualTo("4096");
      assertThat(text(database, HASHES)).isEqualTo("1");
      execute(database, "CREATE TABLE kept AS SELECT 42 AS answer");
      execute(database, "ALTER ROLE postgres PASSWORD '" + database.password() + "'");
      assertThat(text(database, HASHES)).as("as older versions stored it").isEqualTo("4096");
    }
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      assertThat(database.url()).isEqualTo(url);
      assertThat(text(database, HASHES)).isEqualTo("1");
      assertThat(text(database, "SELECT answer FROM kept")).isEqualTo("42");
    }
    int port = Integer.parseInt(Files.readString(directory.resolve("port")).strip());
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress());
        EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      assertThat(database.url()).isNotEqualTo(url);
      assertThat(text(database, "SELECT answer FROM kept")).isEqualTo("42");
    }
  }

  @Test
  void secondStartOnTheSameFolderIsRefused() throws Exception {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      assertThatThrownBy(() -> EmbeddedDatabase.start(directory))
          .isInstanceOf(DataDirectoryInUseException.class)
          .hasMessageContaining("process " + ProcessHandle.current().pid());
      assertThat(text(database, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void interruptedFirstStartIsDoneAgain() throws Exception {
    Files.createDirectories(directory.resolve("cluster"));
    Files.writeString(directory.resolve("cluster").resolve("postgresql.conf"), "half a file");

    try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
      assertThat(text(database, "SELECT 1")).isEqualTo("1");
    }
  }

  @Test
  void stalePidFileOfAnotherProcessIsRemovedAndThatProcessLeftAlone() throws Exception {
    EmbeddedDatabase.start(directory).close();
    Process bystander = new ProcessBuilder("sleep", "60").start();
    try {
      Path cluster = directory.toRealPath().resolve("cluster");
      Files.writeString(
          cluster.resolve("postmaster.pid"), bystander.pid() + "\n" + cluster + "\n0\n1\n");

      try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
        assertThat(text(database, "SELECT 1")).isEqualTo("1");
      }

      assertThat(bystander.isAlive()).isTrue();
    } finally {
      bystander.destroy();
    }
  }

  @Test
  void committedRowsSurviveTheKilledProcessThatOwnedTheDatabase() throws Exception {
    Process owner =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                Owner.class.getName(),
                directory.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines = owner.inputReader(StandardCharsets.UTF_8)) {
      for (String line = lines.readLine(); !"committed".equals(line); line = lines.readLine()) {
        assertThat(line).isNotNull();
      }
      String pid =
          Files.readAllLines(directory.resolve("cluster").resolve("postmaster.pid")).getFirst();
      owner.destroyForcibly().waitFor();
      assertThat(ProcessHandle.of(Long.parseLong(pid.strip()))).as("the orphan").isPresent();

      try (EmbeddedDatabase database = EmbeddedDatabase.start(directory)) {
        assertThat(text(database, "SELECT count(*) FROM kept")).isEqualTo("1000");
        assertThat(
                Files.readAllLines(directory.resolve("cluster").resolve("postmaster.pid"))
                    .getFirst())
            .as("taken over")
            .isEqualTo(pid);
      }
    }
  }

  /// Starts the database, commits rows, says so, and waits to be killed.
  static final class Owner {
    private Owner() {}

    public static void main(String[] arguments) throws Exception {
      EmbeddedDatabase database = EmbeddedDatabase.start(Path.of(arguments[0]));
      execute(database, "CREATE TABLE kept AS SELECT generate_series(1, 1000) AS n");
      System.out.println("committed");
      Thread.sleep(60_000);
      database.close();
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
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }
}
