package dev.pitboss.server.passkeys;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Challenges that are not stored: the time, and a code of time, attempt and purpose that only our
/// servers can make. Each is good for [#LIFETIME], with the browser's own attempt, for one purpose.
/// That it is used once is seen to by who notes the used ones. Thread-safe.
public final class Challenges {
  /// What the key is derived for.
  public static final String KEY_PURPOSE = "passkey challenges";

  /// Time enough to find a telephone or a security key.
  public static final Duration LIFETIME = Duration.ofMinutes(5);

  /// Signing in, with any passkey.
  static final String SIGN_IN = "sign-in";

  private static final String ALGORITHM = "HmacSHA256";
  private static final int CODE_BYTES = 32;

  private final SecretKeySpec key;
  private final InstantSource clock;

  /// @param key the same at all servers
  public Challenges(byte[] key, InstantSource clock) {
    this.key = new SecretKeySpec(key, ALGORITHM);
    this.clock = clock;
  }

  /// A challenge to sign in.
  public byte[] toSignIn(PasskeyAttempt attempt) {
    return fresh(attempt, SIGN_IN);
  }

  /// A challenge to add a passkey to that player's.
  public byte[] toAdd(PasskeyAttempt attempt, long playerId) {
    return fresh(attempt, adding(playerId));
  }

  /// What authenticators keep a passkey under, one for each player, 32 bytes that do not identify
  /// the player.
  public byte[] userHandle(long playerId) {
    return code("user " + playerId);
  }

  static String adding(long playerId) {
    return "add to " + playerId;
  }

  boolean isGood(byte[] challenge, PasskeyAttempt attempt, String purpose) {
    if (challenge.length != Long.BYTES + CODE_BYTES) {
      return false;
    }
    long millis = ByteBuffer.wrap(challenge).getLong();
    long age = clock.instant().toEpochMilli() - millis;
    return age >= 0
        && age <= LIFETIME.toMillis()
        && MessageDigest.isEqual(
            code(attempt, purpose, millis),
            Arrays.copyOfRange(challenge, Long.BYTES, challenge.length));
  }

  private byte[] fresh(PasskeyAttempt attempt, String purpose) {
    Instant now = clock.instant();
    return ByteBuffer.allocate(Long.BYTES + CODE_BYTES)
        .putLong(now.toEpochMilli())
        .put(code(attempt, purpose, now.toEpochMilli()))
        .array();
  }

  private byte[] code(PasskeyAttempt attempt, String purpose, long millis) {
    return code("challenge " + millis + " " + attempt.secret() + " " + purpose);
  }

  private byte[] code(String text) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException("every Java has HmacSHA256", impossible);
    }
  }
}
