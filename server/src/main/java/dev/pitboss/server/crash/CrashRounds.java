package dev.pitboss.server.crash;

import dev.pitboss.games.crash.Crash;
import dev.pitboss.games.crash.GameHash;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.fairness.Chains;
import dev.pitboss.server.ledger.OpenRound;
import dev.pitboss.server.ledger.OpenRounds;
import dev.pitboss.server.rounds.CrashPlay;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The table's lease and rounds as they are stored. Every change is one transaction that first
/// makes sure the lease still stands, and keeps it standing until it commits. Thread-safe.
final class CrashRounds {
  private final Database database;
  private final OpenRounds openRounds;

  CrashRounds(Database database, OpenRounds openRounds) {
    this.database = database;
    this.openRounds = openRounds;
  }

  /// Another server runs the table.
  static final class Deposed extends RuntimeException {
    private static final long serialVersionUID = 1;

    Deposed() {
      super("another server runs the crash table");
    }
  }

  /// Takes the lease when it is free, has run out, or is our own. From then on nothing that an
  /// owner before decided takes effect.
  ///
  /// @param owner names this server
  Optional<Lease> acquire(String owner) {
    long askedAt = System.nanoTime();
    return database.inTransaction(connection -> {
      Optional<Long> epoch =
          Sql.first(
              connection,
              """
              UPDATE crash_table SET owner = ?, epoch = epoch + 1,
                     expires_at = clock_timestamp() + ? * interval '1 ms'
               WHERE expires_at < clock_timestamp() OR owner = ?
              RETURNING epoch
              """,
              row -> row.getLong(1),
              owner,
              Lease.TIME.toMillis(),
              owner);
      if (epoch.isEmpty()) {
        return Optional.empty();
      }
      Sql.update(
          connection,
          """
          DELETE FROM posting_guard
           WHERE guard_id IN (SELECT guard_id FROM crash_table)
              OR guard_id IN (SELECT guard_id FROM crash_round WHERE state = 'open')
          """);
      long guard = newGuard(connection);
      Sql.update(connection, "UPDATE crash_table SET guard_id = ?", guard);
      return Optional.of(new Lease(epoch.get(), guard, askedAt));
    });
  }

  /// Holds the lease for another while.
  ///
  /// @return false when it is lost
  boolean renew(Lease lease) {
    long askedAt = System.nanoTime();
    boolean held =
        database.inTransaction(connection ->
            Sql.update(
                    connection,
                    """
                    UPDATE crash_table SET expires_at = clock_timestamp() + ? * interval '1 ms'
                     WHERE epoch = ? AND expires_at > clock_timestamp()
                    """,
                    Lease.TIME.toMillis(),
                    lease.epoch())
                == 1);
    if (held) {
      lease.extend(askedAt);
    }
    return held;
  }

  /// Gives the lease back, so that no server has to wait for it.
  void release(Lease lease) {
    database.inTransaction(connection ->
        Sql.update(
            connection,
            "UPDATE crash_table SET expires_at = '-infinity' WHERE epoch = ?",
            lease.epoch()));
  }

  /// A round that takes bets.
  record Open(RoundId id, long guardId) {}

  /// Lets a round take bets.
  Open open(Lease lease, RoundId id, Instant now) {
    return database.inTransaction(connection -> {
      hold(connection, lease);
      return open(connection, id, now);
    });
  }

  /// The number of the next round of a chain.
  int nextNumber(long chainId) {
    return database.read(connection ->
        Sql.one(
            connection,
            "SELECT coalesce(max(number), 0) + 1 FROM crash_round WHERE chain_id = ?",
            row -> row.getInt(1),
            chainId));
  }

  /// A round that has begun.
  ///
  /// @param bets all that are in it; none can be added any more
  /// @param names of the players, by id
  /// @param next takes bets now
  record Started(List<OpenRound> bets, Map<Long, String> names, Optional<Open> next) {}

  /// Begins a round: waits for the bets that are on their way, and takes no more.
  Started start(Lease lease, Open round, Optional<RoundId> next, Instant now) {
    return database.inTransaction(connection -> {
      hold(connection, lease);
      Sql.update(connection, "DELETE FROM posting_guard WHERE guard_id = ?", round.guardId());
      change(
          connection,
          """
          UPDATE crash_round SET state = 'running', guard_id = NULL, started_at = ?
           WHERE chain_id = ? AND number = ? AND state = 'open'
          """,
          now,
          round.id().chainId(),
          round.id().number());
      Optional<Open> open =
          next.isPresent() ? Optional.of(open(connection, next.get(), now)) : Optional.empty();
      List<OpenRound> bets =
          openRounds.ofTable(connection, round.id().chainId(), round.id().number());
      return new Started(bets, names(connection, bets), open);
    });
  }

  /// Ends a round for good: from now on its bets are settled by its crash point.
  void crash(Lease lease, RoundId id, GameHash hash, long crashPoint, Instant now) {
    database.inTransaction(connection -> {
      hold(connection, lease);
      end(connection, id, "crashed", hash, crashPoint, now);
      return true;
    });
  }

