package dev.pitboss.server.fairness;

import dev.pitboss.games.crash.ChainDraws;
import dev.pitboss.games.crash.GameHash;
import dev.pitboss.games.crash.HashChain;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.ledger.Round;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// The live table's chains of game hashes. A chain is born `next`: its end is committed, published
/// and durable before its salt exists. It is taken into use when the one before is played out, with
/// a salt drawn then; its secret is revealed when its own last round is over. Called by the server
/// that runs the table. Thread-safe.
public final class Chains {
  /// Rounds of a fresh chain: at some 18 s each, six weeks without a break.
  static final int LENGTH = 200_000;

  /// A chain belongs to no player; players' ids begin at 1.
  private static final long NO_PLAYER = 0;

  private final Database database;
  private final SeedVault vault;

  public Chains(Database database, SeedVault vault) {
    this.database = database;
    this.vault = vault;
  }

  /// The chain that rounds are played from. Holds the secret: never shown.
  public record InUse(long chainId, HashChain hashes, String salt) {
    /// What a bet on the round stores of it.
    ///
    /// @param number of the round, from 1
    public Round.DrawReference reference(int number) {
      return new Round.DrawReference(chainId, ChainDraws.SCHEME, hashes.end().hex(), salt, number);
    }
  }

  /// The public view of the chains.
  ///
  /// @param end of the chain in use, the commitment
  /// @param length how many rounds it has
  /// @param nextEnd of the chain after it
  public record Commitment(String end, String salt, int length, String nextEnd) {}

  /// The chain in use; the first ever is made, committed to and taken into use here.
  public InUse inUse(Instant now) {
    Optional<InUse> active = database.read(this::active);
    if (active.isEmpty()) {
      commitNext(now);
      takeNext();
    }
    commitNext(now);
    return active.isPresent() ? active.get() : database.read(this::active).orElseThrow();
  }

  /// Reveals the chain in use, all of whose rounds are over, and takes the next one into use.
  public InUse replace(InUse old, Instant now) {
    database.inTransaction(connection -> {
      int retired =
          Sql.update(
              connection,
              """
              UPDATE seed_pair SET state = 'revealed', server_seed = ?, revealed_at = ?, nonce = ?
               WHERE seed_pair_id = ? AND state = 'active'
              """,
              old.hashes().hashOf(old.hashes().length()).hex(),
              now,
              (long) old.hashes().length(),
              old.chainId());
      if (retired == 1) {
        activateNext(connection);
      }
      return retired;
    });
    return inUse(now);
  }

  /// What is committed to at present; empty before the table was ever opened.
  public Optional<Commitment> commitment() {
    return database.read(connection ->
        Sql.first(
            connection,
            """
            SELECT a.server_seed_hash, a.client_seed, a.chain_length, n.server_seed_hash
              FROM seed_pair a JOIN seed_pair n ON n.player_id IS NULL AND n.state = 'next'
             WHERE a.player_id IS NULL AND a.state = 'active'
            """,
            row ->
                new Commitment(
                    row.getString(1), row.getString(2), row.getInt(3), row.getString(4))));
  }

  private Optional<InUse> active(Connection connection) throws SQLException {
    return Sql.first(
        connection,
        """
        SELECT seed_pair_id, server_seed_sealed, client_seed, chain_length FROM seed_pair
         WHERE player_id IS NULL AND state = 'active'
        """,
        this::chain);
  }

  private InUse chain(ResultSet row) throws SQLException {
    ServerSeed secret = vault.unseal(row.getBytes("server_seed_sealed"), NO_PLAYER);
    return new InUse(
        row.getLong("seed_pair_id"),
        HashChain.of(GameHash.of(secret.text()), row.getInt("chain_length")),
        row.getString("client_seed"));
  }

  /// Commits to a chain without a salt, unless there is one.
  private void commitNext(Instant now) {
    boolean committed =
        database.read(connection ->
            Sql.first(
                    connection,
                    "SELECT 1 FROM seed_pair WHERE player_id IS NULL AND state = 'next'",
                    _ -> true)
                .isPresent());
    if (!committed) {
      ServerSeed secret = vault.freshServerSeed();
      String end = HashChain.of(GameHash.of(secret.text()), LENGTH).end().hex();
      database.inTransaction(connection ->
          Sql.update(
              connection,
              """
              INSERT INTO seed_pair (state, scheme, server_seed_hash, server_seed_sealed, chain_length,
                                     created_at)
              VALUES ('next', ?, ?, ?, ?, ?)
              ON CONFLICT (state) WHERE player_id IS NULL AND state IN ('next', 'active') DO NOTHING
              """,
              ChainDraws.SCHEME,
              end,
              vault.seal(secret, NO_PLAYER),
              LENGTH,
              now));
    }
  }

  private void takeNext() {
    database.inTransaction(connection -> {
      if (active(connection).isEmpty()) {
        activateNext(connection);
      }
      return true;
    });
  }

  /// The salt is made here, after the transaction that committed to the end.
  private void activateNext(Connection connection) throws SQLException {
    Sql.update(
        connection,
        """
        UPDATE seed_pair SET state = 'active', client_seed = ?
         WHERE player_id IS NULL AND state = 'next'
        """,
        vault.freshSalt());
  }
}
