package dev.pitboss.games.fair;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.pitboss.games.Sha256;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// The house's secret half of the chance, published as a [ServerSeedHash] before the player binds a
/// client seed, and revealed when the pair is rotated.
///
/// It reveals every outcome to come, so [#toString] masks it; only [#text] tells. Immutable and
/// thread-safe.
public final class ServerSeed {
  /// Longest accepted text: room for 64 bytes as hex, HMAC-SHA256's block.
  public static final int MAX_LENGTH = 128;

  /// Entropy of a fresh seed in bytes: as much as SHA-256 can commit to.
  public static final int ENTROPY_BYTES = 32;

  private final String text;

  private ServerSeed(String text) {
    this.text = text;
  }

  /// A seed with the given text, as stored or as revealed.
  ///
  /// @throws IllegalArgumentException when the text is not 1 to 128 visible ASCII characters (0x21
  ///   to 0x7E, so no space); the message does not repeat it
  public static ServerSeed of(String text) {
    PrintableAscii.fault(text, MAX_LENGTH)
        .ifPresent(fault -> {
          throw new IllegalArgumentException(
              "A server seed is 1 to %d visible ASCII characters without spaces; %s (not shown)"
                  .formatted(MAX_LENGTH, fault));
        });
    return new ServerSeed(text);
  }

  /// A fresh seed from secure random bytes; its text is their hex.
  ///
  /// @throws IllegalArgumentException when there are not exactly 32 bytes
  public static ServerSeed fromEntropy(byte[] entropy) {
    if (entropy.length != ENTROPY_BYTES) {
      throw new IllegalArgumentException(
          "A server seed takes %d bytes of entropy, got %d"
              .formatted(ENTROPY_BYTES, entropy.length));
    }
    return new ServerSeed(HexFormat.of().formatHex(entropy));
  }

  /// The secret itself: the HMAC key is this text's UTF-8 bytes, not the bytes its hex stands for.
  public String text() {
    return text;
  }

  /// The commitment to this seed.
  public ServerSeedHash hash() {
    return new ServerSeedHash(Sha256.hex(text));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    // Constant time, as for every secret.
    return other instanceof ServerSeed seed
        && MessageDigest.isEqual(seed.text.getBytes(UTF_8), text.getBytes(UTF_8));
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return "ServerSeed[hash=" + hash().hex() + "]";
  }
}
