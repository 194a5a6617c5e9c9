package dev.pitboss.server.seamlesswallet.outbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.operators.OperatorKeys;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import dev.pitboss.server.seamlesswallet.Shards;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Which operators keep their players' money themselves, and where. Thread-safe.
public final class RemoteWallets {
  /// How long a change made at another server may take to be seen here.
  private static final Duration MEMORY = Duration.ofSeconds(2);

  private static final int MAX_URL = 300;

  private final Database database;
  private final OperatorKeys keys;
  private final AuditTrail audit;
  private final InstantSource clock;
  private final Cache<Integer, Optional<Stored>> remembered =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(MEMORY).build();

  RemoteWallets(Database database, OperatorKeys keys, AuditTrail audit, InstantSource clock) {
    this.database = database;
    this.keys = keys;
    this.audit = audit;
    this.clock = clock;
  }

  private record Stored(int operatorId, URI url, String currency, String keyId, Shards accounts) {}

  /// A wallet as seen by staff.
  ///
  /// @param isKeyLive false when the key was revoked: nothing is asked there until another is named
  /// @param balance minor units that we owe the operator; negative when it owes us
  /// @param underWay bets that have not ended
  /// @param disputed bets that only people can end
  public record Named(
      URI url,
      String keyId,
      boolean isKeyLive,
      Instant since,
      long balance,
      long underWay,
      long disputed) {}

  /// Result of ending the connection to a wallet.
  public sealed interface Ending {
    /// The wallet has ended; its players can no longer play.
    record Ended(Named wallet) implements Ending {}

    /// Bets there have not ended; nothing was changed.
    record Undecided(Named wallet) implements Ending {}

    record NoWallet() implements Ending {}
  }

  /// The operator's wallet, to be asked; empty when it has none, or its key was revoked.
  public Optional<RemoteWallet> of(int operatorId) {
    return stored(operatorId)
        .flatMap(stored ->
            keys.find(stored.keyId())
                .map(key ->
                    new RemoteWallet(
                        operatorId,
                        stored.url(),
                        stored.currency(),
                        stored.keyId(),
                        key.secret(),
                        stored.accounts())));
  }

  /// Whether the operator names a wallet, whether or not it can be asked.
  boolean isNamed(int operatorId) {
    return stored(operatorId).isPresent();
  }

  private Optional<Stored> stored(int operatorId) {
    // a look that is under way while the wallet is changed here ends first, and is forgotten too
    return remembered.get(operatorId, this::read);
  }

  private Optional<Stored> read(int operatorId) {
    return database.read(connection ->
        Sql.first(
            connection,
            """
            SELECT w.*, o.currency,
                   (SELECT array_agg(a.account_id ORDER BY a.shard) FROM account a
                     WHERE a.operator_id = w.operator_id AND a.kind = 'remote') AS account_ids
              FROM remote_wallet w JOIN operator o USING (operator_id)
             WHERE w.operator_id = ?
            """,
            row ->
                new Stored(
                    operatorId,
                    URI.create(row.getString("url")),
                    row.getString("currency"),
                    row.getString("key_id"),
                    Shards.read(row, "account_ids")),
            operatorId));
  }

