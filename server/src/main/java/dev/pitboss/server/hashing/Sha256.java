package dev.pitboss.server.hashing;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 without its checked exception: every JDK has it.
public final class Sha256 {
  /// Copied and never used itself: to look the algorithm up takes as long as to digest a line.
  private static final MessageDigest BLANK = blank();

  private Sha256() {}

  /// The digest of the bytes, 32 bytes.
  public static byte[] of(byte[] bytes) {
    try {
      return ((MessageDigest) BLANK.clone()).digest(bytes);
    } catch (CloneNotSupportedException _) {
      return blank().digest(bytes); // some providers' cannot be copied
    }
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
}
