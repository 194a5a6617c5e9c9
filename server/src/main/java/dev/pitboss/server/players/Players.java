package dev.pitboss.server.players;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.Sql;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.wallet.Wallet;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Guests and their sessions. Thread-safe.
///
/// Who a token belongs to is remembered for [#SESSION_MEMORY], so that not every request asks the
/// database; a session ended here is forgotten at once, one ended at another server by then.
public final class Players {
  /// How long a guest's session lasts.
  public static final Duration SESSION_LIFETIME = Duration.ofDays(30);

  /// How long a session that was ended at another server may still be taken here.
  public static final Duration SESSION_MEMORY = Duration.ofSeconds(2);

  private static final int MAX_REMEMBERED = 50_000;

  private final Database database;
  private final Wallet wallet;
  private final SeedPairs seeds;
  private final Operators operators;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final Cache<SessionToken, Player> remembered =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(SESSION_MEMORY).build();

  public Players(
      Database database, Wallet wallet, SeedPairs seeds, Operators operators, InstantSource clock) {
    this.database = database;
    this.wallet = wallet;
    this.seeds = seeds;
    this.operators = operators;
    this.clock = clock;
  }

  /// A player who has just come in, with the token that lets them back.
  public record Arrival(SessionToken token, Player player) {}

  /// Opens everything a guest of the house needs, or nothing.
  public Arrival welcomeGuest() {
    return welcomeGuest(operators.house());
  }

  /// Opens everything a guest needs, or nothing: player, cash with its grant, seed pairs, session.
  ///
  /// @param operator one that takes guests
  public Arrival welcomeGuest(Operator operator) {
    SessionToken token = SessionToken.fresh(random);
    String username = "guest-" + Long.toString(random.nextLong(1L << 40, 1L << 41), 32);
    Instant now = clock.instant();
    return database.inTransaction(connection -> {
      long playerId =
          Sql.one(
              connection,
              """
              INSERT INTO player (operator_id, username, guest, created_at, last_login)
              VALUES (?, ?, true, ?, ?) RETURNING player_id
              """,
              row -> row.getLong(1),
              operator.operatorId(),
              username,
              now,
              now);
      wallet.openAccount(connection, playerId, operator.operatorId(), operator.welcomeGrant(), now);
      seeds.open(connection, playerId, now);
      Sql.update(
          connection,
          "INSERT INTO session (token_hash, player_id, created_at, expires_at) VALUES (?, ?, ?, ?)",
          token.hash(),
          playerId,
          now,
          now.plus(SESSION_LIFETIME));
      return new Arrival(token, bySession(connection, token, now).orElseThrow());
    });
  }

  /// Who the token belongs to; empty when it never was valid, has expired or was ended.
  public Optional<Player> authenticate(SessionToken token) {
    Player known = remembered.getIfPresent(token);
    if (known != null) {
      return Optional.of(known);
    }
    Instant now = clock.instant();
    Optional<Player> found = database.read(connection -> bySession(connection, token, now));
    found.ifPresent(player -> remembered.put(token, player));
    return found;
  }

  /// Ends a session; ending one that is not there changes nothing.
  public void endSession(SessionToken token) {
    database.inTransaction(connection ->
        Sql.update(connection, "DELETE FROM session WHERE token_hash = ?", token.hash()));
    remembered.invalidate(token);
  }

  private static Optional<Player> bySession(Connection connection, SessionToken token, Instant now)
      throws SQLException {
    return Sql.first(
        connection,
        """
        SELECT p.player_id, p.operator_id, o.code, p.username, p.guest, o.currency, p.created_at, p.last_login
          FROM session s
          JOIN player p ON p.player_id = s.player_id
          JOIN operator o ON o.operator_id = p.operator_id
         WHERE s.token_hash = ? AND s.expires_at > ?
        """,
        Players::player,
        token.hash(),
        now);
  }

  private static Player player(ResultSet row) throws SQLException {
    return new Player(
        row.getLong("player_id"),
        row.getInt("operator_id"),
        row.getString("code"),
        row.getString("username"),
        row.getBoolean("guest"),
        row.getString("currency"),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "last_login"));
  }
}
