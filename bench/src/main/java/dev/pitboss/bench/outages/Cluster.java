package dev.pitboss.bench.outages;

import dev.pitboss.bench.Scratch;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// A PostgreSQL from the system's packages, on a file system of its own that can be full.
final class Cluster implements AutoCloseable {
  private static final Path PACKAGES = Path.of("/usr/lib/postgresql");
  private static final String USER = "postgres";

  private final Path bin;
  private final Path folder;
  private final int port;

  private Cluster(Path bin, Path folder, int port) {
    this.bin = bin;
    this.folder = folder;
    this.port = port;
  }

  /// Why there can be none here; empty when there can.
  static Optional<String> missing() throws IOException {
    if (!"root".equals(System.getProperty("user.name"))) {
      return Optional.of("mounting a file system takes root");
    }
    return binaries().isEmpty()
        ? Optional.of("no PostgreSQL server is installed below " + PACKAGES)
        : Optional.empty();
  }

  private static Optional<Path> binaries() throws IOException {
    if (!Files.isDirectory(PACKAGES)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(PACKAGES)) {
      return versions
          .map(version -> version.resolve("bin"))
          .filter(bin -> Files.isExecutable(bin.resolve("initdb")))
          .max(Path::compareTo);
    }
  }

  /// A primary on a memory file system of that size, which goes with the scratch folder.
  static Cluster primary(Scratch scratch, int megabytes) throws IOException {
    // the server's user passes through it
    Files.setPosixFilePermissions(scratch.folder(), PosixFilePermissions.fromString("rwx--x--x"));
    Path folder = Files.createDirectory(scratch.folder().resolve("primary"));
    Cluster cluster = scratch.keep(new Cluster(binaries().orElseThrow(), folder, freePort()));
    run("mount", "-t", "tmpfs", "-o", "size=" + megabytes + "m", "tmpfs", folder.toString());
    run("chown", USER, folder.toString());
    cluster.as("initdb", "-D", cluster.data(), "-A", "trust", "-U", USER);
    Files.writeString(
        folder.resolve("data/postgresql.conf"),
        """
        listen_addresses = '127.0.0.1'
        port = %d
        unix_socket_directories = ''
        wal_level = replica
        shared_buffers = 32MB
        min_wal_size = 32MB
        max_wal_size = 64MB
        wal_keep_size = 32MB
        """
            .formatted(cluster.port));
    cluster.start();
    return cluster;
  }

  /// A synchronous standby of this one.
  Cluster standby(Scratch scratch) throws IOException {
    Path copy = Files.createDirectory(scratch.folder().resolve("standby"));
    run("chown", USER, copy.toString());
    Cluster standby = scratch.keep(new Cluster(bin, copy, freePort()));
    standby.as(
        "pg_basebackup",
        "-h",
        "127.0.0.1",
        "-p",
        "" + port,
        "-U",
        USER,
        "-D",
        standby.data(),
        "-R");
    Files.writeString(
        copy.resolve("data/postgresql.auto.conf"),
        Files.readString(copy.resolve("data/postgresql.auto.conf"))
            + "port = "
            + standby.port
            + "\n");
    standby.start();
    return standby;
  }

  private void start() throws IOException {
    as("pg_ctl", "-D", data(), "-w", "-l", folder.resolve("log").toString(), "start");
  }

  /// As `--database-url` takes it.
  String url() {
    return "postgresql://%s:none@127.0.0.1:%d/postgres".formatted(USER, port);
  }

  void sql(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }

  long number(String sql) {
    try (Connection connection = connect();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(sql, failure);
    }
  }

  private Connection connect() throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres", USER, "");
  }

  /// Changes a setting of the running server.
  void set(String setting) {
    sql("ALTER SYSTEM SET " + setting);
    sql("SELECT pg_reload_conf()");
  }

  /// Takes all space there is.
  void fill() {
    try {
      run("sh", "-c", "cat /dev/zero > " + folder.resolve("filler") + " 2>/dev/null; true");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Gives the space back.
  void empty() {
    try {
      Files.deleteIfExists(folder.resolve("filler"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Sends a signal to the server and all its processes.
  void signal(String signal) {
    try {
      String postmaster = Files.readAllLines(folder.resolve("data/postmaster.pid")).getFirst();
      run("sh", "-c", "kill -" + signal + " " + postmaster + " $(pgrep -P " + postmaster + ")");
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// Ends the server, frozen or not, and gives the file system back. Does nothing the second time.
  @Override
  public void close() throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    if (Files.exists(folder.resolve("data/postmaster.pid"))) {
      signal("CONT"); // a frozen server does not stop
      as("pg_ctl", "-D", data(), "-m", "immediate", "stop");
    }
    run("sh", "-c", "umount " + folder + " 2>/dev/null; rm -rf " + folder);
  }

  private String data() {
    return folder.resolve("data").toString();
  }

  private void as(String program, String... arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of("runuser", "-u", USER, "--", bin.resolve(program).toString()));
    command.addAll(List.of(arguments));
    run(command.toArray(String[]::new));
  }

  private static void run(String... command) throws IOException {
    Path output = Files.createTempFile("pitboss-outages", ".txt");
    try {
      // into a file: a server that is started here would keep a pipe open
      Process process =
          new ProcessBuilder(command)
              .directory(Path.of("/").toFile())
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      if (process.waitFor() != 0) {
        throw new IOException(
            String.join(" ", command) + ": " + Files.readString(output, StandardCharsets.UTF_8));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    } finally {
      Files.delete(output);
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
