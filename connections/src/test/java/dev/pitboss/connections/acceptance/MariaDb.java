package dev.pitboss.connections.acceptance;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A MariaDB server of this virtual machine's own, from the programs installed on this machine. It
/// starts when first asked for.
final class MariaDb {
  private static final Duration WITHIN = Duration.ofSeconds(60);
  private static final Optional<Path> SERVER = program("mariadbd");
  private static final Optional<Path> INSTALLER = program("mariadb-install-db");

  /// What the installer calls.
  private static final Optional<Path> DEFAULTS = program("my_print_defaults");

  private MariaDb() {}

  private static final class Server {
    static final String URL = start();

    private static String start() {
      try {
        Path folder = Files.createTempDirectory("mariadb");
        run(INSTALLER.orElseThrow(), folder);
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
          port = socket.getLocalPort();
        }
        Process server =
            new ProcessBuilder(
                    SERVER.orElseThrow().toString(),
                    "--no-defaults",
                    "--user=" + System.getProperty("user.name"),
                    "--datadir=" + folder.resolve("data"),
                    "--socket=" + folder.resolve("socket"),
                    "--pid-file=" + folder.resolve("pid"),
                    "--bind-address=127.0.0.1",
                    "--port=" + port,
                    "--skip-grant-tables",
                    "--skip-networking=0")
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("log").toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(server::destroy));
        String url = "jdbc:mariadb://127.0.0.1:" + port + "/";
        awaitStarted(url, server);
        return url;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }

    private static void run(Path installer, Path folder) throws IOException, InterruptedException {
      Process process =
          new ProcessBuilder(
                  installer.toString(),
                  "--no-defaults",
                  "--user=" + System.getProperty("user.name"),
                  "--datadir=" + folder.resolve("data"),
                  "--skip-test-db")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("installed").toFile())
              .start();
      if (!process.waitFor(WITHIN.toSeconds(), TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(Files.readString(folder.resolve("installed")));
      }
    }

    private static void awaitStarted(String url, Process server) throws InterruptedException {
      long deadline = System.nanoTime() + WITHIN.toNanos();
      while (server.isAlive() && System.nanoTime() < deadline) {
        try {
          DriverManager.getConnection(url, "root", "").close();
          return;
        } catch (SQLException notYet) {
          Thread.sleep(100);
        }
      }
      throw new IllegalStateException("MariaDB does not start");
    }
  }

  /// Skips the test, and says why, where there is no server to start.
  static void assumeInstalled() {
    assumeTrue(
        SERVER.isPresent() && INSTALLER.isPresent() && DEFAULTS.isPresent(),
        "no mariadbd, mariadb-install-db and my_print_defaults on this machine");
  }

  /// The start of the address of a database.
  static String url() {
    return Server.URL;
  }

  private static Optional<Path> program(String name) {
    return Stream.concat(
            Stream.of(System.getenv().getOrDefault("PATH", "").split(":", -1)),
            List.of("/usr/sbin", "/usr/local/sbin").stream())
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
