package dev.pitboss.server.sharedwallet.outbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.Sql;
import dev.pitboss.server.fairness.SeedVault;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.operators.audit.Act;
import dev.pitboss.server.operators.audit.AuditTrail;
import java.net.URI;
import java.net.URISyntaxException;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;

/// Which operators keep their players' money themselves, and where. Thread-safe.
public final class RemoteWallets {
  /// An even number, so that the lanes of a server do not meet at one account.
  private static final int SHARDS = 8;

  /// How long a change made at another server may take to be seen here.
  private static final Duration MEMORY = Duration.ofSeconds(2);

  private static final int MAX_URL = 300;

  private final Database database;
  private final SeedVault vault;
  private final AuditTrail audit;
  private final InstantSource clock;
  private final Cache<Integer, Optional<RemoteWallet>> remembered =
      Caffeine.newBuilder().maximumSize(1_000).expireAfterWrite(MEMORY).build();

  RemoteWallets(Database database, SeedVault vault, AuditTrail audit, InstantSource clock) {
    this.database = database;
    this.audit = audit;
    this.vault = vault;
    this.clock = clock;
  }

  /// The operator's wallet; empty when its players' money is ours to keep.
  public Optional<RemoteWallet> of(int operatorId) {
    Optional<RemoteWallet> known = remembered.getIfPresent(operatorId);
    if (known != null) {
      return known;
    }
    Optional<RemoteWallet> found =
        database.read(connection ->
            Sql.first(
                connection,
                """
                SELECT w.*, o.currency, k.secret_sealed,
                       (SELECT array_agg(a.account_id ORDER BY a.shard) FROM account a
                         WHERE a.operator_id = w.operator_id AND a.kind = 'remote') AS account_ids
                  FROM remote_wallet w
                  JOIN operator o USING (operator_id)
                  JOIN operator_key k USING (key_id)
                 WHERE w.operator_id = ?
                """,
                this::read,
                operatorId));
    remembered.put(operatorId, found);
    return found;
  }

  /// From now on the operator keeps its players' money there. Players who have money here keep
  /// playing with it until it is gone: see `docs/shared-wallet.md`.
  ///
  /// @param keyId a live key of the operator's, to sign with
  /// @param actor who says so
  /// @throws InvalidInput when the URL or the key cannot be taken
  public void keepAt(int operatorId, String url, String keyId, String actor) {
    URI uri = checked(url);
    database.inTransaction(connection -> {
      int known =
          Sql.update(
              connection,
              """
              INSERT INTO remote_wallet (operator_id, url, key_id, since)
              SELECT operator_id, ?, key_id, ? FROM operator_key
               WHERE operator_id = ? AND key_id = ? AND revoked_at IS NULL
              ON CONFLICT (operator_id) DO UPDATE SET url = excluded.url, key_id = excluded.key_id
              """,
              uri.toString(),
              clock.instant(),
              operatorId,
              keyId);
      if (known == 0) {
        throw InvalidInput.field("keyId", "must be a live key of the operator");
      }
      audit.record(connection, Act.of(actor, "wallet.kept_at", "wallet:" + uri).at(operatorId));
      return Sql.update(
          connection,
          """
          INSERT INTO account (operator_id, kind, shard, currency)
          SELECT operator_id, 'remote', shard, currency
            FROM operator, generate_series(0, ?) shard WHERE operator_id = ?
          ON CONFLICT ON CONSTRAINT one_account_of_a_kind DO NOTHING
          """,
          SHARDS - 1,
          operatorId);
    });
    remembered.invalidate(operatorId);
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

  private RemoteWallet read(ResultSet row) throws SQLException {
    String keyId = row.getString("key_id");
    Array accounts = row.getArray("account_ids");
    try {
      return new RemoteWallet(
          row.getInt("operator_id"),
          URI.create(row.getString("url")),
          row.getString("currency"),
          keyId,
          vault.unseal(row.getBytes("secret_sealed"), "operator_key:" + keyId),
          Arrays.asList((Long[]) accounts.getArray()));
    } finally {
      accounts.free();
    }
  }
}
