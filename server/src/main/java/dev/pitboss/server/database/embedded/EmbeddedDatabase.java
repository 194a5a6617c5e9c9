package dev.pitboss.server.database.embedded;

import dev.pitboss.server.database.DatabaseOptions;
import dev.pitboss.server.database.Requirements;
import dev.pitboss.server.scheduling.FatalErrors;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.function.Consumer;
import org.apache.commons.io.FileUtils;

/// A PostgreSQL of our own on a persistent folder: durable, on the loopback address only, with a
/// password. Takes connections when [#start(Path)] returns; stopped in order by [#close()]. When it
/// ends in between it is started again, and when it cannot be the process ends. Survives the death
/// of the process that started it, and the next start takes it over.
public final class EmbeddedDatabase implements AutoCloseable {
  private static final String USER = "postgres";

  private static final int PASSWORD_BYTES = 24;

  /// Another process may take the port between the look and the start.
  private static final int MAX_START_ATTEMPTS = 3;

  private static final Duration PAUSE = Duration.ofMillis(250);

  /// In a database whose first start was completed, the only rule of `pg_hba.conf`.
  private static final String PASSWORD_RULE = "host all all 127.0.0.1/32 scram-sha-256\n";

  private final DirectoryLock lock;
  private final Supervisor supervisor;
  private final String password;

  private EmbeddedDatabase(DirectoryLock lock, Supervisor supervisor, String password) {
    this.lock = lock;
    this.supervisor = supervisor;
    this.password = password;
  }

  /// Starts the database of that folder, making it first when the folder is empty or not there. The
  /// process ends with [FatalErrors#DATABASE_LOST] when it cannot be kept running later.
  ///
  /// @throws DataDirectoryInUseException when another casino works on it
  /// @throws IOException when it cannot be started, or would not be durable
  public static EmbeddedDatabase start(Path directory) throws IOException {
    return start(directory, why -> FatalErrors.exit(FatalErrors.DATABASE_LOST, why));
  }

