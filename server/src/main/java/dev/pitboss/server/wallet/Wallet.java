package dev.pitboss.server.wallet;

import dev.pitboss.server.db.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// Accounts and the double-entry ledger. Every method works inside its caller's transaction; money
/// moves only together with the entry that says why. Stateless and thread-safe.
///
/// Lock order is player first, then one house shard, so settlements cannot deadlock.
public final class Wallet {
  /// As many rows share the house's money, so that settlements seldom wait for one another.
  private static final int SHARDS = 64;

  /// Opens a player's cash account and grants the first chips from the operator's funding.
  ///
  /// @param amount minor units, positive
  public void openAccount(
      Connection connection, long playerId, int operatorId, long amount, Instant now)
      throws SQLException {
    Sql.one(
        connection,
        """
        WITH player AS (
          INSERT INTO account (operator_id, kind, player_id, currency, balance, seq)
          SELECT operator_id, 'player', ?, currency, ?, 1 FROM operator WHERE operator_id = ?
          RETURNING account_id, operator_id, balance),
        funding AS (
          UPDATE account a SET balance = a.balance - p.balance
            FROM player p
           WHERE a.operator_id = p.operator_id AND a.kind = 'funding' AND a.player_id IS NULL
             AND a.shard = ?
          RETURNING a.account_id)
        INSERT INTO ledger_entry
               (account_id, seq, counter_account_id, amount, balance_after, kind, posted_at)
        SELECT p.account_id, 1, f.account_id, p.balance, p.balance, 'grant', ?
          FROM player p CROSS JOIN funding f
        RETURNING account_id
        """,
        row -> row.getLong(1),
        playerId,
        amount,
        operatorId,
        shardOf(playerId),
        now);
  }

  /// Locks the player's cash until the transaction ends. A player's bets pass here one by one.
  public Seat lock(Connection connection, long playerId) throws SQLException {
    return Sql.one(
        connection,
        """
        SELECT account_id, operator_id, currency, balance, seq
          FROM account WHERE player_id = ? AND kind = 'player'
           FOR NO KEY UPDATE
        """,
        row ->
            new Seat(
                row.getLong("account_id"),
                playerId,
                row.getInt("operator_id"),
                row.getString("currency"),
                row.getLong("balance"),
                row.getLong("seq")),
        playerId);
  }

  /// What the player owns now.
  public Balance balance(Connection connection, long playerId) throws SQLException {
    return Sql.one(
        connection,
        """
        SELECT sum(balance) FILTER (WHERE kind = 'player') AS cash,
               coalesce(sum(balance) FILTER (WHERE kind = 'escrow'), 0) AS open_stakes,
               min(currency) AS currency
          FROM account WHERE player_id = ?
        """,
        row ->
            new Balance(row.getLong("cash"), row.getLong("open_stakes"), row.getString("currency")),
        playerId);
  }

  /// The round an earlier request with the same id settled, if any.
  public Optional<Round> settledBy(Connection connection, long playerId, UUID requestId)
      throws SQLException {
    return Sql.first(
        connection,
        SELECT_ROUND + " WHERE r.player_id = ? AND r.request_id = ?",
        Wallet::round,
        playerId,
        requestId);
  }

  /// The player's settled round of that ref.
  public Optional<Round> settled(Connection connection, long playerId, UUID ref)
      throws SQLException {
    return Sql.first(
        connection,
        SELECT_ROUND + " WHERE r.round_id = ? AND r.player_id = ?",
        Wallet::round,
        ref,
        playerId);
  }

  /// Whether a request with this id was a move in a round of several steps.
  public boolean wasMove(Connection connection, long playerId, UUID requestId) throws SQLException {
    return Sql.one(
        connection,
        "SELECT EXISTS (SELECT 1 FROM move WHERE player_id = ? AND request_id = ?)",
        row -> row.getBoolean(1),
        playerId,
        requestId);
  }

