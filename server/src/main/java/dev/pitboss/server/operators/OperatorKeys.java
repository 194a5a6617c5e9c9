package dev.pitboss.server.operators;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.fairness.SeedVault;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// The keys programs of operators and providers sign with: at most two live ones each, so that one
/// can be replaced while the other is in use. A secret is shown once, when it is made. Thread-safe.
public final class OperatorKeys {
  /// Enough to change over, and no forgotten third.
  public static final int MAX_LIVE = 2;

  private static final int SECRET_BYTES = 32;

  /// 22 of its 43 characters, each six bits.
  private static final int SPLIT = 22;

  private static final int MAX_LISTED = 1_000;
  private static final int MAX_REMEMBERED = 10_000;
  private static final String ID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int ID_LENGTH = 16;
  private static final Pattern ID = Pattern.compile("[a-z0-9]{16}");
  private static final String OF_HOLDER =
      "operator_id = ? AND provider_id IS NOT DISTINCT FROM ?::integer";

  private final Database database;
  private final SeedVault vault;
  private final AuditTrail audit;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Cache<String, Optional<OperatorKey>> remembered =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(Operators.MEMORY).build();

  public OperatorKeys(Database database, SeedVault vault, AuditTrail audit, InstantSource clock) {
    this.database = database;
    this.vault = vault;
    this.audit = audit;
    this.clock = clock;
  }

  /// A live key. `toString` masks the secret.
  ///
  /// @param provider whose key it is, of the operator's; empty when it is the operator's own
  /// @param secret the bytes to sign with
  @SuppressWarnings("ArrayRecordComponent") // used as a key, never compared
  public record OperatorKey(String keyId, int operatorId, OptionalInt provider, byte[] secret) {
    @Override
    public String toString() {
      return "OperatorKey[" + keyId + "]";
    }
  }

  /// A key that was just made. `toString` masks the secret.
  ///
  /// @param secret base64url of the bytes to sign with
  public record Made(String keyId, String secret) {
    @Override
    public String toString() {
      return "Made[" + keyId + "]";
    }
  }

  /// What is shown of a key afterwards.
  public record Listed(String keyId, Instant createdAt, @Nullable Instant revokedAt) {}

  /// The live key of that id. What was revoked at another server may live here for
  /// [Operators#MEMORY].
  public Optional<OperatorKey> find(String keyId) {
    if (!ID.matcher(keyId).matches()) {
      return Optional.empty();
    }
    // a look that is under way while the key is revoked here ends first, and is forgotten too
    Optional<OperatorKey> found = remembered.get(keyId, this::read);
    if (found.isEmpty()) {
      remembered.asMap().remove(keyId, found); // it may be made in the next moment
    }
    return found;
  }

  private Optional<OperatorKey> read(String keyId) {
    return database.read(connection ->
        Sql.first(
            connection,
            """
            SELECT operator_id, provider_id, secret_sealed FROM operator_key
             WHERE key_id = ? AND revoked_at IS NULL
            """,
            row ->
                new OperatorKey(
                    keyId,
                    row.getInt("operator_id"),
                    row.getObject("provider_id") == null
                        ? OptionalInt.empty()
                        : OptionalInt.of(row.getInt("provider_id")),
                    vault.unseal(row.getBytes("secret_sealed"), owner(keyId))),
            keyId));
  }

  /// Whether the key of that id was live when it was last looked for, [Operators#MEMORY] ago at the
  /// most. Reads no database.
  public boolean isRemembered(String keyId) {
    Optional<OperatorKey> known = remembered.getIfPresent(keyId);
    return known != null && known.isPresent();
  }

  /// A key that exists only once it is [#activate]d. `toString` masks the secret.
  ///
  /// @param firstPart the first half of its secret as text
  /// @param sealedSecret the whole of it
  @SuppressWarnings("ArrayRecordComponent") // stored, never compared
  public record Prepared(String keyId, String firstPart, byte[] sealedSecret) {
    @Override
    public String toString() {
      return "Prepared[" + keyId + "]";
    }
  }

  /// Prepares a key for two people: who asks for it gets the first half of the secret, who approves
  /// it the second, so neither can sign alone. Each half leaves at least 126 bits unknown.
  public Prepared prepare() {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    String keyId = freshId();
    return new Prepared(keyId, text(secret).substring(0, SPLIT), vault.seal(secret, owner(keyId)));
  }

