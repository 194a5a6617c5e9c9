package dev.pitboss.server.staff;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Creation of the first staff account: the server's output has a token that works once, as long as
/// there is no account. Thread-safe.
public final class StaffSetup {
  /// How long a token can be used; the next start makes another.
  public static final Duration LIFETIME = Duration.ofHours(24);

  /// Names the lock of the database that setups take turns by; any number that is not used
  /// otherwise.
  private static final long LOCK = 0x73_65_74_75_70L;

  private StaffSetup() {}

  /// A token, when there is no account yet.
  public static Optional<StaffToken> offer(Database database, InstantSource clock) {
    StaffToken token = StaffToken.fresh(new SecureRandom());
    Instant now = clock.instant();
    return database.inTransaction(connection -> {
      lock(connection);
      Sql.update(connection, "DELETE FROM staff_setup WHERE expires_at <= ?", now);
      if (hasAccounts(connection)) {
        return Optional.empty();
      }
      Sql.update(
          connection,
          "INSERT INTO staff_setup (token_hash, expires_at) VALUES (?, ?)",
          token.hash(),
          now.plus(LIFETIME));
      return Optional.of(token);
    });
  }

  /// Uses a token up, and all others with it.
  ///
  /// @return false when it is not the setup token, or there are accounts
  static boolean takes(Connection connection, StaffToken token, Instant now) throws SQLException {
    boolean isOne =
        Sql.first(
                connection,
                "SELECT 1 FROM staff_setup WHERE token_hash = ? AND expires_at > ?",
                row -> row.getInt(1),
                token.hash(),
                now)
            .isPresent();
    if (!isOne || hasAccounts(connection)) {
      return false;
    }
    Sql.update(connection, "DELETE FROM staff_setup");
    return true;
  }

  static void lock(Connection connection) throws SQLException {
    Sql.one(connection, "SELECT pg_advisory_xact_lock(?)", _ -> true, LOCK);
  }

  private static boolean hasAccounts(Connection connection) throws SQLException {
    return Sql.one(connection, "SELECT EXISTS (SELECT FROM staff)", row -> row.getBoolean(1));
  }
}
