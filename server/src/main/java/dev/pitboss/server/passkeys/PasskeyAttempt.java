package dev.pitboss.server.passkeys;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/// One browser's attempt to make or use a passkey. All there is of it is a secret in that browser's
/// cookie; a [Challenges] challenge is good with it and nowhere else. `toString` masks it.
///
/// @param secret 43 base64url characters, 256 random bits
public record PasskeyAttempt(String secret) {
  private static final int SECRET_BYTES = 32;
  private static final String FORM = "[A-Za-z0-9_-]{43}";

  public PasskeyAttempt {
    if (!secret.matches(FORM)) {
      throw new IllegalArgumentException("an attempt's secret has 43 base64url characters");
    }
  }

  /// A new attempt.
  public static PasskeyAttempt fresh(SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new PasskeyAttempt(Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
  }

  /// The attempt a cookie speaks of, when it is one.
  public static Optional<PasskeyAttempt> of(String cookie) {
    return cookie.matches(FORM) ? Optional.of(new PasskeyAttempt(cookie)) : Optional.empty();
  }

  @Override
  public String toString() {
    return "PasskeyAttempt[…]";
  }
}