  /// Makes void what an owner before left unfinished, and says how many rounds that were.
  int voidUnfinished(Lease lease, Chains.InUse chain, Instant now) {
    return database.inTransaction(connection -> {
      hold(connection, lease);
      List<RoundId> unfinished =
          Sql.list(
              connection,
              """
              SELECT chain_id, number FROM crash_round WHERE state IN ('open', 'running')
               ORDER BY chain_id, number
              """,
              CrashRounds::id);
      for (RoundId id : unfinished) {
        GameHash hash = chain.hashes().hashOf(id.number());
        end(connection, id, "void", hash, Crash.crashPoint(hash, chain.salt()), now);
      }
      return unfinished.size();
    });
  }

  /// A bet whose round is over.
  record Unsettled(OpenRound bet, CrashPlay.Ending ending) {}

  /// All bets whose rounds are over.
  List<Unsettled> unsettled() {
    record Over(RoundId id, CrashPlay.Ending ending) {}
    return database.read(connection -> {
      List<Over> rounds =
          Sql.list(
              connection,
              """
              SELECT DISTINCT c.chain_id, c.number, c.state, c.crash_point
                FROM open_round o JOIN crash_round c ON c.chain_id = o.seed_pair_id AND c.number = o.nonce
               WHERE o.game = 'crash' AND c.state IN ('crashed', 'void')
              """,
              row ->
                  new Over(
                      id(row),
                      new CrashPlay.Ending(
                          row.getLong("crash_point"), row.getString("state").equals("void"))));
      List<Unsettled> bets = new ArrayList<>();
      for (Over round : rounds) {
        openRounds
            .ofTable(connection, round.id().chainId(), round.id().number())
            .forEach(bet -> bets.add(new Unsettled(bet, round.ending())));
      }
      return List.copyOf(bets);
    });
  }

  /// The last rounds that crashed, newest first.
  List<PastRound> last(int limit) {
    return database.read(connection ->
        Sql.list(
            connection,
            SELECT_PAST
                + " WHERE c.state = 'crashed' ORDER BY c.chain_id DESC, c.number DESC LIMIT ?",
            CrashRounds::past,
            limit));
  }

  /// A round that is over.
  Optional<PastRound> past(RoundId id) {
    return database.read(connection ->
        Sql.first(
            connection,
            SELECT_PAST + " WHERE c.game_hash IS NOT NULL AND c.chain_id = ? AND c.number = ?",
            CrashRounds::past,
            id.chainId(),
            id.number()));
  }

  private static final String SELECT_PAST =
      """
      SELECT c.*, s.server_seed_hash, s.client_seed
        FROM crash_round c JOIN seed_pair s ON s.seed_pair_id = c.chain_id
      """;

  private static PastRound past(ResultSet row) throws SQLException {
    return new PastRound(
        id(row),
        Sql.instant(row, "ended_at"),
        row.getLong("crash_point"),
        row.getString("game_hash"),
        row.getString("state").equals("void"),
        new PastRound.Chain(row.getString("server_seed_hash"), row.getString("client_seed")));
  }

  private static RoundId id(ResultSet row) throws SQLException {
    return new RoundId(row.getLong("chain_id"), row.getInt("number"));
  }

  private static Map<Long, String> names(Connection connection, List<OpenRound> bets)
      throws SQLException {
    record Named(long playerId, String name) {}
    Map<Long, String> names = new HashMap<>();
    Sql.list(
            connection,
            "SELECT player_id, username FROM player WHERE player_id = ANY (?)",
            row -> new Named(row.getLong(1), row.getString(2)),
            bets.stream().mapToLong(OpenRound::playerId).toArray())
        .forEach(named -> names.put(named.playerId(), named.name()));
    return names;
  }

  private static Open open(Connection connection, RoundId id, Instant now) throws SQLException {
    long guard = newGuard(connection);
    Sql.update(
        connection,
        """
        INSERT INTO crash_round (chain_id, number, state, guard_id, opened_at) VALUES (?, ?, 'open', ?, ?)
        """,
        id.chainId(),
        id.number(),
        guard,
        now);
    return new Open(id, guard);
  }

  private static void end(
      Connection connection, RoundId id, String state, GameHash hash, long crashPoint, Instant now)
      throws SQLException {
    change(
        connection,
        """
        UPDATE crash_round SET state = ?, guard_id = NULL, game_hash = ?, crash_point = ?, ended_at = ?
         WHERE chain_id = ? AND number = ? AND state IN ('open', 'running')
        """,
        state,
        hash.hex(),
        crashPoint,
        now,
        id.chainId(),
        id.number());
  }

  private static void change(Connection connection, String sql, Object... parameters)
      throws SQLException {
    if (Sql.update(connection, sql, parameters) != 1) {
      throw new IllegalStateException("the crash round is not in the state expected by its owner");
    }
  }

  private static long newGuard(Connection connection) throws SQLException {
    return Sql.one(
        connection,
        "INSERT INTO posting_guard DEFAULT VALUES RETURNING guard_id",
        row -> row.getLong(1));
  }

  private static void hold(Connection connection, Lease lease) throws SQLException {
    boolean stands =
        Sql.first(
                connection,
                "SELECT 1 FROM posting_guard WHERE guard_id = ? FOR KEY SHARE",
                _ -> true,
                lease.guardId())
            .isPresent();
    if (!stands) {
      throw new Deposed();
    }
  }
}
