package dev.pitboss.server.players;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.pitboss.server.clients.ClientInfo;
import dev.pitboss.server.database.BatchedReads;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.DatabaseFailure;
import dev.pitboss.server.database.Sql;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Players' sessions. Thread-safe.
///
/// The player of a token is cached for [#MEMORY], so that not every request asks the database; a
/// session ended here is forgotten at once, one ended at another server by then. That a session is
/// used is written once in [#WRITTEN_EVERY] only.
public final class Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(Sessions.class);

  /// How long a session that was ended at another server may still be taken here.
  public static final Duration MEMORY = Duration.ofSeconds(2);

  /// The last use is for people and for expiry in days; a write for each request would cost more
  /// than most of them.
  static final Duration WRITTEN_EVERY = Duration.ofMinutes(1);

  /// No player has more devices; a program that signs in for each request ends its oldest sessions.
  public static final int MAX_PER_PLAYER = 20;

  private static final int MAX_REMEMBERED = 50_000;

  private final Database database;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final BatchedReads<SessionToken, Player> reads = new BatchedReads<>(this::find);
  private final Cache<SessionToken, Player> remembered =
      Caffeine.newBuilder().maximumSize(MAX_REMEMBERED).expireAfterWrite(MEMORY).build();
  private final PlayersOnline online = new PlayersOnline();

  public Sessions(Database database, InstantSource clock) {
    this.database = database;
    this.clock = clock;
  }

  private record Found(SessionToken token, Player player, Instant lastUsedAt, Instant endsAt) {}

  /// Who the token belongs to; empty when it never was valid, has expired or was ended.
  Optional<Player> authenticate(SessionToken token) {
    Optional<Player> known = remembered(token);
    if (known.isPresent()) {
      return known;
    }
    Optional<Player> found = reads.ask(token);
    found.ifPresent(player -> {
      remembered.put(token, player);
      online.note(player);
    });
    return found;
  }

  /// The player of a token that was looked up of late; never blocks.
  Optional<Player> remembered(SessionToken token) {
    return Optional.ofNullable(remembered.getIfPresent(token));
  }

  /// Whose sessions these are. What many bets a second forget in the same moment is asked for
  /// together, or the lanes would wait for a connection behind all of them.
  private Map<SessionToken, Player> find(Set<SessionToken> tokens) {
    Instant now = clock.instant();
    List<Found> found = database.read(connection -> find(connection, tokens, now));
    List<Found> due =
        found.stream()
            .filter(session -> !session.lastUsedAt().plus(WRITTEN_EVERY).isAfter(now))
            .toList();
    if (!due.isEmpty()) {
      noteUse(due, now);
    }
    return found.stream().collect(Collectors.toMap(Found::token, Found::player));
  }

  /// A database that takes no writes can still be read: the use is written when the session is next
  /// looked up.
  private void noteUse(List<Found> due, Instant now) {
    try {
      writeUse(due, now);
    } catch (DatabaseFailure failure) {
      LOG.debug("cannot store the last use of sessions: {}", failure.getMessage());
    }
  }

  /// Who writes the same at another server is not waited for.
  private void writeUse(List<Found> due, Instant now) {
    byte[][] hashes = due.stream().map(session -> session.token().hash()).toArray(byte[][]::new);
    String[] expiries =
        due.stream()
            .map(session ->
                SessionLifetime.of(session.player().guest())
                    .expiry(now, session.endsAt())
                    .toString())
            .toArray(String[]::new);
    database.inOneStatement(connection ->
        Sql.update(
            connection,
            """
            WITH due AS (
              SELECT token_hash FROM session
               WHERE token_hash = ANY (?) AND last_used_at <= ?
               ORDER BY token_hash FOR NO KEY UPDATE SKIP LOCKED)
            UPDATE session s SET last_used_at = ?, expires_at = e.expires_at
              FROM due
              JOIN unnest(?::bytea[], ?::timestamptz[]) AS e (token_hash, expires_at) USING (token_hash)
             WHERE s.token_hash = due.token_hash
            """,
            hashes,
            now.minus(WRITTEN_EVERY),
            now,
            hashes,
            expiries));
  }

  /// Who was here of late.
  public PlayersOnline online() {
    return online;
  }

  /// Opens a session in the caller's transaction; the oldest beyond [#MAX_PER_PLAYER] end.
  Players.Arrival open(
      Connection connection, long playerId, boolean guest, ClientInfo clientInfo, Instant now)
      throws SQLException {
    SessionToken token = SessionToken.fresh(random);
    SessionLifetime lifetime = SessionLifetime.of(guest);
    Instant end = now.plus(lifetime.whole());
    Sql.update(
        connection,
        """
        INSERT INTO session
               (token_hash, player_id, created_at, expires_at, ends_at, last_used_at, agent, network)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """,
        token.hash(),
        playerId,
        now,
        lifetime.expiry(now, end),
        end,
        now,
        clientInfo.agent(),
        clientInfo.network());
    Sql.update(
        connection,
        """
        DELETE FROM session WHERE player_id = ? AND token_hash IN (
          SELECT token_hash FROM session WHERE player_id = ?
           ORDER BY last_used_at DESC, token_hash OFFSET ?)
        """,
        playerId,
        playerId,
        MAX_PER_PLAYER);
    return new Players.Arrival(token, find(connection, Set.of(token), now).getFirst().player());
  }

  /// Ends a session in the caller's transaction. [#forget(SessionToken)] it once that is done.
  static void end(Connection connection, SessionToken token) throws SQLException {
    Sql.update(connection, "DELETE FROM session WHERE token_hash = ?", token.hash());
  }

  /// Ends all of a player's sessions in the caller's transaction. [#forget(long)] them once that is
  /// done.
  static void endAll(Connection connection, long playerId) throws SQLException {
    Sql.update(connection, "DELETE FROM session WHERE player_id = ?", playerId);
  }

  /// Ends a session; ending one that is not there changes nothing.
  public void end(SessionToken token) {
    database.inTransaction(connection -> {
      end(connection, token);
      return true;
    });
    forget(token);
  }

  /// Ends one of the player's sessions.
  ///
  /// @return whether there was such a session
  public boolean end(Player player, UUID id) {
    int ended =
        database.inTransaction(connection ->
            Sql.update(
                connection,
                "DELETE FROM session WHERE player_id = ? AND session_id = ?",
                player.playerId(),
                id));
    forget(player.playerId());
    return ended > 0;
  }

  /// Ends all of the player's sessions but the one that asks.
  ///
  /// @return how many
  public int endOthers(Player player, SessionToken own) {
    int ended =
        database.inTransaction(connection ->
            Sql.update(
                connection,
                "DELETE FROM session WHERE player_id = ? AND token_hash <> ?",
                player.playerId(),
                own.hash()));
    forget(player.playerId());
    return ended;
  }

  /// The player's sessions, the last used first.
  public List<OpenSession> of(Player player, SessionToken own) {
    Instant now = clock.instant();
    return database.read(connection ->
        Sql.list(
            connection,
            """
            SELECT session_id, created_at, last_used_at, expires_at, agent, network, token_hash = ? AS current
              FROM session WHERE player_id = ? AND expires_at > ?
             ORDER BY last_used_at DESC, session_id LIMIT ?
            """,
            Sessions::session,
            own.hash(),
            player.playerId(),
            now,
            MAX_PER_PLAYER));
  }

  /// A player's sessions as others than they see them, the last used first.
  static List<OpenSession> of(Connection connection, long playerId, Instant now)
      throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT session_id, created_at, last_used_at, expires_at, agent, network, false AS current
          FROM session WHERE player_id = ? AND expires_at > ?
         ORDER BY last_used_at DESC, session_id LIMIT ?
        """,
        Sessions::session,
        playerId,
        now,
        MAX_PER_PLAYER);
  }

  /// Forgets whose session it is: the database is asked again.
  void forget(SessionToken token) {
    remembered.invalidate(token);
  }

  /// Forgets all of a player's sessions.
  void forget(long playerId) {
    remembered.asMap().values().removeIf(player -> player.playerId() == playerId);
  }

  /// Deletes sessions that have expired, and at most so many.
  int deleteExpired(int max) {
    Instant now = clock.instant();
    return database.inTransaction(connection ->
        Sql.update(
            connection,
            """
            DELETE FROM session WHERE token_hash IN (
              SELECT token_hash FROM session WHERE expires_at <= ?
               ORDER BY expires_at LIMIT ? FOR UPDATE SKIP LOCKED)
            """,
            now,
            max));
  }

  private static List<Found> find(Connection connection, Set<SessionToken> tokens, Instant now)
      throws SQLException {
    Map<ByteBuffer, SessionToken> byHash = new HashMap<>();
    tokens.forEach(token -> byHash.put(ByteBuffer.wrap(token.hash()), token));
    return Sql.list(
        connection,
        """
        SELECT p.player_id, p.operator_id, o.code, p.username, p.guest, o.currency,
               p.created_at, p.last_login, s.token_hash, s.last_used_at, s.ends_at
          FROM session s
          JOIN player p ON p.player_id = s.player_id
          JOIN operator o ON o.operator_id = p.operator_id
         WHERE s.token_hash = ANY (?) AND s.expires_at > ?
        """,
        row ->
            new Found(
                Objects.requireNonNull(
                    byHash.get(ByteBuffer.wrap(row.getBytes("token_hash"))), "asked for"),
                player(row),
                Sql.instant(row, "last_used_at"),
                Sql.instant(row, "ends_at")),
        byHash.keySet().stream().map(ByteBuffer::array).toArray(byte[][]::new),
        now);
  }

  static Player player(ResultSet row) throws SQLException {
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

  private static OpenSession session(ResultSet row) throws SQLException {
    return new OpenSession(
        row.getObject("session_id", UUID.class),
        Sql.instant(row, "created_at"),
        Sql.instant(row, "last_used_at"),
        Sql.instant(row, "expires_at"),
        new ClientInfo(row.getString("agent"), row.getString("network")),
        row.getBoolean("current"));
  }
}