  /// From now on the operator keeps its players' money there. Players who have money here keep
  /// playing with it until it is gone: see `docs/shared-wallet.md`.
  ///
  /// @param keyId a live key of the operator's own, to sign with
  /// @param actor who says so
  /// @return the wallet as it is now
  /// @throws InvalidInput when the URL or the key cannot be taken
  public Named keepAt(int operatorId, String url, String keyId, String actor) {
    URI uri = checked(url);
    Named named =
        database.inTransaction(connection -> {
          int known =
              Sql.update(
                  connection,
                  """
                  INSERT INTO remote_wallet (operator_id, url, key_id, since)
                  SELECT operator_id, ?, key_id, ? FROM operator_key
                   WHERE operator_id = ? AND key_id = ? AND provider_id IS NULL
                     AND revoked_at IS NULL
                  ON CONFLICT (operator_id) DO UPDATE
                     SET url = excluded.url, key_id = excluded.key_id
                  """,
                  uri.toString(),
                  clock.instant(),
                  operatorId,
                  keyId);
          if (known == 0) {
            throw InvalidInput.field("keyId", "must be an active key of the operator");
          }
          audit.record(
              connection,
              AuditEvent.of(actor, "wallet.kept_at", "wallet:" + uri)
                  .at(operatorId)
                  .with("key", keyId));
          Sql.update(
              connection,
              """
              INSERT INTO account (operator_id, kind, shard, currency)
              SELECT operator_id, 'remote', shard, currency
                FROM operator, generate_series(0, ?) shard WHERE operator_id = ?
              ON CONFLICT ON CONSTRAINT one_account_of_a_kind DO NOTHING
              """,
              Shards.COUNT - 1,
              operatorId);
          return named(connection, operatorId).orElseThrow();
        });
    remembered.invalidate(operatorId);
    return named;
  }

  /// The operator's wallet as it is now.
  public Optional<Named> named(int operatorId) {
    return database.read(connection -> named(connection, operatorId));
  }

  /// Ends the connection to the operator's wallet, unless bets there have not ended. What is owed
  /// stays on our accounts with the operator.
  ///
  /// @param actor who does it
  public Ending end(int operatorId, String actor) {
    Ending ending =
        database.inTransaction(connection -> {
          // waits for bets that are being written down, and none follows: see RemoteBets.intend
          Sql.first(
              connection,
              "SELECT 1 FROM remote_wallet WHERE operator_id = ? FOR UPDATE",
              row -> true,
              operatorId);
          Optional<Named> wallet = named(connection, operatorId);
          if (wallet.isEmpty()) {
            return new Ending.NoWallet();
          }
          if (wallet.get().underWay() + wallet.get().disputed() > 0) {
            return new Ending.Undecided(wallet.get());
          }
          Sql.update(connection, "DELETE FROM remote_wallet WHERE operator_id = ?", operatorId);
          audit.record(
              connection,
              AuditEvent.of(actor, "wallet.ended", "wallet:" + wallet.get().url())
                  .at(operatorId)
                  .with("balance", wallet.get().balance()));
          return new Ending.Ended(wallet.get());
        });
    remembered.invalidate(operatorId);
    return ending;
  }

  private static Optional<Named> named(Connection connection, int operatorId) throws SQLException {
    return Sql.first(
        connection,
        """
        SELECT w.url, w.key_id, w.since, k.revoked_at IS NULL AS live, b.under_way, b.disputed,
               (SELECT coalesce(sum(a.balance), 0)::bigint FROM account a
                 WHERE a.operator_id = w.operator_id AND a.kind = 'remote') AS balance
          FROM remote_wallet w
          JOIN operator_key k USING (key_id)
         CROSS JOIN LATERAL (
               SELECT count(*) FILTER (WHERE state <> 'disputed') AS under_way,
                      count(*) FILTER (WHERE state = 'disputed') AS disputed
                 FROM remote_bet
                WHERE operator_id = w.operator_id
                  AND state IN ('intended', 'decided', 'taking_back', 'disputed')) b
         WHERE w.operator_id = ?
        """,
        RemoteWallets::named,
        operatorId);
  }

  private static Named named(ResultSet row) throws SQLException {
    return new Named(
        URI.create(row.getString("url")),
        row.getString("key_id"),
        row.getBoolean("live"),
        Sql.instant(row, "since"),
        row.getLong("balance"),
        row.getLong("under_way"),
        row.getLong("disputed"));
  }

  private static URI checked(String url) {
    try {
      URI uri = new URI(url);
      boolean web = "https".equals(uri.getScheme()) || "http".equals(uri.getScheme());
      if (web
          && uri.getHost() != null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && uri.getRawUserInfo() == null
          && url.length() <= MAX_URL
          && !url.endsWith("/")) {
        return uri;
      }
    } catch (URISyntaxException _) {
      // refused below, like one of another kind
    }
    throw InvalidInput.field(
        "url", "must be an http or https URL without query, user or a slash at the end");
  }
}
