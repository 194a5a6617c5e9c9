package dev.pitboss.server.http;

import dev.pitboss.server.staff.StaffSessions;
import dev.pitboss.server.staff.StaffToken;
import io.vertx.core.MultiMap;

/// The cookie that carries the token of somebody who works here, guarded as a player's.
final class StaffCookie {
  private static final String SUFFIX = "-ops";

  private StaffCookie() {}

  static String nameFor(MultiMap headers) {
    return SessionCookie.nameFor(headers) + SUFFIX;
  }

  static String carrying(StaffToken token, MultiMap headers) {
    return header(token.text(), headers, StaffSessions.LIFETIME.toSeconds());
  }

  static String removing(MultiMap headers) {
    return header("", headers, 0);
  }

  private static String header(String value, MultiMap headers, long maxAgeSeconds) {
    String name = nameFor(headers);
    return name
        + "="
        + value
        + "; Path=/; HttpOnly; SameSite=Strict; Max-Age="
        + maxAgeSeconds
        + (name.startsWith("__Host-") ? "; Secure" : "");
  }
}
