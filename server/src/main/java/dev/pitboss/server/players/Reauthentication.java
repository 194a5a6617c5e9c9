package dev.pitboss.server.players;

import dev.pitboss.server.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;

/// How recently the player authenticated. A signed-in browser left unattended must not be enough to
/// take the account over, so sign-in methods are changed only shortly after signing in: a session
/// of a registered player begins with a proof, and proving again begins another.
final class Reauthentication {
  /// Time enough to find a device and to write codes down.
  static final Duration LATELY = Duration.ofMinutes(10);

  private Reauthentication() {}

  /// Whether the session began with a proof not long ago.
  static boolean lately(Connection connection, SessionToken token, Instant now)
      throws SQLException {
    return Sql.first(
            connection,
            "SELECT 1 FROM session WHERE token_hash = ? AND created_at > ?",
            _ -> true,
            token.hash(),
            now.minus(LATELY))
        .isPresent();
  }
}
