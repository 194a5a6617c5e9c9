package dev.pitboss.bench.settlement;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The transaction one would write first: lock the player's row, check, update, store the round and
/// its two entries, commit; sixteen clients on ten thousand players. Run by pgbench when that is
/// installed, else over JDBC.
final class Naive {
  private static final int CLIENTS = 16;
  private static final int PLAYERS = 10_000;
  private static final Pattern TPS = Pattern.compile("tps = ([0-9.]+) \\(without");

  private static final String SCHEMA =
      """
      DROP SCHEMA IF EXISTS naive CASCADE;
      CREATE SCHEMA naive;
      CREATE TABLE naive.account (id bigint PRIMARY KEY, balance bigint NOT NULL CHECK (balance >= 0))
        WITH (fillfactor = 50);
      CREATE TABLE naive.round (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        player_id bigint NOT NULL, stake bigint NOT NULL, payout bigint NOT NULL, outcome text NOT NULL,
        at timestamptz NOT NULL DEFAULT now());
      CREATE INDEX ON naive.round (player_id, id);
      CREATE TABLE naive.entry (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
        account_id bigint NOT NULL, amount bigint NOT NULL, at timestamptz NOT NULL DEFAULT now());
      INSERT INTO naive.account SELECT n, 1000000000 FROM generate_series(1, %d) n;
      """
          .formatted(PLAYERS);

  private static final List<String> STATEMENTS =
      List.of(
          "SELECT balance FROM naive.account WHERE id = :player FOR UPDATE",
          "UPDATE naive.account SET balance = balance - 20 + :payout WHERE id = :player",
          "INSERT INTO naive.round (player_id, stake, payout, outcome)"
              + " VALUES (:player, 20, :payout, '{\"pocket\":17}')",
          "INSERT INTO naive.entry (account_id, amount) VALUES (:player, -20)",
          "INSERT INTO naive.entry (account_id, amount) VALUES (:player, :payout)");

  private final String jdbcUrl;
  private final String user;
  private final String password;
  private final boolean pgbench = isThere("pgbench");

  Naive(String jdbcUrl, String user, String password) throws SQLException {
    this.jdbcUrl = jdbcUrl;
    this.user = user;
    this.password = password;
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute(SCHEMA);
    }
  }

  /// Who runs it.
  String by() {
    return pgbench ? "pgbench" : "JDBC";
  }

  /// Bets a second of sixteen clients.
  double run(Duration time) throws IOException, InterruptedException, SQLException {
    return run(time, CLIENTS);
  }

  /// Bets a second of one client, which has the database to itself.
  double alone(Duration time) throws IOException, InterruptedException, SQLException {
    return run(time, 1);
  }

  private double run(Duration time, int clients)
      throws IOException, InterruptedException, SQLException {
    return pgbench ? byPgbench(time, clients) : byJdbc(time, clients);
  }

  private double byPgbench(Duration time, int clients) throws IOException, InterruptedException {
    Path script = Files.createTempFile("naive", ".sql");
    Files.writeString(
        script,
        "\\set player random(1, "
            + PLAYERS
            + ")\n\\set payout random(0, 1) * 40\nBEGIN;\n"
            + String.join(";\n", STATEMENTS)
            + ";\nCOMMIT;\n");
    URI uri = URI.create(jdbcUrl.substring("jdbc:".length()));
    ProcessBuilder builder =
        new ProcessBuilder(
                List.of(
                    "pgbench",
                    "-n",
                    "-M",
                    "prepared",
                    "-c",
                    "" + clients,
                    "-j",
                    "" + Math.min(2, clients),
                    "-T",
                    "" + time.toSeconds(),
                    "-f",
                    script.toString(),
                    "-h",
                    uri.getHost(),
                    "-p",
                    "" + uri.getPort(),
                    "-U",
                    user,
                    uri.getPath().substring(1)))
            .redirectErrorStream(true);
    builder.environment().put("PGPASSWORD", password);
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    Files.delete(script);
    Matcher tps = TPS.matcher(output);
    if (!tps.find()) {
      throw new IOException("pgbench said: " + output);
    }
    return Double.parseDouble(tps.group(1));
  }

  private double byJdbc(Duration time, int clients) throws InterruptedException, SQLException {
    try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
      long start = System.nanoTime();
      Callable<Long> client = () -> transactions(start + time.toNanos());
      List<Callable<Long>> all = new ArrayList<>();
      for (int i = 0; i < clients; i++) {
        all.add(client);
      }
      long done = 0;
      for (Future<Long> count : threads.invokeAll(all)) {
        done += count.get();
      }
      return done / ((System.nanoTime() - start) / 1e9);
    } catch (ExecutionException failure) {
      throw new SQLException("a naive client failed", failure);
    }
  }

  private long transactions(long until) throws SQLException {
    long done = 0;
    try (Connection connection = connect()) {
      connection.setAutoCommit(false);
      while (System.nanoTime() < until) {
        long player = ThreadLocalRandom.current().nextLong(1, PLAYERS + 1L);
        long payout = ThreadLocalRandom.current().nextInt(2) * 40L;
        for (String template : STATEMENTS) {
          execute(connection, template, player, payout);
        }
        connection.commit();
        done++;
      }
    }
    return done;
  }

  private static void execute(Connection connection, String template, long player, long payout)
      throws SQLException {
    String sql = template.replace(":player", "?").replace(":payout", "?");
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      int index = 1;
      Matcher names = Pattern.compile(":(player|payout)").matcher(template);
      while (names.find()) {
        statement.setLong(index++, names.group(1).equals("player") ? player : payout);
      }
      statement.execute();
    }
  }

  @com.google.errorprone.annotations.MustBeClosed
  private Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, user, password);
  }

  private static boolean isThere(String command) {
    try {
      return new ProcessBuilder(command, "--version")
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException absent) {
      return false;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
