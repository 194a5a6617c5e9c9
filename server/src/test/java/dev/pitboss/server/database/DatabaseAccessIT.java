package dev.pitboss.server.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.pitboss.server.CasinoFixture;
import dev.pitboss.server.Concurrently;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.StandardProtocolFamily;
import java.net.URI;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.flywaydb.core.api.FlywayException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.postgresql.ds.PGSimpleDataSource;
import org.slf4j.LoggerFactory;

/// Login roles with the rights of a stranger, in a database of their own on the shared casino's
/// PostgreSQL.
class DatabaseAccessIT {
  private static CasinoFixture casino;
  private static int port;
  private static Path passwordFile;

  @TempDir private static Path folder;

  @BeforeAll
  static void start() throws Exception {
    casino = CasinoFixture.shared();
    port = URI.create(casino.databaseOptions().url().substring("jdbc:".length())).getPort();
    passwordFile = Files.writeString(folder.resolve("password"), "s3cret-1\n");
    casino.sql("CREATE ROLE resident LOGIN CREATEROLE PASSWORD 's3cret-1'");
    casino.sql("CREATE DATABASE residence OWNER resident");
  }

  @AfterAll
  static void stop() throws Exception {
    casino.sql("DROP DATABASE residence WITH (FORCE)");
    casino.sql("DROP ROLE resident");
  }

  private static DatabaseOptions options(String address, String parameters) {
    return DatabaseUrl.options(
        "--database-url",
        "postgresql://resident@%s/residence%s".formatted(address, parameters),
        Optional.of(new PasswordSource.OfFile(passwordFile)),
        2,
        Map.of());
  }

  private static DatabaseOptions options() {
    return options("127.0.0.1:" + port, "");
  }

  private static void sql(String... statements) throws SQLException {
    try (Connection owner =
            DriverManager.getConnection(
                casino.databaseOptions().url().replaceFirst("/postgres$", "/residence"),
                casino.databaseUser(),
                casino.databasePassword());
        var statement = owner.createStatement()) {
      for (String text : statements) {
        statement.execute(text);
      }
    }
  }

  private static String role(Pool pool) {
    return new Database(pool.tracker())
        .read(connection ->
            Sql.one(
                connection,
                "SELECT concat_ws(' ', session_user, current_user,"
                    + " current_setting('statement_timeout'), current_setting('TimeZone'))",
                row -> row.getString(1)));
  }

  private static void assertRefused(DatabaseOptions options, String... parts) {
    assertThatThrownBy(() -> Requirements.check(options))
        .isInstanceOf(DatabaseUnsuitableException.class)
        .hasMessageContainingAll(parts)
        .hasMessageNotContaining("\n")
        .hasMessageNotContaining("s3cret");
  }

  @Test
  void rightsOfTheLoginRoleAreMissedByName() throws Exception {
    // the role exists, and an administrator of another casino made it
    assertRefused(
        options(), "resident must be a member of pitboss_app", "GRANT pitboss_app TO resident");
    casino.sql("GRANT pitboss_app TO resident WITH ADMIN TRUE, SET FALSE, INHERIT FALSE");
    assertThatCode(() -> Requirements.check(options()))
        .as("as the maker of a role has it, who may grant it to the login role")
        .doesNotThrowAnyException();
    sql("ALTER SCHEMA public OWNER TO postgres", "REVOKE CREATE ON SCHEMA public FROM resident");
    assertRefused(options(), "resident must have CREATE on schema public");
    sql("ALTER SCHEMA public OWNER TO resident");
    Requirements.check(options());
    assertThat(Migrations.apply(options())).isGreaterThan(20);
    historyChangedByHandIsRefused();

    rightsOfTheServersRoleAreThoseOfTheMigrations();
    ListAppender<ILoggingEvent> log = new ListAppender<>();
    Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    log.list = Collections.synchronizedList(new ArrayList<>());
    log.start();
    Level usual = root.getLevel();
    root.setLevel(Level.DEBUG);
    root.addAppender(log);
    try {
      passwordIsReadAgainForEachConnection();
    } finally {
      root.detachAppender(log);
      root.setLevel(usual);
    }
    assertThat(List.copyOf(log.list))
        .anyMatch(event -> text(event).contains("password authentication failed"))
        .noneMatch(event -> text(event).contains("s3cret"));
    tablesOfAnotherRoleAreRefused();
  }

