package dev.pitboss.server.hashing;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;

/// SHA-256 without its checked exception: every JDK has it.
public final class Sha256 {
  /// Copied and never used itself: to look the algorithm up takes as long as to digest a line.
  private static final MessageDigest BLANK = blank();

  private static final long VERSION_BITS = 0xF000;
  private static final long VERSION_8 = 0x8000;
  private static final long LOW_BITS = 0x3FFF_FFFF_FFFF_FFFFL;
  private static final long VARIANT = 0x8000_0000_0000_0000L;

  private Sha256() {}

  /// The digest of the bytes, 32 bytes.
  public static byte[] of(byte[] bytes) {
    try {
      return ((MessageDigest) BLANK.clone()).digest(bytes);
    } catch (CloneNotSupportedException _) {
      return blank().digest(bytes); // some providers' cannot be copied
    }
  }

  /// A digest to which bytes are added piece by piece.
  public static MessageDigest digest() {
    return blank();
  }

  /// A digest in the form it is written in: 64 lower-case hex characters.
  public static String hex(byte[] digest) {
    return HexFormat.of().formatHex(digest);
  }

  private static MessageDigest blank() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("every JDK has SHA-256", impossible);
    }
  }

  /// The digest of the text's UTF-8 bytes, 32 bytes.
  public static byte[] of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /// The digest's first half as a UUID of version 8 (RFC 9562): always the same for a text, and
  /// different for different texts.
  public static UUID uuid(String text) {
    ByteBuffer digest = ByteBuffer.wrap(of(text));
    return new UUID(
        (digest.getLong() & ~VERSION_BITS) | VERSION_8, (digest.getLong() & LOW_BITS) | VARIANT);
  }
}
