package dev.pitboss.games;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// SHA-256 (FIPS 180-4) in the one form the games use: text in, lower-case hex out.
public final class Sha256 {
  private Sha256() {}

  /// The digest of the text's UTF-8 bytes, 64 lower-case hex characters.
  public static String hex(String text) {
    try {
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException absent) {
      throw new IllegalStateException("Every Java platform has to offer SHA-256", absent);
    }
  }
}
