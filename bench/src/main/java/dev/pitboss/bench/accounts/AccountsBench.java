package dev.pitboss.bench.accounts;

import dev.pitboss.bench.Scratch;
import dev.pitboss.cli.Arguments;
import dev.pitboss.server.Casino;
import dev.pitboss.server.ServerOptions;
import dev.pitboss.server.database.embedded.EmbeddedDatabase;
import dev.pitboss.server.monitoring.HealthReport;
import dev.pitboss.server.monitoring.Invariants;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// How long the start and the check of every second take as players' accounts pile up, and what
/// health says; beside them the sum over all accounts, which is what the check once did. Accounts
/// are put in by SQL, as the server's role does it: player, cash with a grant, escrow. The folder
/// is deleted at the end.
public final class AccountsBench {
  private static final int DEFAULT_ACCOUNTS = 1_000_000;
  private static final int AT_ONCE = 50_000;
  private static final int CHECKS = 50;
  private static final int FIRST = 10_000;

  private AccountsBench() {}

  /// Runs it.
  public static void run(Arguments arguments) throws Exception {
    int accounts = (int) arguments.number("--accounts").orElse(DEFAULT_ACCOUNTS);
    try (Scratch scratch = Scratch.create("accounts")) {
      Path data = scratch.folder();
      Casino.open(options(data)).close(); // makes the database
      System.out.println(
          "| players | start to ready ms | quick check ms, median | worst |"
              + " health | sum over all accounts ms |");
      System.out.println("|--:|--:|--:|--:|---|--:|");
      measure(data, 0);
      add(data, FIRST);
      measure(data, FIRST);
      add(data, accounts - FIRST);
      measure(data, accounts);
    }
  }

  private static ServerOptions options(Path data) throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return ServerOptions.parse(
          new String[] {
            "--data", data.toString(), "--port", Integer.toString(socket.getLocalPort())
          },
          Map.of());
    } catch (ServerOptions.Refused impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void add(Path data, int players) throws IOException, SQLException {
    try (EmbeddedDatabase database = EmbeddedDatabase.start(data.resolve("database"));
        Connection connection =
            DriverManager.getConnection(database.url(), database.user(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute("SET ROLE pitboss_app");
      for (int left = players; left > 0; left -= AT_ONCE) {
        statement.execute(add(Math.min(left, AT_ONCE)));
      }
      statement.execute("RESET ROLE");
      statement.execute("VACUUM ANALYZE account");
    }
  }

  /// The statement that adds so many players, as guests leave them.
  private static String add(int players) {
    return """
    WITH p AS (
      INSERT INTO player (operator_id, username, guest, created_at, last_login)
      SELECT 1, 'guest-' || gen_random_uuid(), true, now(), now() FROM generate_series(1, %d)
      RETURNING player_id),
    a AS (
      INSERT INTO account (operator_id, kind, player_id, currency, balance, seq)
      SELECT 1, 'player', player_id, 'CHIP', 10, 1 FROM p RETURNING account_id, player_id),
    e AS (
      INSERT INTO account (operator_id, kind, player_id, currency)
      SELECT 1, 'escrow', player_id, 'CHIP' FROM p),
    f AS (
      UPDATE account f SET balance = f.balance - 10 * s.n
        FROM (SELECT mod(player_id, 64) AS shard, count(*) AS n FROM a GROUP BY 1) s
       WHERE f.operator_id = 1 AND f.kind = 'funding' AND f.player_id IS NULL AND f.shard = s.shard)
    INSERT INTO stored_entry
           (account_id, seq, counter_account_id, amount, balance_after, kind, posted_at)
    SELECT a.account_id, 1, f.account_id, 10, 10, 'grant', now()
      FROM a JOIN account f ON f.operator_id = 1 AND f.kind = 'funding' AND f.player_id IS NULL
                           AND f.shard = mod(a.player_id, 64)
    """
        .formatted(players);
  }

  private static void measure(Path data, int players) throws Exception {
    long start = System.nanoTime();
    try (Casino casino = Casino.open(options(data))) {
      long started = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      Invariants invariants = new Invariants(casino.services().database());
      long[] micros = new long[CHECKS];
      for (int i = 0; i < CHECKS; i++) {
        long before = System.nanoTime();
        if (!invariants.quick().isEmpty()) {
          throw new IllegalStateException("broken: " + invariants.quick());
        }
        micros[i] = TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - before);
      }
      Arrays.sort(micros);
      HealthReport health = casino.services().health().report();
      System.out.printf(
          "| %,d | %d | %.1f | %.1f | %s | %d |%n",
          players,
          started,
          micros[CHECKS / 2] / 1e3,
          micros[CHECKS - 1] / 1e3,
          health.status(),
          sumOfAll(data));
    }
  }

  private static long sumOfAll(Path data) throws Exception {
    var running = EmbeddedDatabase.ofRunning(data.resolve("database"), 1).orElseThrow();
    try (Connection connection =
            DriverManager.getConnection(running.url(), running.user(), running.password());
        Statement statement = connection.createStatement()) {
      long before = System.nanoTime();
      try (ResultSet rows =
          statement.executeQuery(
              "SELECT operator_id, currency FROM account GROUP BY 1, 2 HAVING sum(balance) <> 0")) {
        if (rows.next()) {
          throw new IllegalStateException("the accounts do not sum to zero");
        }
      }
      return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
    }
  }
}
