package dev.pitboss.games.crash;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A link of a [HashChain]; together with the salt it decides one round.
///
/// It reveals this round and every earlier one, and no later one. Until the round has crashed it is
/// secret, so [#toString] shows only where it leads; [#hex] tells. Immutable and thread-safe.
public final class GameHash {
  /// As many as SHA-256 gives.
  public static final int BYTES = 32;

  private final byte[] bytes;

  private GameHash(byte[] bytes) {
    this.bytes = bytes;
  }

  /// The hash with these bytes.
  ///
  /// @throws IllegalArgumentException when there are not exactly 32; the message does not show them
  public static GameHash of(byte[] bytes) {
    if (bytes.length != BYTES) {
      throw new IllegalArgumentException(
          "A game hash has %d bytes, got %d".formatted(BYTES, bytes.length));
    }
    return new GameHash(bytes.clone());
  }

  /// The hash written as 64 lower-case hex characters.
  ///
  /// @throws IllegalArgumentException when it is not; the message does not repeat it
  public static GameHash of(String hex) {
    if (!hex.matches("[0-9a-f]{64}")) {
      throw new IllegalArgumentException("A game hash is 64 lower-case hex characters");
    }
    return new GameHash(HexFormat.of().parseHex(hex));
  }

  /// The hash of the round played before: SHA-256 of this hash's bytes.
  public GameHash before() {
    return new GameHash(sha256().digest(bytes));
  }

  /// The hash as many rounds before.
  ///
  /// @param rounds at least 0; a million take about a fifth of a second
  public GameHash before(long rounds) {
    MessageDigest digest = sha256();
    byte[] at = bytes;
    for (long i = 0; i < rounds; i++) {
      at = digest.digest(at);
    }
    return new GameHash(at);
  }

  /// The hash itself, 64 lower-case hex characters.
  public String hex() {
    return HexFormat.of().formatHex(bytes);
  }

  byte[] bytes() {
    return bytes;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    // Constant time, as for every secret.
    return other instanceof GameHash hash && MessageDigest.isEqual(hash.bytes, bytes);
  }

  @Override
  public int hashCode() {
    return java.util.Arrays.hashCode(bytes);
  }

  @Override
  public String toString() {
    return "GameHash[leads to " + before().hex() + "]";
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("Every Java platform has to offer SHA-256", absent);
    }
  }
}