  /// A start that finds the mark of its own migrations leaves Flyway out, and only then.
  private static void historyChangedByHandIsRefused() throws Exception {
    try (Connection owner = Sessions.ofOwner(options()).getConnection()) {
      assertThat(MigrationMark.isCurrent(owner)).isTrue();
      assertThat(Migrations.apply(options())).isZero();
      sql("UPDATE flyway_schema_history SET checksum = checksum + 1 WHERE installed_rank = 3");
      assertThat(MigrationMark.isCurrent(owner)).isFalse();
      assertThatThrownBy(() -> Migrations.apply(options())).isInstanceOf(FlywayException.class);
      sql("UPDATE flyway_schema_history SET checksum = checksum - 1 WHERE installed_rank = 3");
      assertThat(MigrationMark.isCurrent(owner)).isTrue();
      // as a version with other files leaves it
      sql("COMMENT ON TABLE flyway_schema_history IS 'another mark'");
      assertThat(MigrationMark.isCurrent(owner)).isFalse();
      assertThat(Migrations.apply(options())).isZero();
      assertThat(MigrationMark.isCurrent(owner)).isTrue();
    }
  }

  /// With all of its causes.
  private static String text(ILoggingEvent event) {
    IThrowableProxy failure = event.getThrowableProxy();
    return event.getFormattedMessage()
        + (failure == null ? "" : ThrowableProxyUtil.asString(failure));
  }

  private static void rightsOfTheServersRoleAreThoseOfTheMigrations() throws Exception {
    try (Pool pool = Pool.open(options(), UnaryOperator.identity())) {
      assertThat(role(pool)).isEqualTo("resident pitboss_app 2s UTC");
      assertThatCode(() -> ApplicationRole.check(pool.tracker())).doesNotThrowAnyException();

      sql("GRANT DELETE ON stored_entry TO pitboss_app");
      assertFault(pool, "must not have DELETE on table stored_entry and has");
      sql("REVOKE DELETE ON stored_entry FROM pitboss_app");
      sql("GRANT UPDATE (actor) ON audit_entry TO pitboss_app");
      assertFault(pool, "must not have UPDATE on table audit_entry and has");
      sql("REVOKE UPDATE (actor) ON audit_entry FROM pitboss_app");
      sql("REVOKE INSERT ON bet FROM pitboss_app");
      assertFault(pool, "must have INSERT on table bet and has not");
      sql("GRANT INSERT ON bet TO pitboss_app");
      assertThatCode(() -> ApplicationRole.check(pool.tracker())).doesNotThrowAnyException();
    }
  }

  private static void assertFault(Pool pool, String fault) {
    assertThatThrownBy(() -> ApplicationRole.check(pool.tracker()))
        .isInstanceOf(DatabaseUnsuitableException.class)
        .hasMessageStartingWith("role pitboss_app " + fault)
        .hasMessageNotContaining("\n");
  }

  private static void passwordIsReadAgainForEachConnection() throws Exception {
    try (Pool pool = Pool.open(options(), UnaryOperator.identity())) {
      sql("ALTER ROLE resident PASSWORD 's3cret-2'");
      pool.renew();
      assertThatThrownBy(() -> role(pool))
          .as("control: nothing keeps the old password")
          .isInstanceOf(DatabaseFailure.class)
          .hasMessageNotContaining("s3cret");
      assertRefused(options(), "the database refuses the login", "28P01");

      Files.writeString(passwordFile, "s3cret-2\n");
      Concurrently.await("a login with the new password", () -> canRead(pool));
    }
    Files.delete(passwordFile);
    assertRefused(options(), "there is no password file " + passwordFile);
    Files.writeString(passwordFile, "s3cret-2\n");
  }

