package dev.pitboss.server.api;

import dev.pitboss.server.http.Request;
import io.netty.handler.codec.http.cookie.Cookie;
import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.MultiMap;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// A cookie that only this site reads, and no script. Over TLS, and on the loopback address, which
/// browsers trust as much, it is `__Host-` and `Secure`; on plain HTTP to another host browsers
/// would drop such a cookie, so a plain one with the same other guards takes its place.
public enum GuardedCookie {
  /// A player's session.
  SESSION(""),
  /// The session of a staff member.
  STAFF_SESSION("-ops"),
  /// The secret of a way to an issuer and back.
  OPENID_ATTEMPT("-openid"),
  /// The secret of one making or one use of a passkey.
  PASSKEY_ATTEMPT("-passkey");

  private static final String SECURE_NAME = "__Host-pitboss";
  private static final String PLAIN_NAME = "pitboss";

  private static final Pattern LOOPBACK =
      Pattern.compile("(localhost|127\\.0\\.0\\.1|\\[::1])(:\\d+)?");

  private final String suffix;

  GuardedCookie(String suffix) {
    this.suffix = suffix;
  }

  /// The `Set-Cookie` header of the answer to a request with those headers.
  public String set(String value, Duration lifetime, MultiMap headers) {
    boolean trusted = isTrusted(headers);
    return name(trusted)
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
        + lifetime.toSeconds()
        + (trusted ? "; Secure" : "");
  }

  /// The `Set-Cookie` header that takes it from the browser.
  public String removed(MultiMap headers) {
    return set("", Duration.ZERO, headers);
  }

  /// What the browser sent, if it did; the first, should it be there twice.
  public Optional<String> read(MultiMap headers) {
    String name = name(isTrusted(headers));
    for (String line : headers.getAll("Cookie")) {
      for (Cookie cookie : ServerCookieDecoder.STRICT.decodeAll(line)) {
        if (cookie.name().equals(name)) {
          return Optional.of(cookie.value());
        }
      }
    }
    return Optional.empty();
  }

  private String name(boolean trusted) {
    return (trusted ? SECURE_NAME : PLAIN_NAME) + suffix;
  }

  private static boolean isTrusted(MultiMap headers) {
    String host = headers.get("Host");
    return Request.isOverTls(headers) || (host != null && LOOPBACK.matcher(host).matches());
  }
}