  /// Settles a round: debits the stake, credits the payout, moves the house the other way, and
  /// stores the round with its entries, in one statement.
  ///
  /// @param round its balance must follow from the locked seat's
  public void settle(Connection connection, Seat seat, Round round) throws SQLException {
    Sql.one(
        connection,
        """
        WITH bet (ref, request_id, game, rules_id, stake, payout, bet, outcome, seed_pair_id, nonce, at)
          AS (VALUES (?::uuid, ?::uuid, ?, ?::integer, ?::bigint, ?::bigint, ?, ?, ?::bigint, ?::bigint,
                      ?::timestamptz)),
        player AS (
          UPDATE account a
             SET balance = a.balance - b.stake + b.payout,
                 seq = a.seq + CASE WHEN b.payout > 0 THEN 2 ELSE 1 END
            FROM bet b
           WHERE a.account_id = ? AND a.seq = ? AND a.balance >= b.stake
          RETURNING a.account_id, a.player_id, a.operator_id, a.balance, a.seq,
                    a.seq - CASE WHEN b.payout > 0 THEN 2 ELSE 1 END AS seq_before),
        house AS (
          UPDATE account h SET balance = h.balance + b.stake - b.payout
            FROM bet b CROSS JOIN player p
           WHERE h.operator_id = p.operator_id AND h.kind = 'house' AND h.player_id IS NULL
             AND h.shard = ?
          RETURNING h.account_id),
        entries AS (
          INSERT INTO ledger_entry
                 (account_id, seq, counter_account_id, amount, balance_after, kind, round_id, posted_at)
          SELECT p.account_id, p.seq_before + leg.step, h.account_id, leg.amount,
                 p.balance - leg.still_to_come, leg.kind, b.ref, b.at
            FROM bet b CROSS JOIN player p CROSS JOIN house h
           CROSS JOIN LATERAL (VALUES (1, -b.stake, b.payout, 'stake'), (2, b.payout, 0, 'payout'))
                   AS leg (step, amount, still_to_come, kind)
           WHERE leg.amount <> 0)
        INSERT INTO round (round_id, player_id, request_id, game, rules_id, stake, payout, bet, outcome,
                           seed_pair_id, nonce, account_seq, balance_after, settled_at)
        SELECT b.ref, p.player_id, b.request_id, b.game, b.rules_id, b.stake, b.payout, b.bet, b.outcome,
               b.seed_pair_id, b.nonce, p.seq, p.balance, b.at
          FROM bet b CROSS JOIN player p CROSS JOIN house h
        RETURNING round_id
        """,
        row -> row.getObject(1, UUID.class),
        round.ref(),
        round.requestId(),
        round.game(),
        round.rulesId(),
        round.stake(),
        round.payout(),
        round.bet(),
        round.outcome(),
        round.draw().seedPairId(),
        round.draw().nonce(),
        round.settledAt(),
        seat.accountId(),
        seat.seq(),
        shardOf(round.ref().getLeastSignificantBits()));
  }

  /// Columns of [Round], for `SELECT … WHERE` on `round r` and `seed_pair s`.
  public static final String SELECT_ROUND =
      """
      SELECT r.*, s.scheme, s.server_seed_hash, s.client_seed
        FROM round r JOIN seed_pair s ON s.seed_pair_id = r.seed_pair_id
      """;

  /// Reads a row of [#SELECT_ROUND].
  public static Round round(ResultSet row) throws SQLException {
    return new Round(
        row.getObject("round_id", UUID.class),
        row.getLong("player_id"),
        row.getObject("request_id", UUID.class),
        row.getString("game"),
        row.getInt("rules_id"),
        row.getLong("stake"),
        row.getLong("payout"),
        row.getString("bet"),
        row.getString("outcome"),
        new Round.DrawReference(
            row.getLong("seed_pair_id"),
            row.getString("scheme"),
            row.getString("server_seed_hash"),
            row.getString("client_seed"),
            row.getLong("nonce")),
        row.getLong("balance_after"),
        Sql.instant(row, "settled_at"));
  }

  private static int shardOf(long id) {
    return Math.floorMod(id, SHARDS);
  }
}
