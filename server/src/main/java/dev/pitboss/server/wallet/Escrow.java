package dev.pitboss.server.wallet;

import dev.pitboss.server.db.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Rounds of several steps and the stakes that wait for them. Three operations move money: [#open]
/// a round, [#add] to it, [#settle] it. They need the player's [Seat] and return it as it is
/// afterwards. Every method works inside its caller's transaction. Stateless and thread-safe.
///
/// Lock order is that of [Wallet]: the player first. A player's escrow account and open rounds are
/// touched only under the player's lock.
public final class Escrow {
  private final Wallet wallet;

  public Escrow(Wallet wallet) {
    this.wallet = wallet;
  }

  /// Opens a round: its stake goes to escrow.
  public Seat open(Connection connection, Seat seat, OpenRound round, Instant now)
      throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO account (operator_id, kind, player_id, currency) VALUES (?, 'escrow', ?, ?)
        ON CONFLICT (operator_id, kind, player_id, shard) DO NOTHING
        """,
        seat.operatorId(),
        seat.playerId(),
        seat.currency());
    Sql.update(
        connection,
        """
        INSERT INTO open_round (round_id, player_id, request_id, game, rules_id, staked, bet, version,
                                seed_pair_id, nonce, opened_at, ends_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        round.ref(),
        round.playerId(),
        round.requestId(),
        round.game(),
        round.rulesId(),
        round.staked(),
        round.bet(),
        round.version(),
        round.draw().seedPairId(),
        round.draw().nonce(),
        now,
        round.endsAt());
    return shift(connection, seat, round.ref(), -round.staked(), now);
  }

  /// Goes on with an open round: what the action adds to its stakes goes to escrow too.
  ///
  /// @param round as it is after the action
  /// @param added minor units, 0 for most actions
  public Seat add(Connection connection, Seat seat, OpenRound round, long added, Instant now)
      throws SQLException {
    Sql.one(
        connection,
        """
        UPDATE open_round SET staked = ?, bet = ?, version = ?, ends_at = ?
         WHERE round_id = ? AND version = ? - 1
        RETURNING version
        """,
        row -> row.getInt(1),
        round.staked(),
        round.bet(),
        round.version(),
        round.endsAt(),
        round.ref(),
        round.version());
    return added == 0 ? seat : shift(connection, seat, round.ref(), -added, now);
  }

  /// Ends an open round: its stakes come back from escrow, and from then on it is settled as a
  /// round of one step. The last action may have added to the stakes; that never went to escrow.
  ///
  /// @param open as it is before the last action
  /// @param round its balance must follow from the locked seat's and the stakes in escrow
  public void settle(Connection connection, Seat seat, OpenRound open, Round round)
      throws SQLException {
    Sql.one(
        connection,
        "DELETE FROM open_round WHERE round_id = ? AND version = ? RETURNING version",
        row -> row.getInt(1),
        open.ref(),
        open.version());
    Seat released = shift(connection, seat, open.ref(), open.staked(), round.settledAt());
    wallet.settle(connection, released, round);
  }

  /// Keeps what a request did.
  public void record(Connection connection, long playerId, Move move) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO move (player_id, request_id, round_id, version, request, balance_after, ends_at, made_at)
        VALUES (?, ?, ?, ?, ?, ?, ?::timestamptz, ?)
        """,
        playerId,
        move.requestId(),
        move.ref(),
        move.version(),
        move.request(),
        move.balanceAfter(),
        move.endsAt(),
        move.madeAt());
  }

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
        Escrow::openRound,
        playerId,
        game);
  }

  /// The player's open round of that ref.
  public Optional<OpenRound> open(Connection connection, long playerId, UUID ref)
      throws SQLException {
    return Sql.first(
        connection,
        SELECT_OPEN_ROUND + " WHERE o.round_id = ? AND o.player_id = ?",
        Escrow::openRound,
        ref,
        playerId);
  }

  /// Whether any of the player's rounds is open.
  public boolean holdsAny(Connection connection, long playerId) throws SQLException {
    return Sql.one(
        connection,
        "SELECT EXISTS (SELECT 1 FROM open_round WHERE player_id = ?)",
        row -> row.getBoolean(1),
        playerId);
  }

  /// Rounds whose time is over, the longest first. Nothing is locked: by the time one is looked at
  /// its player, or another node, may have ended it.
  public List<OpenRound> overdue(Connection connection, Instant now, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        SELECT_OPEN_ROUND + " WHERE o.ends_at <= ? ORDER BY o.ends_at, o.round_id LIMIT ?",
        Escrow::openRound,
        now,
        limit);
  }

  /// Moves cash between the player and the player's escrow.
  ///
  /// @param amount minor units to the player; negative towards escrow
  private static Seat shift(Connection connection, Seat seat, UUID ref, long amount, Instant now)
      throws SQLException {
    return Sql.one(
        connection,
        """
        WITH shift (amount) AS (VALUES (?::bigint)),
        player AS (
          UPDATE account a SET balance = a.balance + s.amount, seq = a.seq + 1
            FROM shift s WHERE a.account_id = ? AND a.seq = ?
          RETURNING a.account_id, a.balance, a.seq),
        escrow AS (
          UPDATE account a SET balance = a.balance - s.amount
            FROM shift s WHERE a.operator_id = ? AND a.kind = 'escrow' AND a.player_id = ?
          RETURNING a.account_id)
        INSERT INTO ledger_entry
               (account_id, seq, counter_account_id, amount, balance_after, kind, round_id, posted_at)
        SELECT p.account_id, p.seq, e.account_id, s.amount, p.balance,
               CASE WHEN s.amount < 0 THEN 'hold' ELSE 'release' END, ?, ?
          FROM shift s CROSS JOIN player p CROSS JOIN escrow e
        RETURNING balance_after, seq
        """,
        row ->
            new Seat(
                seat.accountId(),
                seat.playerId(),
                seat.operatorId(),
                seat.currency(),
                row.getLong("balance_after"),
                row.getLong("seq")),
        amount,
        seat.accountId(),
        seat.seq(),
        seat.operatorId(),
        seat.playerId(),
        ref,
        now);
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
        row.getObject("request_id", UUID.class),
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
