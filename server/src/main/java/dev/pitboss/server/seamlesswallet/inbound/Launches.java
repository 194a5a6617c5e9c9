package dev.pitboss.server.seamlesswallet.inbound;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.players.SessionToken;
import dev.pitboss.server.restrictions.ExclusionListener;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Hand-over of a player to a provider: by a token that the player's browser carries there, and
/// that the provider exchanges, once and soon, for a session. Thread-safe.
public final class Launches {
  /// Long enough for a page to load.
  public static final Duration TOKEN_LIFETIME = Duration.ofSeconds(60);

  /// How long a provider may take bets of a player who was handed over.
  public static final Duration SESSION_LIFETIME = Duration.ofHours(12);

  /// No player uses more tables at once; one more ends the oldest.
  static final int MAX_PER_PLAYER = 50;

  private final Database database;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  public Launches(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// A token to be carried to the provider.
  public record Launch(Token token, Instant expiresAt) {}

  /// A player who was handed over.
  ///
  /// @param session what the provider shows with each bet
  public record Handed(
      Token session, long playerId, String username, String game, Instant expiresAt) {}

  /// Makes a token; the one before, of the same player for the same provider, ends. Everything
  /// derived from it ends with the session it is made from.
  ///
  /// @return empty when that session has ended, or the provider is out of use
  public Optional<Launch> launch(
      Provider provider, long playerId, String game, SessionToken session) {
    Token token = Token.fresh(random);
    Instant now = clock.instant();
    Instant expiresAt = now.plus(TOKEN_LIFETIME);
    int made =
        database.inTransaction(connection ->
            Sql.update(
                connection,
                """
                INSERT INTO launch (token_hash, provider_id, player_id, game, from_session, expires_at)
                SELECT ?, p.provider_id, s.player_id, ?, s.token_hash, ?
                  FROM session s, provider p
                 WHERE s.token_hash = ? AND s.player_id = ? AND s.expires_at > ?
                   AND p.provider_id = ? AND p.disabled_at IS NULL
                   FOR KEY SHARE OF s
                ON CONFLICT (player_id, provider_id) DO UPDATE
                   SET token_hash = excluded.token_hash, game = excluded.game,
                       from_session = excluded.from_session, expires_at = excluded.expires_at
                """,
                token.hash(),
                game,
                expiresAt,
                session.hash(),
                playerId,
                now,
                provider.providerId()));
    return made == 0 ? Optional.empty() : Optional.of(new Launch(token, expiresAt));
  }

  @SuppressWarnings("ArrayRecordComponent") // written on, never compared
  private record Launched(long playerId, String username, String game, byte[] session) {}

  /// Exchanges a token; empty when it never was the provider's, was used, is too old, or was made
  /// from a session that has ended.
  public Optional<Handed> exchange(Provider provider, Token token) {
    Instant now = clock.instant();
    return database.inTransaction(connection -> {
      // the session first, in the lock order of ending a session
      Optional<Launched> launched =
          Sql.first(
              connection,
              """
              SELECT l.player_id, p.username, l.game, s.token_hash
                FROM launch l
                JOIN session s ON s.token_hash = l.from_session
                JOIN player p ON p.player_id = l.player_id
                JOIN provider v ON v.provider_id = l.provider_id
               WHERE l.token_hash = ? AND l.provider_id = ? AND l.expires_at > ?
                 AND s.expires_at > ? AND v.disabled_at IS NULL
                 FOR KEY SHARE OF s
              """,
              row ->
                  new Launched(
                      row.getLong("player_id"),
                      row.getString("username"),
                      row.getString("game"),
                      row.getBytes("token_hash")),
              token.hash(),
              provider.providerId(),
              now,
              now);
      boolean used =
          launched.isPresent()
              && Sql.update(connection, "DELETE FROM launch WHERE token_hash = ?", token.hash())
                  == 1;
      return used
          ? Optional.of(handOver(connection, provider, launched.get(), now))
          : Optional.empty();
    });
  }

  private Handed handOver(Connection connection, Provider provider, Launched launched, Instant now)
      throws SQLException {
    Token session = Token.fresh(random);
    Instant expiresAt = now.plus(SESSION_LIFETIME);
    Sql.update(
        connection,
        """
        INSERT INTO provider_session (token_hash, provider_id, player_id, game, from_session, expires_at)
        VALUES (?, ?, ?, ?, ?, ?)
        """,
        session.hash(),
        provider.providerId(),
        launched.playerId(),
        launched.game(),
        launched.session(),
        expiresAt);
    Sql.update(
        connection,
        """
        DELETE FROM provider_session WHERE player_id = ? AND token_hash IN (
          SELECT token_hash FROM provider_session WHERE player_id = ?
           ORDER BY expires_at DESC, token_hash OFFSET ?)
        """,
        launched.playerId(),
        launched.playerId(),
        MAX_PER_PLAYER);
    return new Handed(
        session, launched.playerId(), launched.username(), launched.game(), expiresAt);
  }

  /// Ends all provider tokens and sessions of a player who excludes themselves, in the caller's
  /// transaction, after `first` has seen it. A player who is handed over later can look, and bets
  /// are refused.
  public static ExclusionListener endingSessions(ExclusionListener first) {
    return (connection, act) -> {
      first.saw(connection, act);
      if (act.kind().equals("self_exclusion")) {
        Sql.update(connection, "DELETE FROM launch WHERE player_id = ?", act.playerId());
        Sql.update(connection, "DELETE FROM provider_session WHERE player_id = ?", act.playerId());
      }
    };
  }

  /// Whether that player was handed to the provider with this session, it has not ended, and
  /// neither has the one it came from.
  boolean isOpen(Provider provider, Token session, long playerId) {
    Instant now = clock.instant();
    return database
        .read(connection ->
            Sql.first(
                connection,
                """
                SELECT 1
                  FROM provider_session h
                  JOIN session s ON s.token_hash = h.from_session
                  JOIN provider v ON v.provider_id = h.provider_id
                 WHERE h.token_hash = ? AND h.provider_id = ? AND h.player_id = ?
                   AND h.expires_at > ? AND s.expires_at > ? AND v.disabled_at IS NULL
                """,
                row -> true,
                session.hash(),
                provider.providerId(),
                playerId,
                now,
                now))
        .isPresent();
  }
}
