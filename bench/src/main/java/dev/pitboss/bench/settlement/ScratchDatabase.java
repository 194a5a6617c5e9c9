package dev.pitboss.bench.settlement;

import com.google.errorprone.annotations.MustBeClosed;
import dev.pitboss.bench.Scratch;
import dev.pitboss.server.Casino;
import dev.pitboss.server.ServerOptions;
import dev.pitboss.server.database.embedded.EmbeddedDatabase;
import dev.pitboss.server.games.Bet;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.IdempotencyKey;
import dev.pitboss.server.monitoring.Invariants;
import dev.pitboss.server.players.Players;
import dev.pitboss.server.settlement.Settlement;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// A fresh database in a folder of its own, for a casino in this process or beside it. Closing it
/// deletes the folder.
final class ScratchDatabase implements AutoCloseable {
  /// Players that bet in process.
  static final int PLAYERS = 1_024;

  private final Scratch scratch;
  private final Path data;
  private final EmbeddedDatabase database;

  /// As many files of 16 MB as the log of a database in use has: the casino's settings have it
  /// begin again from the first after a little more than 1 GB.
  private static final int LOG_FILES = 72;

  @MustBeClosed
  @SuppressWarnings("MustBeClosedChecker") // closed here when it fails, by the caller when not
  ScratchDatabase() throws IOException {
    scratch = Scratch.create("settlement");
    data = scratch.folder();
    try {
      database = scratch.keep(EmbeddedDatabase.start(data.resolve("database")));
      makeLogFiles();
    } catch (IOException | SQLException failure) {
      try (scratch) {
        throw new IOException(failure);
      }
    }
  }

  /// A database makes the files of its log once and then uses them again. Making one takes as long
  /// as filling it, and would be all that is measured in the first minute.
  private void makeLogFiles() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      for (int i = 0; i < LOG_FILES; i++) {
        statement.execute("SELECT pg_logical_emit_message(false, '', ''), pg_switch_wal()");
      }
      statement.execute("CHECKPOINT");
    }
  }

  /// Has the database write all that is only in its log, as fast as it can; afterwards the log has
  /// each page whole again that is changed.
  void checkpoint() throws SQLException {
    try (Connection connection = connect();
        Statement statement = connection.createStatement()) {
      statement.execute("CHECKPOINT");
    }
  }

  @MustBeClosed
  private Connection connect() throws SQLException {
    return DriverManager.getConnection(database.url(), database.user(), database.password());
  }

  /// Has a process ended with this.
  Process keep(Process process) {
    return scratch.keep(process);
  }

  Path data() {
    return data;
  }

  EmbeddedDatabase database() {
    return database;
  }

  /// The database as the server's option has it.
  String databaseUrl() {
    return database
        .url()
        .replace(
            "jdbc:postgresql://",
            "postgresql://" + database.user() + ":" + database.password() + "@");
  }

  /// Measures what the process of that id spends, and the database.
  Meter meter(long serverPid) throws IOException {
    Path pid = data.resolve("database/cluster/postmaster.pid");
    return new Meter(
        database.url(),
        database.user(),
        database.password(),
        Long.parseLong(Files.readAllLines(pid).getFirst().strip()),
        serverPid);
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Override
  public void close() {
    scratch.close();
  }

  /// A casino in this process, with its players.
  final class Inside implements AutoCloseable {
    private final Casino casino;
    private final List<Players.Arrival> arrivals = new ArrayList<>();

    @MustBeClosed
    Inside() throws Exception {
      String[] arguments = {
        "--data",
        data.toString(),
        "--port",
        "" + freePort(),
        "--database-url",
        databaseUrl(),
        "--rate-factor",
        "1000000"
      };
      casino = Casino.open(ServerOptions.parse(arguments, Map.of()));
      // worked out ten seconds after a start otherwise, in the middle of what is measured
      casino.services().catalogue().games().forEach(Game::parSheet);
      try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
        List<Future<Players.Arrival>> coming = new ArrayList<>();
        for (int i = 0; i < PLAYERS; i++) {
          coming.add(threads.submit(() -> casino.services().players().welcomeGuest()));
        }
        for (Future<Players.Arrival> arrival : coming) {
          arrivals.add(arrival.get());
        }
      }
    }

    /// The players' session tokens.
    List<String> tokens() {
      return arrivals.stream().map(arrival -> arrival.token().text()).toList();
    }

    /// Checks every entry; empty when all invariants hold.
    List<Invariants.Broken> checkAll() {
      return new Invariants(casino.services().database()).thorough();
    }

    /// Each client is a player who bets that.
    Load.Clients bets(Scenario scenario) {
      Bet wager =
          casino
              .services()
              .catalogue()
              .game(scenario.title())
              .orElseThrow()
              .read(JsonObject.parse(scenario.bet().getBytes(StandardCharsets.UTF_8)));
      return number -> {
        long player = arrivals.get(number).player().playerId();
        return () -> {
          Settlement fate = casino.services().play().bet(player, IdempotencyKey.fresh(), wager);
          if (!(fate instanceof Settlement.Posted)) {
            throw new IllegalStateException(fate.toString());
          }
        };
      };
    }

    @Override
    public void close() {
      casino.close();
    }
  }
}
