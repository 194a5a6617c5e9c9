package dev.pitboss.server.players;

import dev.pitboss.server.hashing.Sha256;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/// The secret that proves a session: 256 random bits as 43 base64url characters. Only its SHA-256
/// is stored, so the database's readers cannot use it. `toString` masks it.
///
/// @param text what the client keeps and sends
public record SessionToken(String text) {
  private static final int TOKEN_BYTES = 32;
  private static final int LENGTH = 43;

  public SessionToken {
    if (!hasForm(text)) {
      throw new IllegalArgumentException("a session token has 43 base64url characters");
    }
  }

  static SessionToken fresh(SecureRandom random) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return new SessionToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /// What a client sent, when it has the form of a token.
  public static Optional<SessionToken> of(String text) {
    return hasForm(text) ? Optional.of(new SessionToken(text)) : Optional.empty();
  }

  private static boolean hasForm(String text) {
    if (text.length() != LENGTH) {
      return false;
    }
    for (int i = 0; i < LENGTH; i++) { // asked of every request
      if (!isBase64Url(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isBase64Url(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_';
  }

  /// What is stored of it: SHA-256, 32 bytes.
  public byte[] hash() {
    return Sha256.of(text);
  }

  @Override
  public String toString() {
    return "SessionToken[…]";
  }
}
