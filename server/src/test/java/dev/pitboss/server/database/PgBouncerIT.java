package dev.pitboss.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The shared casino's database behind PgBouncer, where that is installed: under its own name in
/// session mode, as `shared` in transaction mode.
class PgBouncerIT {
  @TempDir private static Path folder;

  private static CasinoFixture casino;
  private static Process bouncer;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    Path program = Path.of("/usr/sbin/pgbouncer");
    assumeTrue(Files.isExecutable(program), "PgBouncer is not installed");
    casino = CasinoFixture.shared();
    DatabaseOptions reach = casino.databaseOptions();
    int database = URI.create(reach.url().substring("jdbc:".length())).getPort();
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path users =
        Files.writeString(
            folder.resolve("users"), "\"%s\" \"%s\"\n".formatted(reach.user(), reach.password()));
    Path settings =
        Files.writeString(
            folder.resolve("pgbouncer.ini"),
            """
            [databases]
            postgres = host=127.0.0.1 port=%1$d pool_mode=session
            shared = host=127.0.0.1 port=%1$d dbname=postgres pool_mode=transaction
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %2$d
            unix_socket_dir =
            auth_type = scram-sha-256
            auth_file = %3$s
            """
                .formatted(database, port, users));
    List<String> command = new ArrayList<>(List.of(program.toString(), settings.toString()));
    if (System.getProperty("user.name").equals("root")) {
      command.addAll(List.of("-u", "daemon"));
    }
    bouncer =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("log").toFile())
            .start();
    Concurrently.await("PgBouncer answers", () -> answers(options("postgres")));
  }

  @AfterAll
  static void stop() throws InterruptedException {
    if (bouncer != null) {
      bouncer.destroy();
      bouncer.waitFor();
    }
  }

  private static boolean answers(DatabaseOptions options) {
    try (var connection = Sessions.login(options, 5, 5)) {
      return connection.isValid(1);
    } catch (SQLException _) {
      return false;
    }
  }

  private static DatabaseOptions options(String database) {
    DatabaseOptions reach = casino.databaseOptions();
    return new DatabaseOptions(
        "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database),
        reach.user(),
        reach.password(),
        4);
  }

  private record Seen(int backend, String role, String timeout) {}

  private static Seen look(Database database) {
    return database.read(connection ->
        Sql.one(
            connection,
            "SELECT pg_backend_pid(), current_user, current_setting('statement_timeout')",
            row -> new Seen(row.getInt(1), row.getString(2), row.getString(3))));
  }

  private static String role(Connection connection) throws SQLException {
    return Sql.one(connection, "SELECT current_user", row -> row.getString(1));
  }

  @Test
  void sessionModeKeepsRoleAndTimeouts() throws Exception {
    Requirements.check(options("postgres"));
    try (Pool pool = Pool.open(options("postgres"), UnaryOperator.identity())) {
      Database database = new Database(pool.tracker());
      assertThat(Stream.generate(() -> look(database)).limit(20))
          .allSatisfy(seen -> {
            assertThat(seen.role()).isEqualTo("pitboss_app");
            assertThat(seen.timeout()).isEqualTo("2s");
          });
    }
    // what one client set up must not stay for the next
    try (var next = Sessions.login(options("postgres"), 5, 5)) {
      assertThat(role(next)).isEqualTo(casino.databaseUser());
    }
  }

  @Test
  void transactionModeIsRefused() throws Exception {
    assertThatThrownBy(() -> Requirements.check(options("shared")))
        .isInstanceOf(DatabaseUnsuitableException.class)
        .hasMessageContaining("a pooler shares one database session between clients")
        .hasMessageContaining("pool_mode = session")
        .hasMessageNotContaining("\n");
    // control: what one client sets is another's
    try (var first = Sessions.login(options("shared"), 5, 5);
        var second = Sessions.login(options("shared"), 5, 5)) {
      Sql.one(first, "SELECT set_config('role', 'pitboss_app', false)", _ -> true);
      assertThat(role(second)).isEqualTo("pitboss_app");
      Sql.one(second, "SELECT set_config('role', 'none', false)", _ -> true);
    }
  }
}
