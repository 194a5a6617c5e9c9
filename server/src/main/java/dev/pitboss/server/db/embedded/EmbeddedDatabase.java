package dev.pitboss.server.db.embedded;

import dev.pitboss.server.db.DatabaseOptions;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
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
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.io.FileUtils;

/// A PostgreSQL of our own on a persistent folder: durable, on the loopback address only, with a
/// password. Started when [#start(Path)] returns; stopped in order by [#close()]. Survives the
/// death of the process that started it, and the next start takes over from there.
public final class EmbeddedDatabase implements AutoCloseable {
  private static final String USER = "postgres";

  /// Recovery after a crash replays the log written since the last checkpoint.
  private static final Duration STARTUP = Duration.ofSeconds(60);

  private static final int PASSWORD_BYTES = 24;

  /// The library switches all three off; a ledger needs them on.
  private static final List<String> DURABILITY =
      List.of("fsync", "synchronous_commit", "full_page_writes");

  private static final Map<String, String> SETTINGS =
      Map.of(
          "listen_addresses", "127.0.0.1",
          "unix_socket_directories", "",
          "max_connections", "60",
          "shared_buffers", "256MB",
          "max_wal_size", "2GB",
          // log files that were made once are used again: making one takes as long as filling it
          "min_wal_size", "1GB",
          "checkpoint_timeout", "15min",
          "autovacuum_naptime", "15s",
          "timezone", "UTC");

  private final DirectoryLock lock;
  private final EmbeddedPostgres postgres;
  private final String password;

  private EmbeddedDatabase(DirectoryLock lock, EmbeddedPostgres postgres, String password) {
    this.lock = lock;
    this.postgres = postgres;
    this.password = password;
  }

  /// Starts the database of that folder, making it first when the folder is empty or not there.
  ///
  /// @throws DataDirectoryInUseException when another casino works on it
  /// @throws IOException when it cannot be started, or would not be durable
  public static EmbeddedDatabase start(Path directory) throws IOException {
    Files.createDirectories(directory);
    Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
    Path home = directory.toRealPath();
    DirectoryLock lock = DirectoryLock.take(home);
    try {
      return startLocked(home, lock);
    } catch (IOException | RuntimeException failure) {
      try (lock) {
        throw failure;
      }
    }
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
        new DatabaseOptions(url(number), USER, Files.readString(password), poolSize));
  }

  /// JDBC URL.
  public String url() {
    return url(postgres.getPort());
  }

  /// Login role, owner of everything.
  public String user() {
    return USER;
  }

  /// The login role's password, made when the database was.
  public String password() {
    return password;
  }

  /// Stops the server after a checkpoint and gives the folder free.
  @Override
  public void close() throws IOException {
    try (lock) {
      postgres.close();
    }
  }

  private static EmbeddedDatabase startLocked(Path home, DirectoryLock lock) throws IOException {
    Path cluster = home.resolve("cluster");
    try {
      Orphan.stop(cluster);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while stopping an orphaned database", interrupted);
    }
    Path passwordFile = home.resolve("password");
    boolean fresh = !Files.exists(passwordFile);
    if (fresh) {
      deleteUnfinished(cluster);
    } else {
      requirePassword(cluster);
    }
    EmbeddedPostgres postgres = start(home, cluster, fresh ? "" : Files.readString(passwordFile));
    try {
      String password =
          fresh ? protect(postgres, cluster, passwordFile) : Files.readString(passwordFile);
      refuseUnlessDurable(postgres.getPort(), password);
      return new EmbeddedDatabase(lock, postgres, password);
    } catch (SQLException failure) {
      try (postgres) {
        throw new IOException("the embedded database started but does not answer", failure);
      }
    } catch (IOException failure) {
      try (postgres) {
        throw failure;
      }
    }
  }

  private static EmbeddedPostgres start(Path home, Path cluster, String password)
      throws IOException {
    EmbeddedPostgres.Builder builder =
        EmbeddedPostgres.builder()
            .setDataDirectory(cluster)
            .setCleanDataDirectory(false)
            .setRegisterShutdownHook(false)
            .setOverrideWorkingDirectory(binaries().toFile())
            .setPGStartupWait(STARTUP)
            .setPort(port(home.resolve("port")))
            .setLocaleConfig("locale", "C")
            .setErrorRedirector(log(home))
            .setOutputRedirector(log(home));
    SETTINGS.forEach(builder::setServerConfig);
    DURABILITY.forEach(setting -> builder.setServerConfig(setting, "on"));
    if (!password.isEmpty()) {
      builder.setConnectConfig("password", password);
    }
    try {
      return builder.start();
    } catch (IOException | RuntimeException failure) {
      throw new IOException(
          "the embedded database does not start; its log is " + home.resolve("database.log"),
          failure);
    }
  }

  /// A fresh cluster trusts whoever connects; from here on it asks for a password. Nothing is
  /// stored in it before, so a first start that was interrupted is simply done again.
  private static String protect(EmbeddedPostgres postgres, Path cluster, Path passwordFile)
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
    try (Connection connection = connect(postgres.getPort(), "");
        Statement statement = connection.createStatement()) {
      statement.execute("ALTER ROLE " + USER + " PASSWORD '" + password + "'");
      Files.move(unfinished, passwordFile);
      requirePassword(cluster);
      statement.execute("SELECT pg_reload_conf()");
    }
    return password;
  }

  private static void requirePassword(Path cluster) throws IOException {
    Files.writeString(
        cluster.resolve("pg_hba.conf"),
        "host all all 127.0.0.1/32 scram-sha-256\n",
        StandardOpenOption.TRUNCATE_EXISTING,
        StandardOpenOption.DSYNC);
  }

  private static void deleteUnfinished(Path cluster) throws IOException {
    if (Files.exists(cluster)) {
      FileUtils.deleteDirectory(cluster.toFile());
    }
  }

  private static void refuseUnlessDurable(int port, String password)
      throws IOException, SQLException {
    try (Connection connection = connect(port, password);
        Statement statement = connection.createStatement()) {
      for (String setting : DURABILITY) {
        try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
          if (!row.next() || !row.getString(1).equals("on")) {
            throw new IOException("the database runs with " + setting + " off: bets could be lost");
          }
        }
      }
    }
  }

  private static Connection connect(int port, String password) throws SQLException {
    return DriverManager.getConnection(url(port), USER, password);
  }

  private static String url(int port) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/postgres";
  }

  /// The port used last time, unless somebody else has it now: tools keep finding the database.
  private static int port(Path portFile) throws IOException {
    if (Files.exists(portFile)) {
      String remembered = Files.readString(portFile).strip();
      if (remembered.matches("\\d{1,5}") && isFree(Integer.parseInt(remembered))) {
        return Integer.parseInt(remembered);
      }
    }
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Files.writeString(portFile, socket.getLocalPort() + "\n");
      return socket.getLocalPort();
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Unpacked once per version and kept. Only the user may enter: who can write there runs as them.
  private static Path binaries() throws IOException {
    String cache = System.getenv("XDG_CACHE_HOME");
    Path home =
        cache == null || cache.isEmpty()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(cache);
    Path directory = home.resolve("pitboss").resolve("postgresql");
    Files.createDirectories(directory.getParent());
    Files.setPosixFilePermissions(
        directory.getParent(), PosixFilePermissions.fromString("rwx------"));
    return directory;
  }

  private static ProcessBuilder.Redirect log(Path home) throws IOException {
    Path log = home.resolve("database.log");
    Files.writeString(log, "", StandardCharsets.UTF_8, StandardOpenOption.CREATE);
    return ProcessBuilder.Redirect.appendTo(log.toFile());
  }
}