  /// Puts a prepared key to use, in the caller's transaction; empty when its holder has two live
  /// ones.
  ///
  /// @return the second half of its secret as text
  public Optional<String> activate(
      Connection connection, KeyHolder holder, String keyId, byte[] sealedSecret, String actor)
      throws SQLException {
    return insert(connection, holder, keyId, sealedSecret, actor)
        ? Optional.of(text(vault.unseal(sealedSecret, owner(keyId))).substring(SPLIT))
        : Optional.empty();
  }

  /// Makes a key; empty when its holder has two live ones.
  public Optional<Made> make(KeyHolder holder, String actor) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    String keyId = freshId();
    byte[] sealedSecret = vault.seal(secret, owner(keyId));
    return database.inTransaction(connection ->
        insert(connection, holder, keyId, sealedSecret, actor)
            ? Optional.of(new Made(keyId, text(secret)))
            : Optional.empty());
  }

  private String freshId() {
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
    }
    return id.toString();
  }

  private static String text(byte[] secret) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
  }

  /// False when the holder has two live keys.
  private boolean insert(
      Connection connection, KeyHolder holder, String keyId, byte[] sealedSecret, String actor)
      throws SQLException {
    lock(connection, holder);
    long live =
        Sql.one(
            connection,
            "SELECT count(*) FROM operator_key WHERE revoked_at IS NULL AND " + OF_HOLDER,
            row -> row.getLong(1),
            holder.operatorId(),
            providerId(holder));
    if (live >= MAX_LIVE) {
      return false;
    }
    Sql.update(
        connection,
        """
        INSERT INTO operator_key (key_id, operator_id, provider_id, secret_sealed, created_at)
        VALUES (?, ?, ?::integer, ?, ?)
        """,
        keyId,
        holder.operatorId(),
        providerId(holder),
        sealedSecret,
        clock.instant());
    audit.record(connection, act("key.made", holder, keyId, actor));
    return true;
  }

  /// Ends a key for good: from its return on this server neither takes it nor signs with it.
  ///
  /// @return false when the holder has no live key of that id
  public boolean revoke(KeyHolder holder, String keyId, String actor) {
    Instant now = clock.instant();
    boolean revoked =
        database.inTransaction(connection -> {
          boolean done =
              Sql.update(
                      connection,
                      "UPDATE operator_key SET revoked_at = ?"
                          + " WHERE key_id = ? AND revoked_at IS NULL AND "
                          + OF_HOLDER,
                      now,
                      keyId,
                      holder.operatorId(),
                      providerId(holder))
                  == 1;
          if (done) {
            audit.record(connection, act("key.revoked", holder, keyId, actor));
          }
          return done;
        });
    remembered.invalidate(keyId);
    return revoked;
  }

  /// The holder's keys, the newest first.
  public List<Listed> list(KeyHolder holder) {
    return database.read(connection ->
        Sql.list(
            connection,
            "SELECT key_id, created_at, revoked_at FROM operator_key WHERE "
                + OF_HOLDER
                + " ORDER BY created_at DESC, key_id LIMIT ?",
            row ->
                new Listed(
                    row.getString("key_id"),
                    Sql.instant(row, "created_at"),
                    row.getObject("revoked_at") == null ? null : Sql.instant(row, "revoked_at")),
            holder.operatorId(),
            providerId(holder),
            MAX_LISTED));
  }

  private static AuditEvent act(String action, KeyHolder holder, String keyId, String actor) {
    AuditEvent act = AuditEvent.of(actor, action, "key:" + keyId).at(holder.operatorId());
    return holder.provider().isPresent() ? act.with("provider", holder.code()) : act;
  }

  private static @Nullable Integer providerId(KeyHolder holder) {
    return holder.provider().isPresent() ? holder.provider().getAsInt() : null;
  }

  /// So that two requests at once do not make a third key.
  private static void lock(Connection connection, KeyHolder holder) throws SQLException {
    Sql.one(
        connection,
        "SELECT operator_id FROM operator WHERE operator_id = ? FOR NO KEY UPDATE",
        row -> row.getInt(1),
        holder.operatorId());
  }

  private static String owner(String keyId) {
    return "operator_key:" + keyId;
  }
}
