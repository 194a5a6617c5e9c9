package dev.pitboss.server.seamlesswallet.inbound;

import dev.pitboss.server.hashing.Sha256;
import java.security.SecureRandom;
import java.util.Base64;

/// A secret handed to a provider: 256 random bits as 43 base64url characters. Only its SHA-256 is
/// stored. `toString` masks it.
///
/// @param text what the provider keeps and sends
public record Token(String text) {
  private static final int BYTES = 32;

  static Token fresh(SecureRandom random) {
    byte[] bytes = new byte[BYTES];
    random.nextBytes(bytes);
    return new Token(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  byte[] hash() {
    return Sha256.of(text);
  }

  @Override
  public String toString() {
    return "Token[…]";
  }
}
