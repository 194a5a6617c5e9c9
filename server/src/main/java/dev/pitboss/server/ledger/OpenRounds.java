package dev.pitboss.server.ledger;

import dev.pitboss.server.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rounds of several steps that are not over, and the moves made in such rounds, as they are
/// stored. They change through the [Ledger] only. Stateless and thread-safe.
public final class OpenRounds {
  /// What an earlier request with the same id did in a round of several steps, if anything.
  public Optional<Move> moveOf(Connection connection, long playerId, UUID requestId)
      throws SQLException {
    return Sql.first(
        connection,
        """
        SELECT request_id, round_id, version, request, balance_after, ends_at, made_at
          FROM move WHERE player_id = ? AND request_id = ?
        """,
        row ->
            new Move(
                row.getObject("request_id", UUID.class),
                row.getObject("round_id", UUID.class),
                row.getInt("version"),
                row.getString("request"),
                row.getLong("balance_after"),
                row.getObject("ends_at") == null ? null : Sql.instant(row, "ends_at"),
                Sql.instant(row, "made_at")),
        playerId,
        requestId);
  }

  /// The player's open round of the game, if there is one; there is at most one.
  public Optional<OpenRound> ofGame(Connection connection, long playerId, String game)
      throws SQLException {
    return Sql.first(
        connection,
        SELECT_OPEN_ROUND + " WHERE o.player_id = ? AND o.game = ?",
        OpenRounds::openRound,
        playerId,
        game);
  }

  /// All open rounds of these players.
  public List<OpenRound> of(Connection connection, long[] playerIds) throws SQLException {
    return Sql.list(
        connection,
        SELECT_OPEN_ROUND + " WHERE o.player_id = ANY (?)",
        OpenRounds::openRound,
        playerIds);
  }

  /// Whether any round is open that is drawn under a seed pair of the player's own.
  public boolean hasAny(Connection connection, long playerId) throws SQLException {
    return Sql.one(
        connection,
        """
        SELECT EXISTS (SELECT 1 FROM open_round o JOIN seed_pair s USING (seed_pair_id)
                        WHERE o.player_id = ? AND s.player_id = o.player_id)
        """,
        row -> row.getBoolean(1),
        playerId);
  }

  /// Rounds of a player's own whose time is over, the longest first. Nothing is locked: by the time
  /// one is looked at its player, or another node, may have ended it.
  public List<OpenRound> overdue(Connection connection, Instant now, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        SELECT_OPEN_ROUND
            + " WHERE o.ends_at <= ? AND s.player_id IS NOT NULL"
            + " ORDER BY o.ends_at, o.round_id LIMIT ?",
        OpenRounds::openRound,
        now,
        limit);
  }

  /// The bets of one round of a live table.
  public List<OpenRound> ofTable(Connection connection, long chainId, long number)
      throws SQLException {
    return Sql.list(
        connection,
        SELECT_OPEN_ROUND + " WHERE o.game = 'crash' AND o.seed_pair_id = ? AND o.nonce = ?",
        OpenRounds::openRound,
        chainId,
        number);
  }

  private static final String SELECT_OPEN_ROUND =
      """
      SELECT o.*, s.scheme, s.server_seed_hash, s.client_seed
        FROM open_round o JOIN seed_pair s ON s.seed_pair_id = o.seed_pair_id
      """;

  private static OpenRound openRound(ResultSet row) throws SQLException {
    return new OpenRound(
        row.getObject("round_id", UUID.class),
        row.getLong("player_id"),
        row.getString("game"),
        row.getInt("rules_id"),
        row.getLong("staked"),
        row.getString("bet"),
        row.getInt("version"),
        new Round.DrawReference(
            row.getLong("seed_pair_id"),
            row.getString("scheme"),
            row.getString("server_seed_hash"),
            row.getString("client_seed"),
            row.getLong("nonce")),
        Sql.instant(row, "ends_at"));
  }
}
