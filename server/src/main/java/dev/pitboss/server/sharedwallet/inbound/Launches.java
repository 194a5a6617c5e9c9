package dev.pitboss.server.sharedwallet.inbound;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.Sql;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// How a player is handed to a provider: by a token that the player's browser carries there, and
/// that the provider exchanges, once and soon, for a session. Thread-safe.
public final class Launches {
  /// Long enough for a page to load.
  public static final Duration TOKEN_LIFETIME = Duration.ofSeconds(60);

  /// How long a provider may take bets of a player who was handed over.
  public static final Duration SESSION_LIFETIME = Duration.ofHours(12);

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

  /// Makes a token; the one before, of the same player for the same provider, ends.
  public Launch launch(Provider provider, long playerId, String game) {
    Token token = Token.fresh(random);
    Instant expiresAt = clock.instant().plus(TOKEN_LIFETIME);
    database.inTransaction(connection ->
        Sql.update(
            connection,
            """
            INSERT INTO launch (token_hash, provider_id, player_id, game, expires_at)
            VALUES (?, ?, ?, ?, ?)
            ON CONFLICT (player_id, provider_id) DO UPDATE
               SET token_hash = excluded.token_hash, game = excluded.game,
                   expires_at = excluded.expires_at
            """,
            token.hash(),
            provider.providerId(),
            playerId,
            game,
            expiresAt));
    return new Launch(token, expiresAt);
  }

  /// Exchanges a token; empty when it never was the provider's, was used, or is too old.
  public Optional<Handed> exchange(Provider provider, Token token) {
    Token session = Token.fresh(random);
    Instant now = clock.instant();
    Instant expiresAt = now.plus(SESSION_LIFETIME);
    return database.inTransaction(connection ->
        Sql.first(
            connection,
            """
            WITH used AS (
              DELETE FROM launch WHERE token_hash = ? AND provider_id = ? AND expires_at > ?
              RETURNING provider_id, player_id, game),
            opened AS (
              INSERT INTO provider_session (token_hash, provider_id, player_id, game, expires_at)
              SELECT ?, provider_id, player_id, game, ? FROM used)
            SELECT u.player_id, p.username, u.game FROM used u JOIN player p USING (player_id)
            """,
            row ->
                new Handed(
                    session,
                    row.getLong("player_id"),
                    row.getString("username"),
                    row.getString("game"),
                    expiresAt),
            token.hash(),
            provider.providerId(),
            now,
            session.hash(),
            expiresAt));
  }

  /// Whether that player was handed to the provider with this session, and it has not ended.
  boolean isOpen(Provider provider, Token session, long playerId) {
    return database
        .read(connection ->
            Sql.first(
                connection,
                """
                SELECT 1 FROM provider_session
                 WHERE token_hash = ? AND provider_id = ? AND player_id = ? AND expires_at > ?
                """,
                row -> true,
                session.hash(),
                provider.providerId(),
                playerId,
                clock.instant()))
        .isPresent();
  }
}