  private static boolean canRead(Pool pool) {
    try {
      return role(pool).startsWith("resident pitboss_app");
    } catch (DatabaseFailure _) {
      return false;
    }
  }

  private static void tablesOfAnotherRoleAreRefused() throws Exception {
    sql("ALTER TABLE flyway_schema_history OWNER TO postgres");
    assertRefused(options(), "must belong to the login role resident and belong to postgres");
    sql("ALTER TABLE flyway_schema_history OWNER TO resident");
  }

  @Test
  void unknownDatabaseIsToldInOneLine() {
    DatabaseOptions good = options();
    assertRefused(
        new DatabaseOptions(
            good.url().replace("residence", "nowhere"), good.user(), good.password(), 1),
        "3D000",
        "does not exist");
  }

  @Test
  void hostThatIsAwayIsPassedOver() throws Exception {
    DatabaseOptions reach = casino.databaseOptions();
    DatabaseOptions two =
        DatabaseUrl.options(
            "--database-url",
            "postgresql://%s@127.0.0.1:1,127.0.0.1:%d/postgres".formatted(reach.user(), port),
            Optional.of(reach.passwordSource()),
            1,
            Map.of());
    Requirements.check(two);
    try (Pool pool = Pool.open(two, UnaryOperator.identity())) {
      assertThat(role(pool)).startsWith("postgres pitboss_app");
    }
  }

  /// As where a pooler has dropped what the login asked for.
  @Test
  void sessionThatHasNotItsRoleIsRefused() {
    DatabaseOptions reach = casino.databaseOptions();
    PGSimpleDataSource plain = new PGSimpleDataSource();
    plain.setUrl(reach.url());
    plain.setUser(reach.user());
    plain.setPassword(reach.password());
    try (Pool pool = Pool.open(reach, _ -> plain)) {
      assertThatThrownBy(() ->
              DatabaseMonitor.start(new Database(pool.tracker()), pool, InstantSource.system()))
          .isInstanceOf(DatabaseUnsuitableException.class)
          .hasMessageContaining("it works as postgres and should as pitboss_app")
          .hasMessageContaining("pool_mode = session");
    }
    try (Pool pool = Pool.open(reach, UnaryOperator.identity())) {
      assertThatCode(() ->
              DatabaseMonitor.start(new Database(pool.tracker()), pool, InstantSource.system())
                  .close())
          .as("control")
          .doesNotThrowAnyException();
    }
  }

  @Test
  void unixSocketIsHonoured() throws Exception {
    Path socket = folder.resolve(".s.PGSQL.5432");
    try (ServerSocketChannel listener = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      listener.bind(UnixDomainSocketAddress.of(socket));
      Thread.ofVirtual().start(() -> relay(listener));
      DatabaseOptions reach = casino.databaseOptions();
      DatabaseOptions local =
          DatabaseUrl.options(
              "--database-url",
              "postgresql:///postgres?host=%s&user=%s".formatted(folder, reach.user()),
              Optional.of(reach.passwordSource()),
              1,
              Map.of());
      try (Pool pool = Pool.open(local, UnaryOperator.identity())) {
        assertThat(role(pool)).startsWith("postgres pitboss_app");
      }
    }
  }

  /// From a Unix socket to the database's port.
  private static void relay(ServerSocketChannel listener) {
    try {
      while (true) {
        SocketChannel client = listener.accept();
        Socket server = new Socket(InetAddress.getLoopbackAddress(), port);
        Thread.ofVirtual()
            .start(() -> {
              try (server) {
                Channels.newInputStream(client).transferTo(server.getOutputStream());
              } catch (IOException _) {
                // the client has gone
              }
            });
        Thread.ofVirtual()
            .start(() -> {
              try (client) {
                server.getInputStream().transferTo(Channels.newOutputStream(client));
              } catch (IOException _) {
                // the server has
              }
            });
      }
    } catch (IOException _) {
      // closed
    }
  }
}
