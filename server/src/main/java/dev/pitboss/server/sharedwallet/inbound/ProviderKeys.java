package dev.pitboss.server.sharedwallet.inbound;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.Sql;
import dev.pitboss.server.fairness.SeedVault;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/// What providers sign with. A provider has at most two live keys, so that a new one can be put to
/// use before the old one is retired. Secrets are stored sealed and shown once. Thread-safe.
public final class ProviderKeys {
  private static final int MAX_LIVE = 2;
  private static final int SECRET_BYTES = 32;
  private static final int MAX_LISTED = 100;

  /// How long a key that was retired at another server may still be taken here.
  static final Duration MEMORY = Duration.ofSeconds(2);

  private static final int MAX_REMEMBERED = 10_000;

  private final Database database;
  private final SeedVault vault;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, Optional<Key>> remembered =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(MEMORY).build();

  public ProviderKeys(Database database, SeedVault vault, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.clock = clock;
  }

  /// A live key. Never shown: it holds the secret.
  @SuppressWarnings("ArrayRecordComponent") // a secret is used, never compared
  record Key(String keyId, Provider provider, byte[] secret) {
    @Override
    public String toString() {
      return "Key[" + keyId + "]";
    }
  }

  /// A key as it is handed over, once.
  ///
  /// @param secret 64 hex digits
  public record Issued(String keyId, String secret) {
    @Override
    public String toString() {
      return "Issued[" + keyId + "]";
    }
  }

  /// A key, without its secret.
  public record Listed(String keyId, Instant createdAt, Optional<Instant> retiredAt) {}

  /// Makes a key; empty when two are live already.
  public Optional<Issued> issue(Provider provider) {
    byte[] secret = new byte[SECRET_BYTES];
    byte[] name = new byte[8];
    random.nextBytes(secret);
    random.nextBytes(name);
    String keyId = "pk_" + HexFormat.of().formatHex(name);
    boolean issued =
        database.inTransaction(connection -> {
          // whoever issues a key of the provider waits here for the one before
          Sql.one(
              connection,
              "SELECT pg_advisory_xact_lock(hashtextextended('provider_key', ?::bigint))",
              row -> true,
              provider.providerId());
          long live =
              Sql.one(
                  connection,
                  "SELECT count(*) FROM provider_key WHERE provider_id = ? AND retired_at IS NULL",
                  row -> row.getLong(1),
                  provider.providerId());
          return live < MAX_LIVE
              && Sql.update(
                      connection,
                      """
                      INSERT INTO provider_key (key_id, provider_id, secret_sealed, created_at)
                      VALUES (?, ?, ?, ?)
                      """,
                      keyId,
                      provider.providerId(),
                      vault.seal(secret, "provider_key:" + keyId),
                      clock.instant())
                  == 1;
        });
    return issued
        ? Optional.of(new Issued(keyId, HexFormat.of().formatHex(secret)))
        : Optional.empty();
  }

  /// Ends a key; other servers take it for [#MEMORY] longer.
  ///
  /// @return false when the provider has no such live key
  public boolean retire(Provider provider, String keyId) {
    boolean retired =
        database.inTransaction(connection ->
            Sql.update(
                connection,
                """
                UPDATE provider_key SET retired_at = ?
                 WHERE key_id = ? AND provider_id = ? AND retired_at IS NULL
                """,
                clock.instant(),
                keyId,
                provider.providerId()))
            == 1;
    remembered.invalidate(keyId);
    return retired;
  }

  /// A provider's keys, the newest first.
  public List<Listed> of(Provider provider) {
    return database.read(connection ->
        Sql.list(
            connection,
            """
            SELECT key_id, created_at, retired_at FROM provider_key
             WHERE provider_id = ? ORDER BY created_at DESC, key_id LIMIT ?
            """,
            row ->
                new Listed(
                    row.getString("key_id"),
                    Sql.instant(row, "created_at"),
                    row.getObject("retired_at") == null
                        ? Optional.empty()
                        : Optional.of(Sql.instant(row, "retired_at"))),
            provider.providerId(),
            MAX_LISTED));
  }

  /// The live key of that name.
  Optional<Key> live(String keyId) {
    Optional<Key> known = remembered.getIfPresent(keyId);
    if (known != null) {
      return known;
    }
    Optional<Key> found =
        database.read(connection ->
            Sql.first(
                connection,
                Providers.SELECT.replace("SELECT p.", "SELECT k.secret_sealed, p.")
                    + " JOIN provider_key k USING (provider_id)"
                    + " WHERE k.key_id = ? AND k.retired_at IS NULL",
                row ->
                    new Key(
                        keyId,
                        Providers.read(row),
                        vault.unseal(row.getBytes("secret_sealed"), "provider_key:" + keyId)),
                keyId));
    remembered.put(keyId, found);
    return found;
  }
}
