package dev.pitboss.server.ledger;

import dev.pitboss.server.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Providers' transactions and their results, as stored. They change through the [Ledger] only.
/// Stateless and thread-safe.
public final class ExternalTransactions {
  private static final String SELECT =
      """
      SELECT t.transaction_id, t.provider_id, t.transaction_uuid, t.player_id, t.kind, t.reference_id,
             t.round, t.game, t.stake, t.payout, t.request, t.balance_after, t.posted_at
        FROM external_transaction t
      """;

  /// The transaction of that id, if it took effect or was forestalled.
  public Optional<ExternalTransaction> find(Connection connection, UUID id) throws SQLException {
    return Sql.first(
        connection, SELECT + " WHERE t.transaction_id = ?", ExternalTransactions::read, id);
  }

  /// A bet as read for a win or a rollback.
  ///
  /// @param version of the player's account: what is true at this version stays true until the next
  /// @param bet empty when no bet of that id came
  /// @param won whether a win was paid for it
  /// @param wonAmount the sum of them, minor units; what a bet won at once is its own payout
  /// @param rolledBack whether it was taken back
  public record BetState(
      long version,
      Optional<ExternalTransaction> bet,
      boolean won,
      long wonAmount,
      boolean rolledBack) {}

  /// How a bet stands, together with the version of the player's account; empty when the operator
  /// has no such player.
  public Optional<BetState> standing(
      Connection connection, int operatorId, long playerId, UUID betId) throws SQLException {
    return Sql.first(
        connection,
        """
        SELECT a.version, t.*,
               (SELECT sum(w.payout)::bigint FROM external_transaction w
                 WHERE w.reference_id = t.transaction_id AND w.kind = 'win') AS won_amount,
               EXISTS (SELECT FROM external_transaction b
                        WHERE b.reference_id = t.transaction_id AND b.kind = 'rollback') AS back
          FROM account a LEFT JOIN external_transaction t ON t.transaction_id = ?
         WHERE a.kind = 'player' AND a.player_id = ? AND a.operator_id = ?
        """,
        row ->
            new BetState(
                row.getLong("version"),
                row.getObject("transaction_id") == null ? Optional.empty() : Optional.of(read(row)),
                row.getObject("won_amount") != null,
                row.getLong("won_amount"),
                row.getBoolean("back")),
        betId,
        playerId,
        operatorId);
  }

  /// A provider's transactions from a moment on, oldest first.
  ///
  /// @param after only those that come after this one at that moment
  public List<ExternalTransaction> since(
      Connection connection, int providerId, Instant from, UUID after, int limit)
      throws SQLException {
    return Sql.list(
        connection,
        SELECT
            + """
             WHERE t.provider_id = ? AND t.kind <> 'void'
               AND (t.posted_at, t.transaction_id) > (?::timestamptz, ?::uuid)
             ORDER BY t.posted_at, t.transaction_id LIMIT ?
            """,
        ExternalTransactions::read,
        providerId,
        from,
        after,
        limit);
  }

  private static ExternalTransaction read(ResultSet row) throws SQLException {
    return new ExternalTransaction(
        new ExternalTransaction.Call(
            row.getObject("transaction_id", UUID.class),
            row.getInt("provider_id"),
            row.getObject("transaction_uuid", UUID.class),
            row.getLong("player_id"),
            ExternalTransaction.Kind.of(row.getString("kind")),
            row.getObject("reference_id", UUID.class),
            row.getString("round"),
            row.getString("game"),
            row.getString("request")),
        row.getLong("stake"),
        row.getLong("payout"),
        row.getLong("balance_after"),
        Sql.instant(row, "posted_at"));
  }
}
