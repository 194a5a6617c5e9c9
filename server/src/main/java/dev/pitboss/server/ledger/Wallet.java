package dev.pitboss.server.ledger;

import dev.pitboss.server.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/// Accounts and settled rounds. Every method works inside its caller's transaction. Bets move money
/// through the [Ledger] only. Stateless and thread-safe.
public final class Wallet {
  /// As many rows share the house's money, so that settlements seldom wait for one another.
  private static final int SHARDS = 64;

  /// Opens the accounts of an operator that was just made: house and funding.
  public void openHouse(Connection connection, int operatorId) throws SQLException {
    Sql.update(
        connection,
        """
        INSERT INTO account (operator_id, kind, shard, currency)
        SELECT o.operator_id, k.kind, s.shard, o.currency
          FROM operator o, (VALUES ('house'), ('funding')) k (kind),
               generate_series(0, ? - 1) s (shard)
         WHERE o.operator_id = ?
        """,
        SHARDS,
        operatorId);
  }

  /// Opens a player's accounts and grants the first chips from the operator's funding.
  ///
  /// @param amount minor units, not negative; 0 grants nothing
  public void openAccount(
      Connection connection, long playerId, int operatorId, long amount, Instant now)
      throws SQLException {
    Sql.one(
        connection,
        """
        WITH player AS (
          INSERT INTO account (operator_id, kind, player_id, currency, balance, seq)
          SELECT operator_id, 'player', ?, currency, ?, CASE ? WHEN 0 THEN 0 ELSE 1 END
            FROM operator WHERE operator_id = ?
          RETURNING account_id, operator_id, balance),
        funding AS (
          UPDATE account a SET balance = a.balance - p.balance
            FROM player p
           WHERE a.operator_id = p.operator_id AND a.kind = 'funding' AND a.player_id IS NULL
             AND a.shard = ?
          RETURNING a.account_id),
        escrow AS (
          INSERT INTO account (operator_id, kind, player_id, currency)
          SELECT operator_id, 'escrow', ?, currency FROM operator WHERE operator_id = ?),
        granted AS (
          INSERT INTO stored_entry
                 (account_id, seq, counter_account_id, amount, balance_after, kind, posted_at)
          SELECT p.account_id, 1, f.account_id, p.balance, p.balance, 'grant', ?
            FROM player p CROSS JOIN funding f WHERE p.balance > 0)
        SELECT p.account_id FROM player p CROSS JOIN funding
        """,
        row -> row.getLong(1),
        playerId,
        amount,
        amount,
        operatorId,
        shardOf(playerId),
        playerId,
        operatorId,
        now);
  }

  /// Locks the player's account until the transaction ends; nothing is posted to it meanwhile.
  /// Every change of what bets depend on increments the version.
  public PlayerAccount lock(Connection connection, long playerId) throws SQLException {
    return Sql.one(
        connection,
        SELECT_ACCOUNT + " WHERE a.kind = 'player' AND a.player_id = ? FOR NO KEY UPDATE OF a",
        // the row may be a later one than the statement sees otherwise
        row -> account(row).withoutNewestRequest(),
        shardOf(playerId),
        playerId);
  }

  /// Gives money to a player from the operator's funding, or takes it back there.
  ///
  /// @param account locked, with at least what is taken
  /// @param amount minor units, not 0
  public void adjust(Connection connection, PlayerAccount account, long amount, Instant now)
      throws SQLException {
    move(connection, account, amount, EntryKind.ADJUSTMENT, now);
  }

  /// Gives a player play chips from the operator's funding, with an entry of kind `refill`. An
  /// account in any other currency is left alone, and that is an error.
  ///
  /// @param account locked
  /// @param amount minor units, positive
  public void refill(Connection connection, PlayerAccount account, long amount, Instant now)
      throws SQLException {
    move(connection, account, amount, EntryKind.REFILL, now);
  }

  private static void move(
      Connection connection, PlayerAccount account, long amount, EntryKind kind, Instant now)
      throws SQLException {
    Sql.one(
        connection,
        """
        WITH player AS (
          UPDATE account SET balance = balance + ?, seq = seq + 1, version = version + 1
           WHERE account_id = ? AND version = ? AND (? <> 'refill' OR currency = 'CHIP')
          RETURNING account_id, operator_id, seq, balance),
        funding AS (
          UPDATE account a SET balance = a.balance - ?
            FROM player p
           WHERE a.operator_id = p.operator_id AND a.kind = 'funding' AND a.player_id IS NULL
             AND a.shard = ?
          RETURNING a.account_id)
        INSERT INTO stored_entry
               (account_id, seq, counter_account_id, amount, balance_after, kind, posted_at)
        SELECT p.account_id, p.seq, f.account_id, ?, p.balance, ?, ?
          FROM player p CROSS JOIN funding f
        RETURNING account_id
        """,
        row -> row.getLong(1),
        amount,
        account.accountId(),
        account.version(),
        kind.id(),
        amount,
        shardOf(account.playerId()),
        amount,
        kind.id(),
        now);
  }