  /// Starts the database of that folder.
  ///
  /// @param onLost receives, once, why the database cannot be kept running
  static EmbeddedDatabase start(Path directory, Consumer<String> onLost) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Path home = directory.toRealPath();
    DirectoryLock lock = DirectoryLock.take(home);
    try {
      return startLocked(home, lock, onLost);
    } catch (InterruptedException interrupted) {
      try (lock) {
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while starting the database", interrupted);
      }
    } catch (IOException | RuntimeException failure) {
      try (lock) {
        throw failure;
      }
    }
  }

  /// Whether a folder holds a database.
  public enum Presence {
    /// It was made; it may run or not.
    PRESENT,
    /// A casino is just making it.
    STARTING,
    /// Nor is one being made.
    ABSENT
  }

  /// Looks whether there is a database in a folder, and changes nothing.
  public static Presence presence(Path directory) throws IOException {
    if (Files.exists(directory.resolve("password"))) {
      return Presence.PRESENT;
    }
    return DirectoryLock.isHeld(directory) ? Presence.STARTING : Presence.ABSENT;
  }

  /// How to reach the database of a folder while the casino that started it runs.
  ///
  /// @return empty when it has not come so far that there is one
  public static Optional<DatabaseOptions> ofRunning(Path directory, int poolSize)
      throws IOException {
    Path port = directory.resolve("port");
    Path password = directory.resolve("password");
    if (!Files.exists(port) || !Files.exists(password)) {
      return Optional.empty();
    }
    int number = Integer.parseInt(Files.readString(port).strip());
    return Optional.of(
        new DatabaseOptions(Probe.url(number), USER, Files.readString(password), poolSize));
  }

  /// Starts the server of a restored folder, which replays its log to the end or to the target that
  /// its configuration names, and stops it in order. No other process may use the folder.
  ///
  /// @param atMost how long the replay may take
  /// @throws EmbeddedDatabaseException when it cannot be replayed; the message has the server's
  ///   reason
  public static void recover(Path directory, Duration atMost) throws IOException {
    Path home = directory.toRealPath();
    try (DirectoryLock _ = DirectoryLock.take(home)) {
      Cluster cluster = new Cluster(home, Binaries.unpacked(), atMost);
      String password = Files.readString(home.resolve("password"));
      Cluster.Running running = cluster.obtain(() -> port(home.resolve("port")), password);
      cluster.stop(running.process());
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the database recovered", interrupted);
    }
  }

  /// Stops the server that a killed process left in a folder, which is about to be removed.
  public static void stopLeftBehind(Path directory) throws IOException {
    Path home = directory.toRealPath();
    try (DirectoryLock _ = DirectoryLock.take(home)) {
      new Cluster(home, Binaries.unpacked()).stopWhatRuns();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping a database", interrupted);
    }
  }

  /// JDBC URL.
  public String url() {
    return Probe.url(supervisor.port());
  }

  /// Login role, owner of everything.
  public String user() {
    return USER;
  }

  /// The login role's password, made when the database was.
  public String password() {
    return password;
  }

  /// How often it was started again since [#start(Path)].
  public long restarts() {
    return supervisor.restarts();
  }

  /// Why it does not take connections at this moment, as far as that is known; empty when its
  /// process runs.
  public Optional<String> trouble() {
    return supervisor.trouble();
  }

  /// Stops the server after a checkpoint and gives the folder free.
  @Override
  public void close() throws IOException {
    try (lock) {
      supervisor.close();
    }
  }

  private static EmbeddedDatabase startLocked(
      Path home, DirectoryLock lock, Consumer<String> onLost)
      throws IOException, InterruptedException {
    Cluster cluster = new Cluster(home, Binaries.unpacked());
    Path passwordFile = home.resolve("password");
    boolean fresh = !Files.exists(passwordFile);
    if (fresh) {
      refuseToDeleteData(cluster, passwordFile);
      cluster.stopWhatRuns();
      FileUtils.deleteDirectory(cluster.directory().toFile());
      cluster.initialize();
    } else {
      requirePassword(cluster);
    }
    String known = fresh ? "" : Files.readString(passwordFile);
    Cluster.Running running = obtain(cluster, home.resolve("port"), known);
    try {
      String password = fresh ? protect(running.port(), cluster, passwordFile) : known;
      refuseUnlessDurable(running, password);
      Supervisor supervisor = Supervisor.watch(cluster, running, password, onLost);
      return new EmbeddedDatabase(lock, supervisor, password);
    } catch (SQLException failure) {
      cluster.stop(running.process());
      throw new EmbeddedDatabaseException(
          "the embedded database started but does not answer: " + failure.getMessage(), failure);
    } catch (IOException failure) {
      cluster.stop(running.process());
      throw failure;
    }
  }

  private static Cluster.Running obtain(Cluster cluster, Path portFile, String password)
      throws IOException, InterruptedException {
    for (int attempt = 1; ; attempt++) {
      try {
        Cluster.Running running = cluster.obtain(() -> port(portFile), password);
        remember(portFile, running.port());
        return running;
      } catch (EmbeddedDatabaseException failure) {
        if (attempt == MAX_START_ATTEMPTS) {
          throw failure;
        }
        Thread.sleep(PAUSE);
      }
    }
  }

  /// Without its password file a database looks like one whose first start was interrupted, which
  /// holds nothing and is made anew.
  private static void refuseToDeleteData(Cluster cluster, Path passwordFile) throws IOException {
    Path rules = cluster.directory().resolve("pg_hba.conf");
    if (Files.exists(rules) && Files.readString(rules).equals(PASSWORD_RULE)) {
      throw new EmbeddedDatabaseException(
          "%s is missing, but %s holds a database; restore the file from the backup of the folder"
              .formatted(passwordFile, cluster.directory()));
    }
  }

  /// A fresh cluster trusts every client; from here on it asks for a password. Nothing is stored in
  /// it before, so a first start that was interrupted is simply done again.
  private static String protect(int port, Cluster cluster, Path passwordFile)
      throws IOException, SQLException {
    byte[] entropy = new byte[PASSWORD_BYTES];
    new SecureRandom().nextBytes(entropy);
    String password = HexFormat.of().formatHex(entropy);
    Path unfinished = passwordFile.resolveSibling("password.new");
    Files.deleteIfExists(unfinished);
    Files.createFile(
        unfinished,
        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(unfinished, password, StandardOpenOption.DSYNC);
    try (Connection connection = Probe.connect(port, "");
        Statement statement = connection.createStatement()) {
      store(password, statement);
      Files.move(unfinished, passwordFile);
      requirePassword(cluster);
      statement.execute("SELECT pg_reload_conf()");
    }
    return password;
  }

  /// Each login computes as many hashes as the stored password says, and a start waits for several
  /// logins. Thousands of them make a password that a person chose hard to guess; this one is 192
  /// random bits.
  private static void store(String password, Statement statement) throws SQLException {
    statement.execute("SET scram_iterations = 1");
    statement.execute("ALTER ROLE " + USER + " PASSWORD '" + password + "'");
  }

  private static boolean isQuicklyChecked(Statement statement) throws SQLException {
    String sql =
        "SELECT rolpassword LIKE 'SCRAM-SHA-256$1:%' FROM pg_authid WHERE rolname = '" + USER + "'";
    try (ResultSet row = statement.executeQuery(sql)) {
      return row.next() && row.getBoolean(1);
    }
  }

  private static void requirePassword(Cluster cluster) throws IOException {
    if (!Files.isDirectory(cluster.directory())) {
      throw new EmbeddedDatabaseException("the data folder " + cluster.directory() + " is gone");
    }
    Files.writeString(
        cluster.directory().resolve("pg_hba.conf"),
        PASSWORD_RULE,
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.DSYNC);
  }

  private static void refuseUnlessDurable(Cluster.Running running, String password)
      throws IOException, SQLException {
    try (Connection connection = Probe.connect(running.port(), password);
        Statement statement = connection.createStatement()) {
      if (running.wasTakenOver()) {
        statement.execute("SELECT pg_reload_conf()"); // it has not read the rules of now
      }
      if (!isQuicklyChecked(statement)) {
        store(password, statement); // an older version made it
      }
      Requirements.refuseUnlessDurable(connection);
    }
  }

  /// The port used last time, unless another process has it now: tools keep finding the database.
  private static int port(Path portFile) throws IOException {
    if (Files.exists(portFile)) {
      String remembered = Files.readString(portFile).strip();
      if (remembered.matches("\\d{1,5}") && Cluster.isFree(Integer.parseInt(remembered))) {
        return Integer.parseInt(remembered);
      }
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  private static void remember(Path portFile, int port) throws IOException {
    String line = port + "\n";
    if (!Files.exists(portFile) || !Files.readString(portFile).equals(line)) {
      Files.writeString(portFile, line, StandardCharsets.US_ASCII);
    }
  }
}
