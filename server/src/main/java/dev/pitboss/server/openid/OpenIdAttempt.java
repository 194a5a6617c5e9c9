package dev.pitboss.server.openid;

import dev.pitboss.server.hashing.Sha256;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;

/// One browser's single sign-on attempt. All there is of it is a secret in that browser's cookie:
/// it is the PKCE verifier, and state and nonce are its hashes, so that a code is worth nothing in
/// any other browser. `toString` masks it.
///
/// @param verifier 43 base64url characters, 256 random bits
public record OpenIdAttempt(String verifier) {
  private static final int SECRET_BYTES = 32;

  public OpenIdAttempt {
    if (!verifier.matches("[A-Za-z0-9_-]{43}")) {
      throw new IllegalArgumentException("a verifier has 43 base64url characters");
    }
  }

  /// A new attempt.
  public static OpenIdAttempt fresh(SecureRandom random) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    return new OpenIdAttempt(base64(secret));
  }

  /// The attempt a cookie speaks of, when it is one.
  public static Optional<OpenIdAttempt> of(String cookie) {
    return cookie.matches("[A-Za-z0-9_-]{43}")
        ? Optional.of(new OpenIdAttempt(cookie))
        : Optional.empty();
  }

  /// What the issuer gives back to the browser.
  public String state() {
    return base64(Sha256.of("state " + verifier));
  }

  /// What the issuer signs.
  public String nonce() {
    return base64(Sha256.of("nonce " + verifier));
  }

  /// Whether this is the attempt the issuer answered.
  public boolean isAnsweredBy(String state) {
    return MessageDigest.isEqual(
        state().getBytes(StandardCharsets.US_ASCII), state.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "OpenIdAttempt[…]";
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
