package dev.pitboss.server.seamlesswallet.inbound;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.operators.OperatorKeys;
import dev.pitboss.server.operators.OperatorKeys.OperatorKey;
import dev.pitboss.server.seamlesswallet.WalletSignature;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.regex.Pattern;

/// Whether a call comes from whom it says, now, and for the first time. A refusal does not say why.
/// Thread-safe.
///
/// Nonces are stored in the database, so a call that one server has answered is refused by all.
/// Only calls that are signed rightly are kept, for as long as their time stamp would be taken, so
/// strangers cannot fill it.
public final class SignatureCheck {
  /// How far a call's time may be from ours.
  public static final Duration TOLERANCE = Duration.ofSeconds(30);

  /// A time stamp is taken for twice the tolerance at the most; the rest is for servers whose
  /// clocks differ.
  private static final Duration REMEMBERED = Duration.ofSeconds(90);

  private static final Pattern NONCE = Pattern.compile("[A-Za-z0-9_-]{16,64}");
  private static final Pattern TIMESTAMP = Pattern.compile("[1-9][0-9]{0,15}");
  private static final Pattern KEY = Pattern.compile("[A-Za-z0-9_-]{1,64}");

  /// A call under an unknown key is verified against this secret, so that it takes as long as any.
  private static final byte[] DECOY = new byte[32];

  private final OperatorKeys keys;
  private final Providers providers;
  private final Database database;
  private final InstantSource clock;

  public SignatureCheck(
      OperatorKeys keys, Providers providers, Database database, InstantSource clock) {
    this.keys = keys;
    this.providers = providers;
    this.database = database;
    this.clock = clock;
  }

  /// A call that is what it says. Signs the answer.
  public static final class Verified {
    private final OperatorKey key;
    private final Provider provider;
    private final String nonce;

    private Verified(OperatorKey key, Provider provider, String nonce) {
      this.key = key;
      this.provider = provider;
      this.nonce = nonce;
    }

    /// Who calls.
    public Provider provider() {
      return provider;
    }

    /// The signature of the answer.
    public String sign(int status, byte[] body) {
      return WalletSignature.ofReply(key.secret(), nonce, status, body);
    }
  }

  /// Whether a key of that name was live a moment ago, without looking anything up.
  public boolean knows(String keyId) {
    return keys.isRemembered(keyId);
  }

  /// Checks a call; empty when anything about it is wrong, or it was heard before.
  ///
  /// @param signature as sent
  public Optional<Verified> verify(WalletSignature.Call call, String signature) {
    if (!KEY.matcher(call.keyId()).matches()
        || !NONCE.matcher(call.nonce()).matches()
        || !TIMESTAMP.matcher(call.timestamp()).matches()) {
      return Optional.empty();
    }
    Instant sent = Instant.ofEpochMilli(Long.parseLong(call.timestamp()));
    // an operator's own key is no provider's
    Optional<OperatorKey> key = keys.find(call.keyId()).filter(it -> it.provider().isPresent());
    byte[] secret = key.map(OperatorKey::secret).orElse(DECOY);
    boolean signed = WalletSignature.matches(WalletSignature.ofRequest(secret, call), signature);
    boolean timely = Duration.between(sent, clock.instant()).abs().compareTo(TOLERANCE) <= 0;
    return key.filter(_ -> signed && timely && isFirst(call, sent))
        .map(found ->
            new Verified(found, providers.byId(found.provider().getAsInt()), call.nonce()));
  }

  private boolean isFirst(WalletSignature.Call call, Instant sent) {
    return database.inOneStatement(connection ->
        Sql.update(
                connection,
                """
                INSERT INTO provider_nonce (key_id, nonce, expires_at) VALUES (?, ?, ?)
                ON CONFLICT (key_id, nonce) DO NOTHING
                """,
                call.keyId(),
                call.nonce(),
                sent.plus(REMEMBERED))
            == 1);
  }
}
