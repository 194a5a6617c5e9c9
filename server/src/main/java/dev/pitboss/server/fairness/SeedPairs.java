package dev.pitboss.server.fairness;

import dev.pitboss.games.Draws;
import dev.pitboss.games.fair.ClientSeed;
import dev.pitboss.games.fair.DrawScheme;
import dev.pitboss.games.fair.SeedPair;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.ledger.PlayerAccount;
import dev.pitboss.server.ledger.Round;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;

/// Each player's server seeds. A pair is born `next`: its commitment (the server seed's hash) is
/// published before its client seed is known. Rotation binds the client seed, makes it `active`,
/// and reveals the one before. Every round takes one nonce of the active pair.
///
/// Methods that change something expect the player's account to be locked by the caller's
/// transaction. Stateless but for the vault, and thread-safe.
public final class SeedPairs {
  private final SeedVault vault;

  public SeedPairs(SeedVault vault) {
    this.vault = vault;
  }

  /// What a player may see of the pair in use.
  ///
  /// @param nonce number of the next bet under it, from 0
  /// @param nextServerSeedHash commitment of the pair that the next rotation takes into use
  public record Commitment(
      String scheme,
      String serverSeedHash,
      String clientSeed,
      long nonce,
      String nextServerSeedHash) {}

  /// A retired pair; nothing of it is secret any more.
  ///
  /// @param nonce how many bets it served
  public record Revealed(
      String scheme, String serverSeed, String serverSeedHash, String clientSeed, long nonce) {}

  /// The pair a player's rounds are drawn under. Never shown: it holds the unrevealed seed.
  public record InUse(long seedPairId, SeedPair seeds, String serverSeedHash) {
    /// The draws of a nonce, from the start; the same ones each time.
    public Draws draws(long nonce) {
      return seeds.draws(nonce);
    }

    /// What a round stores of it: everything but the secret.
    public Round.DrawReference reference(long nonce) {
      return new Round.DrawReference(
          seedPairId, seeds.scheme().id(), serverSeedHash, seeds.clientSeed().text(), nonce);
    }
  }

  /// Reads the pair of a row that has a `seed_pair`'s columns and its `player_id`.
  public InUse inUse(ResultSet row) throws SQLException {
    return new InUse(
        row.getLong("seed_pair_id"),
        new SeedPair(
            DrawScheme.of(row.getString("scheme")).orElseThrow(),
            vault.unseal(row.getBytes("server_seed_sealed"), row.getLong("player_id")),
            new ClientSeed(row.getString("client_seed"))),
        row.getString("server_seed_hash"));
  }

  /// Commits to a new player's first two pairs and takes the first into use, with a client seed the
  /// player can replace before the first bet.
  public void open(Connection connection, long playerId, Instant now) throws SQLException {
    commitNext(connection, playerId, now);
    activateNext(
        connection,
        playerId,
        new ClientSeed(vault.freshClientSeedText()),
        DrawScheme.PITBOSS_1.id());
    commitNext(connection, playerId, now);
  }

  /// The pair in use and the commitment to the one after it.
  public Commitment active(Connection connection, long playerId) throws SQLException {
    return Sql.one(
        connection,
        """
        SELECT s.scheme, s.server_seed_hash, s.client_seed, a.nonce, n.server_seed_hash AS next_hash
          FROM account a
          JOIN seed_pair s ON s.player_id = a.player_id AND s.state = 'active'
          JOIN seed_pair n ON n.player_id = a.player_id AND n.state = 'next'
         WHERE a.player_id = ? AND a.kind = 'player'
        """,
        row ->
            new Commitment(
                row.getString("scheme"),
                row.getString("server_seed_hash"),
                row.getString("client_seed"),
                row.getLong("nonce"),
                row.getString("next_hash")),
        playerId);
  }

  /// Replaces the client seed of a pair no bet was drawn under yet.
  ///
  /// @param account locked
  /// @return false when a bet was: the draws already made stay what they are
  public boolean setClientSeed(Connection connection, PlayerAccount account, ClientSeed clientSeed)
      throws SQLException {
    if (account.nonce() > 0) {
      return false;
    }
    Sql.update(
        connection,
        "UPDATE seed_pair SET client_seed = ? WHERE player_id = ? AND state = 'active'",
        clientSeed.text(),
        account.playerId());
    startCounting(connection, account);
    return true;
  }

  /// What a player may say of the pair to be taken into use.
  ///
  /// @param clientSeed empty for a random one
  /// @param scheme empty for that of the pair before
  public record Settings(Optional<ClientSeed> clientSeed, Optional<DrawScheme> scheme) {}

