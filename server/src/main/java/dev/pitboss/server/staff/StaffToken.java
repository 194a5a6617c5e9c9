package dev.pitboss.server.staff;

import dev.pitboss.server.hashing.Sha256;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// The secret of a staff session, or of the setup of the first account: 256 random bits as 43
/// base64url characters. Only its SHA-256 is stored. `toString` masks it.
///
/// @param text what the client keeps and sends
public record StaffToken(String text) {
  private static final int TOKEN_BYTES = 32;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{43}");

  public StaffToken {
    if (!FORM.matcher(text).matches()) {
      throw new IllegalArgumentException("a token has 43 base64url characters");
    }
  }

  static StaffToken fresh(SecureRandom random) {
    byte[] bytes = new byte[TOKEN_BYTES];
    random.nextBytes(bytes);
    return new StaffToken(Base64.getUrlEncoder().withoutPadding().encodeToString(bytes));
  }

  /// What a client sent, when it has the form of a token.
  public static Optional<StaffToken> of(String text) {
    return FORM.matcher(text).matches() ? Optional.of(new StaffToken(text)) : Optional.empty();
  }

  byte[] hash() {
    return Sha256.of(text);
  }

  @Override
  public String toString() {
    return "StaffToken[…]";
  }
}