  /// Takes what players hold back to the funding their grants came from, with an entry of kind
  /// `expiry`.
  ///
  /// @param playerIds whose accounts the caller's transaction has locked; of guests who cannot come
  ///   back
  public void expire(Connection connection, long[] playerIds, Instant now) throws SQLException {
    Sql.update(
        connection,
        """
        WITH held AS (
          SELECT account_id, balance FROM account
           WHERE kind = 'player' AND player_id = ANY (?) AND balance > 0
           ORDER BY account_id FOR NO KEY UPDATE),
        expired AS (
          UPDATE account a SET balance = 0, seq = a.seq + 1, version = a.version + 1
            FROM held h WHERE a.account_id = h.account_id
          RETURNING a.account_id, a.player_id, a.operator_id, a.seq, h.balance AS amount),
        entry AS (
          SELECT e.account_id, e.seq, e.amount, f.account_id AS funding_id
            FROM expired e
            JOIN account f ON f.operator_id = e.operator_id AND f.kind = 'funding'
                          AND f.player_id IS NULL AND f.shard = mod(e.player_id, ?)),
        funding AS (
          UPDATE account f SET balance = f.balance + s.amount
            FROM (SELECT funding_id, sum(amount)::bigint AS amount
                    FROM entry GROUP BY funding_id ORDER BY funding_id) s
           WHERE f.account_id = s.funding_id)
        INSERT INTO stored_entry
               (account_id, seq, counter_account_id, amount, balance_after, kind, posted_at)
        SELECT account_id, seq, funding_id, -amount, 0, 'expiry', ? FROM entry
        """,
        playerIds,
        SHARDS,
        now);
  }

  /// Columns of [PlayerAccount], for `WHERE` on `account a`; its parameter is the house's shard.
  public static final String SELECT_ACCOUNT =
      """
      SELECT a.account_id, a.player_id, a.operator_id, a.balance, a.seq, a.nonce, a.version,
             e.account_id AS escrow_id, h.account_id AS house_id, k.below,
             newest_in_order(a.account_id) AS newest_bet,
             (SELECT round_id FROM bet_key WHERE account_id = a.account_id AND round_id < k.below
               ORDER BY round_id DESC LIMIT 1) AS newest_other,
             (SELECT round_id FROM stored_round WHERE player_id = a.player_id AND round_id < k.below
               ORDER BY round_id DESC LIMIT 1) AS newest_round,
             (SELECT request_id FROM move WHERE player_id = a.player_id AND request_id < k.below
               ORDER BY request_id DESC LIMIT 1) AS newest_move
        FROM account a
        JOIN account e ON e.operator_id = a.operator_id AND e.kind = 'escrow'
                      AND e.player_id = a.player_id AND e.shard = 0
        JOIN account h ON h.operator_id = a.operator_id AND h.kind = 'house' AND h.player_id IS NULL
                      AND h.shard = ?
       CROSS JOIN (SELECT keys_in_order_below() AS below OFFSET 0) k
      """;

  /// Reads a row of [#SELECT_ACCOUNT].
  public static PlayerAccount account(ResultSet row) throws SQLException {
    return new PlayerAccount(
        row.getLong("account_id"),
        row.getLong("player_id"),
        row.getInt("operator_id"),
        row.getLong("balance"),
        row.getLong("seq"),
        row.getLong("nonce"),
        row.getLong("version"),
        row.getLong("escrow_id"),
        row.getLong("house_id"),
        PlayerAccount.newest(
            row.getObject("newest_bet", UUID.class),
            row.getObject("newest_other", UUID.class),
            row.getObject("newest_round", UUID.class),
            row.getObject("newest_move", UUID.class)),
        row.getObject("below", UUID.class));
  }

  /// What the player owns now.
  public Balance balance(Connection connection, long playerId) throws SQLException {
    return find(connection, playerId).orElseThrow();
  }

  /// The player's balance; empty when the player was deleted.
  public Optional<Balance> find(Connection connection, long playerId) throws SQLException {
    return Optional.ofNullable(balances(connection, Set.of(playerId)).get(playerId));
  }

  /// The balances of players by their ids; without those that were deleted.
  public Map<Long, Balance> balances(Connection connection, Set<Long> playerIds)
      throws SQLException {
    List<Map.Entry<Long, Balance>> balances =
        Sql.list(
            connection,
            """
            SELECT player_id, sum(balance) FILTER (WHERE kind = 'player') AS cash,
                   coalesce(sum(balance) FILTER (WHERE kind = 'escrow'), 0) AS open_stakes,
                   min(currency) AS currency
              FROM account WHERE player_id = ANY (?) GROUP BY player_id
            """,
            row ->
                Map.entry(
                    row.getLong("player_id"),
                    new Balance(
                        row.getLong("cash"),
                        row.getLong("open_stakes"),
                        row.getString("currency"))),
            playerIds.stream().mapToLong(Long::longValue).toArray());
    return balances.stream()
        .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// The player's settled round of that ref.
  public Optional<Round> settled(Connection connection, long playerId, UUID ref)
      throws SQLException {
    return Sql.first(
        connection,
        """
        SELECT r.*, s.scheme, s.server_seed_hash, s.client_seed
          FROM round_of(?, ?) r JOIN seed_pair s ON s.seed_pair_id = r.seed_pair_id
        """,
        Wallet::round,
        playerId,
        ref);
  }

  /// Reads a row with the columns of `round`, and what `seed_pair` says of its draw.
  public static Round round(ResultSet row) throws SQLException {
    byte[] stored = row.getBytes("detail");
    BetDetail detail =
        stored == null
            ? new BetDetail(row.getString("bet"), row.getString("outcome"))
            : BetDetail.of(stored);
    return new Round(
        row.getObject("round_id", UUID.class),
        row.getLong("player_id"),
        row.getString("game"),
        row.getInt("rules_id"),
        row.getLong("stake"),
        row.getLong("payout"),
        detail.bet(),
        detail.outcome(),
        new Round.DrawReference(
            row.getLong("seed_pair_id"),
            row.getString("scheme"),
            row.getString("server_seed_hash"),
            row.getString("client_seed"),
            row.getLong("nonce")),
        row.getLong("balance_after"),
        Sql.instant(row, "settled_at"));
  }

  /// Which of the rows that share the house's money, or its funding, this id goes to.
  public static int shardOf(long id) {
    return Math.floorMod(id, SHARDS);
  }
}
