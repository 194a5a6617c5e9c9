package dev.pitboss.server.ledger;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.pitboss.server.hashing.Sha256;
import java.nio.ByteBuffer;
import java.util.OptionalLong;
import java.util.UUID;

/// The name a client gives to one intention, so that asking twice acts once.
///
/// @param text 1 to 64 visible ASCII characters (0x21 to 0x7E), so no space
public record IdempotencyKey(String text) {
  private static final int MAX_LENGTH = 64;
  private static final int UUID_LENGTH = 36;
  private static final int VERSION_AT = 14;

  // the fields of a UUID, RFC 9562: 48 bits of time, 4 of version, 12 of chance; 2 of variant, 62
  private static final long TIME_BITS = 0xFFFF_FFFF_FFFF_F000L;
  private static final long HIGH_BITS = 0xFFF;
  private static final long VERSION_BITS = 0xF000;
  private static final long VERSION_8 = 0x8000;
  private static final long LOW_BITS = 0x3FFF_FFFF_FFFF_FFFFL;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  public IdempotencyKey {
    if (text.isEmpty() || text.length() > MAX_LENGTH || !isPrintable(text)) {
      throw new IllegalArgumentException(
          "an idempotency key has 1 to 64 visible ASCII characters without spaces");
    }
  }

  private static boolean isPrintable(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c <= ' ' || c > '~') {
        return false;
      }
    }
    return true;
  }

  /// A key for a request that came without one; time-ordered, so that its index stays compact.
  public static IdempotencyKey fresh() {
    return new IdempotencyKey(UuidCreator.getTimeOrderedEpochFast().toString());
  }

  /// What the player's request is kept under, and the round it begins is named by. No two players
  /// share one. The time of a time-ordered UUID stays in front, so that what a player does in a row
  /// is stored in a row.
  public UUID requestId(long playerId) {
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(playerId + ":" + text));
    long high = hash.getLong();
    long low = (hash.getLong() & LOW_BITS) | VARIANT;
    OptionalLong time = timeBits();
    return time.isPresent()
        ? new UUID((time.getAsLong() & TIME_BITS) | (high & HIGH_BITS), low)
        : new UUID((high & ~VERSION_BITS) | VERSION_8, low);
  }

  /// The upper half of a time-ordered UUID in its usual form.
  private OptionalLong timeBits() {
    if (text.length() != UUID_LENGTH || text.charAt(VERSION_AT) != '7') {
      return OptionalLong.empty();
    }
    try {
      UUID uuid = UUID.fromString(text);
      return uuid.toString().equals(text)
          ? OptionalLong.of(uuid.getMostSignificantBits())
          : OptionalLong.empty();
    } catch (IllegalArgumentException _) {
      return OptionalLong.empty();
    }
  }
}