  /// Reveals the pair in use, takes the committed next one into use and commits to another. A pair
  /// that no bet was drawn under is shown and not kept: it proves nothing.
  ///
  /// @param account locked, with no round open
  public Revealed rotate(
      Connection connection, PlayerAccount account, Settings settings, Instant now)
      throws SQLException {
    long playerId = account.playerId();
    Revealed revealed = retire(connection, account, now);
    activateNext(
        connection,
        playerId,
        settings.clientSeed().orElseGet(() -> new ClientSeed(vault.freshClientSeedText())),
        settings.scheme().map(DrawScheme::id).orElse(revealed.scheme()));
    commitNext(connection, playerId, now);
    return revealed;
  }

  /// Reveals the pair in use; none is in use after it.
  ///
  /// @param account locked, with no round open
  public Revealed retire(Connection connection, PlayerAccount account, Instant now)
      throws SQLException {
    long playerId = account.playerId();
    record Retiring(long id, ServerSeed serverSeed) {}
    Retiring retiring =
        Sql.one(
            connection,
            """
            SELECT seed_pair_id, server_seed_sealed FROM seed_pair
             WHERE player_id = ? AND state = 'active' FOR UPDATE
            """,
            row -> new Retiring(row.getLong(1), vault.unseal(row.getBytes(2), playerId)),
            playerId);
    Revealed revealed =
        Sql.one(
            connection,
            """
            UPDATE seed_pair SET state = 'revealed', server_seed = ?, revealed_at = ?, nonce = ?
             WHERE seed_pair_id = ?
            RETURNING scheme, server_seed, server_seed_hash, client_seed, nonce
            """,
            row ->
                new Revealed(
                    row.getString(1),
                    row.getString(2),
                    row.getString(3),
                    row.getString(4),
                    row.getLong(5)),
            retiring.serverSeed().text(),
            now,
            account.nonce(),
            retiring.id());
    startCounting(connection, account);
    if (account.nonce() == 0) {
      Sql.one(connection, "SELECT remove_unused_seed_pair(?)", _ -> true, retiring.id());
    }
    return revealed;
  }

  /// The draws of a nonce that was taken before, from the start.
  public Draws drawsAgain(Connection connection, long playerId, Round.DrawReference draw)
      throws SQLException {
    ServerSeed serverSeed =
        Sql.one(
            connection,
            "SELECT server_seed_sealed FROM seed_pair WHERE seed_pair_id = ? AND player_id = ?",
            row -> vault.unseal(row.getBytes(1), playerId),
            draw.seedPairId(),
            playerId);
    return DrawScheme.of(draw.scheme())
        .orElseThrow()
        .draws(serverSeed, new ClientSeed(draw.clientSeed()), draw.nonce());
  }

  /// What decided the round, once it is revealed: the server seed of the pair, or the hash of a
  /// live table's round.
  public Optional<ServerSeed> revealedSeed(Connection connection, Round.DrawReference draw)
      throws SQLException {
    if (draw.isOfTable()) {
      return Sql.first(
          connection,
          """
          SELECT game_hash FROM crash_round
           WHERE chain_id = ? AND number = ? AND game_hash IS NOT NULL
          """,
          row -> ServerSeed.of(row.getString(1)),
          draw.seedPairId(),
          draw.nonce());
    }
    return Sql.first(
        connection,
        "SELECT server_seed FROM seed_pair WHERE seed_pair_id = ? AND state = 'revealed'",
        row -> ServerSeed.of(row.getString(1)),
        draw.seedPairId());
  }

  /// What was decided under another seed, here or on another server, can no longer be posted.
  private static void startCounting(Connection connection, PlayerAccount account)
      throws SQLException {
    Sql.update(
        connection,
        "UPDATE account SET nonce = 0, version = version + 1 WHERE account_id = ?",
        account.accountId());
  }

  private void commitNext(Connection connection, long playerId, Instant now) throws SQLException {
    ServerSeed seed = vault.freshServerSeed();
    Sql.update(
        connection,
        """
        INSERT INTO seed_pair (player_id, state, scheme, server_seed_hash, server_seed_sealed, created_at)
        VALUES (?, 'next', ?, ?, ?, ?)
        """,
        playerId,
        DrawScheme.PITBOSS_1.id(),
        seed.hash().hex(),
        vault.seal(seed, playerId),
        now);
  }

  /// Client seed and scheme are bound together, after the commitment was published.
  private static void activateNext(
      Connection connection, long playerId, ClientSeed clientSeed, String scheme)
      throws SQLException {
    Sql.one(
        connection,
        """
        UPDATE seed_pair SET state = 'active', client_seed = ?, scheme = ?
         WHERE player_id = ? AND state = 'next'
        RETURNING seed_pair_id
        """,
        row -> row.getLong(1),
        clientSeed.text(),
        scheme,
        playerId);
  }
}
