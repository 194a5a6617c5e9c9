package dev.pitboss.server.http;

import dev.pitboss.server.openid.OpenIdAttempt;
import dev.pitboss.server.passkeys.Challenges;
import dev.pitboss.server.passkeys.PasskeyAttempt;
import dev.pitboss.server.players.SessionToken;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/// The cookie that carries a session's token. Over TLS, and on the loopback address, which browsers
/// trust as much, it is `__Host-` and `Secure`; on plain HTTP to another host browsers would drop
/// such a cookie, so a plain one with the same other guards takes its place.
final class SessionCookie {
  private static final String SECURE_NAME = "__Host-pitboss";
  private static final String PLAIN_NAME = "pitboss";

  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

  /// Time enough to find one's password at the issuer.
  private static final Duration ATTEMPT_LIFETIME = Duration.ofMinutes(10);

  private SessionCookie() {}

  static String nameFor(MultiMap headers) {
    return isTrusted(headers) ? SECURE_NAME : PLAIN_NAME;
  }

  static String carrying(SessionToken token, MultiMap headers, Duration lifetime) {
    return header(token.text(), headers, lifetime.toSeconds());
  }

  static String removing(MultiMap headers) {
    return header("", headers, 0);
  }

  /// A cookie beside the session's, for the way to an issuer and back.
  static String carrying(OpenIdAttempt attempt, MultiMap headers) {
    return attemptName(headers)
        + "="
        + attempt.verifier()
        + guards(headers, ATTEMPT_LIFETIME.toSeconds());
  }

  /// The way to an issuer this browser went, if it has not taken too long.
  static Optional<OpenIdAttempt> attemptOf(MultiMap headers) {
    return valueOf(attemptName(headers), headers).flatMap(OpenIdAttempt::of);
  }

  /// A cookie beside the session's, from asking for a passkey to its answer.
  static String carrying(PasskeyAttempt attempt, MultiMap headers) {
    return passkeyName(headers)
        + "="
        + attempt.secret()
        + guards(headers, Challenges.LIFETIME.toSeconds());
  }

  /// What this browser asked a passkey for, if it has not taken too long.
  static Optional<PasskeyAttempt> passkeyAttemptOf(MultiMap headers) {
    return valueOf(passkeyName(headers), headers).flatMap(PasskeyAttempt::of);
  }

  private static Optional<String> valueOf(String name, MultiMap headers) {
    String prefix = name + "=";
    return headers.getAll("Cookie").stream()
        .flatMap(line -> Arrays.stream(line.split(";")))
        .map(String::strip)
        .filter(pair -> pair.startsWith(prefix))
        .findFirst()
        .map(pair -> pair.substring(prefix.length()));
  }

  private static String passkeyName(MultiMap headers) {
    return nameFor(headers) + "-passkey";
  }

  private static String attemptName(MultiMap headers) {
    return nameFor(headers) + "-openid";
  }

  private static String header(String value, MultiMap headers, long maxAgeSeconds) {
    return nameFor(headers) + "=" + value + guards(headers, maxAgeSeconds);
  }

  private static String guards(MultiMap headers, long maxAgeSeconds) {
    return "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
        + maxAgeSeconds
        + (isTrusted(headers) ? "; Secure" : "");
  }

  private static boolean isTrusted(MultiMap headers) {
    String host = headers.get("Host");
    return "https".equals(headers.get("X-Forwarded-Proto"))
        || (host != null && LOOPBACK.matcher(host).matches());
  }
}
