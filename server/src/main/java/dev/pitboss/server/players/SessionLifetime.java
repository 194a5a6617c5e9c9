package dev.pitboss.server.players;

import java.time.Duration;
import java.time.Instant;

/// Lifetime of a session.
///
/// @param idle without being used
/// @param whole however much it is used
public record SessionLifetime(Duration idle, Duration whole) {
  /// A guest has no other way back to their chips.
  public static final SessionLifetime GUEST =
      new SessionLifetime(Duration.ofDays(14), Duration.ofDays(30));

  /// Who has a password can come back with it.
  public static final SessionLifetime REGISTERED =
      new SessionLifetime(Duration.ofDays(1), Duration.ofDays(14));

  static SessionLifetime of(boolean guest) {
    return guest ? GUEST : REGISTERED;
  }

  /// When it ends by itself, if it is not used after `now`.
  Instant expiry(Instant now, Instant end) {
    Instant idleEnd = now.plus(idle);
    return idleEnd.isBefore(end) ? idleEnd : end;
  }
}
