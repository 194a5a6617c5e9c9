package dev.pitboss.server.players;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.restrictions.ExclusionListener;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Sessions at the front ends of published games: a front end is another's page, and gets a token
/// for one game and one player, which is no session of the player's own. Ends by itself, and with
/// the session it was made from. Thread-safe.
public final class GameSessions {
  /// How long a front end may go on with a token.
  public static final Duration LIFETIME = Duration.ofHours(12);

  /// No player has more games open at once; one more ends the oldest.
  static final int MAX_PER_PLAYER = 50;

  private final Database database;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();

  GameSessions(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  /// A token to be carried to the front end.
  public record Launched(SessionToken token, Instant expiresAt) {}

  /// Makes a token from a player's session.
  ///
  /// @return empty when that session has ended
  public Optional<Launched> launch(long playerId, String game, SessionToken session) {
    SessionToken token = SessionToken.fresh(random);
    Instant now = clock.instant();
    Instant expiresAt = now.plus(LIFETIME);
    int made =
        database.inTransaction(connection -> {
          int rows =
              Sql.update(
                  connection,
                  """
                  INSERT INTO game_session (token_hash, player_id, game, from_session, expires_at)
                  SELECT ?, s.player_id, ?, s.token_hash, ?
                    FROM session s
                   WHERE s.token_hash = ? AND s.player_id = ? AND s.expires_at > ?
                     FOR KEY SHARE OF s
                  """,
                  token.hash(),
                  game,
                  expiresAt,
                  session.hash(),
                  playerId,
                  now);
          Sql.update(
              connection,
              """
              DELETE FROM game_session WHERE player_id = ? AND token_hash IN (
                SELECT token_hash FROM game_session WHERE player_id = ?
                 ORDER BY expires_at DESC, token_hash OFFSET ?)
              """,
              playerId,
              playerId,
              MAX_PER_PLAYER);
          return rows;
        });
    return made == 0 ? Optional.empty() : Optional.of(new Launched(token, expiresAt));
  }

  /// Whose token it is; empty when it never was one for that game, has expired, or the session it
  /// was made from has ended.
  public Optional<Player> find(SessionToken token, String game) {
    Instant now = clock.instant();
    return database.read(connection ->
        Sql.first(
            connection,
            """
            SELECT p.player_id, p.operator_id, o.code, p.username, p.guest, o.currency,
                   p.created_at, p.last_login
              FROM game_session g
              JOIN session s ON s.token_hash = g.from_session
              JOIN player p ON p.player_id = g.player_id
              JOIN operator o ON o.operator_id = p.operator_id
             WHERE g.token_hash = ? AND g.game = ? AND g.expires_at > ? AND s.expires_at > ?
            """,
            Sessions::player,
            token.hash(),
            game,
            now,
            now));
  }

  /// Ends all tokens of a player who excludes themselves, in the caller's transaction, after
  /// `first` has seen it.
  public static ExclusionListener endingSessions(ExclusionListener first) {
    return (connection, act) -> {
      first.saw(connection, act);
      if (act.kind().equals("self_exclusion")) {
        Sql.update(connection, "DELETE FROM game_session WHERE player_id = ?", act.playerId());
      }
    };
  }

  /// Deletes tokens that have expired, and at most so many.
  int deleteExpired(int max) {
    return database.inTransaction(connection ->
        Sql.update(
            connection,
            """
            DELETE FROM game_session WHERE token_hash IN (
              SELECT token_hash FROM game_session WHERE expires_at <= ?
               ORDER BY expires_at LIMIT ?)
            """,
            clock.instant(),
            max));
  }
}
