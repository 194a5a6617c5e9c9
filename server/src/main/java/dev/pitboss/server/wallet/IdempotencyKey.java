package dev.pitboss.server.wallet;

import com.github.f4b6a3.uuid.UuidCreator;
import dev.pitboss.server.hashing.Sha256;
import java.nio.ByteBuffer;
import java.util.UUID;
import java.util.regex.Pattern;

/// The name a client gives to one intention, so that asking twice acts once.
///
/// @param text 1 to 64 printable ASCII characters
public record IdempotencyKey(String text) {
  private static final Pattern FORM = Pattern.compile("[!-~]{1,64}");
  private static final Pattern UUID_FORM =
      Pattern.compile("[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}");

  public IdempotencyKey {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "an idempotency key has 1 to 64 printable ASCII characters");
    }
  }

  /// A key for a request that came without one; time-ordered, so that its index stays compact.
  public static IdempotencyKey fresh() {
    return new IdempotencyKey(UuidCreator.getTimeOrderedEpoch().toString());
  }

  /// The key as stored: itself when it is a UUID, else the first half of its SHA-256.
  public UUID requestId() {
    if (UUID_FORM.matcher(text).matches()) {
      return UUID.fromString(text);
    }
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(text));
    return new UUID(hash.getLong(), hash.getLong());
  }
}
