package dev.pitboss.games.crash;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pitboss.games.Draws;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// The draws of one round of crash: the 52 top bits of `HMAC-SHA256(key = salt text, message = game
/// hash)`, as two draws of 26 bits each, high ones first. There are no more.
///
/// That is bustabit's scheme, so its verifiers reproduce every round. Not thread-safe: it keeps a
/// position.
public final class ChainDraws implements Draws {
  /// The name the scheme is stored and sent by.
  public static final String SCHEME = "bustabit";

  /// What each of the two draws is below.
  public static final int BOUND = 1 << 26;

  private static final int BITS = 52;

  private final long bits;
  private int made;

  /// The draws of a round.
  ///
  /// @param salt text, whose UTF-8 bytes are the key; not empty
  public ChainDraws(GameHash hash, String salt) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(salt.getBytes(UTF_8), "HmacSHA256"));
      bits = ByteBuffer.wrap(mac.doFinal(hash.bytes())).getLong() >>> (Long.SIZE - BITS);
    } catch (GeneralSecurityException absent) {
      throw new IllegalStateException("Every Java platform has to offer HmacSHA256", absent);
    }
  }

  @Override
  public int below(int bound) {
    if (bound != BOUND || made == 2) {
      throw new IllegalArgumentException(
          "A round of crash has two draws below %d; draw %d below %d was asked for"
              .formatted(BOUND, made + 1, bound));
    }
    made++;
    return (int) (made == 1 ? bits / BOUND : bits % BOUND);
  }
}
