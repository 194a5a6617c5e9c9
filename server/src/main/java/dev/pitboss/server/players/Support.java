package dev.pitboss.server.players;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.operators.audit.AuditEvent;
import dev.pitboss.server.operators.audit.AuditTrail;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Player support by staff: look-up, unlocking, and ending sessions, for a player who cannot sign
/// in or whose device was stolen. Everything done is in the audit trail. Thread-safe.
public final class Support {
  /// As many as a staff member scans before typing more of the name.
  public static final int MAX_FOUND = 50;

  /// How often an operator's staff lets one player in again in [#UNLOCK_WINDOW].
  public static final int MAX_UNLOCKS = 3;

  /// Over which unlocks of a player are counted.
  public static final Duration UNLOCK_WINDOW = Duration.ofDays(1);

  public static final int MAX_MOVEMENTS = 50;

  /// Sorts behind every character a name can go on with.
  private static final String LAST = Character.toString(Character.MAX_CODE_POINT - 2);

  private final Database database;
  private final Sessions sessions;
  private final AuditTrail audit;
  private final InstantSource clock;

  public Support(Database database, Sessions sessions, AuditTrail audit, InstantSource clock) {
    this.database = database;
    this.sessions = sessions;
    this.audit = audit;
    this.clock = clock;
  }

  /// A player as a list shows them.
  ///
  /// @param balance minor units
  public record Found(Player player, long balance) {}

  /// Money that moved without a round.
  ///
  /// @param amount minor units, from the player's side
  public record Movement(String kind, long amount, long balanceAfter, Instant at) {}

  /// What is known of a player.
  ///
  /// @param openStakes minor units, of rounds that are not decided
  /// @param lockedUntil until when no password is looked at; null when they are
  /// @param movements the newest first
  public record File(
      Found found,
      long openStakes,
      @Nullable Instant lockedUntil,
      List<OpenSession> sessions,
      List<Movement> movements) {}

  /// What a player's balance is made of besides settled rounds.
  ///
  /// @param movements what moved without a round, the newest first, at most [#MAX_MOVEMENTS]
  /// @param openStakes staked on rounds that have not ended, minor units
  public record Transactions(List<Movement> movements, long openStakes) {}

  /// The player with that id, or the players with that name prefix, in order; without a text, the
  /// most recent. At most [#MAX_FOUND].
  ///
  /// @param operatorId only this operator's; empty for all
  public List<Found> search(String text, Optional<Integer> operatorId) {
    String prefix = text.toLowerCase(Locale.ROOT);
    return database.read(connection -> {
      if (prefix.isEmpty()) {
        return Sql.list(
            connection,
            FOUND + " WHERE (? OR p.operator_id = ?) ORDER BY p.player_id DESC LIMIT ?",
            Support::found,
            operatorId.isEmpty(),
            operatorId.orElse(0),
            MAX_FOUND);
      }
      List<Found> found = new ArrayList<>();
      find(connection, id(prefix))
          .filter(it -> operatorId.isEmpty() || operatorId.get() == it.player().operatorId())
          .ifPresent(found::add);
      found.addAll(
          Sql.list(
              connection,
              FOUND + NAMED,
              Support::found,
              prefix,
              prefix + LAST,
              operatorId.isEmpty(),
              operatorId.orElse(0),
              MAX_FOUND - found.size()));
      return List.copyOf(found);
    });
  }

  /// In the order of the index, so that however many are called so, few are read.
  private static final String NAMED =
      """
       WHERE lower(p.username) ~>=~ ? AND lower(p.username) ~<=~ ? AND (? OR p.operator_id = ?)
       ORDER BY lower(p.username) USING ~<~ LIMIT ?
      """;

  /// A number that can be a player's, or one that belongs to no player.
  private static long id(String text) {
    return text.matches("\\d{1,18}") ? Long.parseLong(text) : -1;
  }

  /// The player of that id.
  public Optional<Found> find(long playerId) {
    return database.read(connection -> find(connection, playerId));
  }

  /// The file of a player; empty when no such player exists.
  public Optional<File> file(long playerId) {
    Instant now = clock.instant();
    return database.read(connection -> {
      Optional<Found> found = find(connection, playerId);
      if (found.isEmpty()) {
        return Optional.empty();
      }
      Player player = found.get().player();
      return Optional.of(
          new File(
              found.get(),
              openStakes(connection, playerId),
              Lockout.lockedUntil(connection, player.operatorId(), player.username())
                  .filter(until -> until.isAfter(now))
                  .orElse(null),
              Sessions.of(connection, playerId, now),
              movements(connection, playerId)));
    });
  }

  /// Has the player's password be looked at again at once.
  ///
  /// @param most how often that is done for one player within [#UNLOCK_WINDOW]: each time gives an
  ///   attacker [Lockout#FREE_PER_NAME] more attempts
  /// @return false when it was done as often already
  public boolean unlock(Player player, int most, String actor) {
    Instant since = clock.instant().minus(UNLOCK_WINDOW);
    return database.inTransaction(connection -> {
      Sql.one(
          connection,
          "SELECT 1 FROM player WHERE player_id = ? FOR NO KEY UPDATE",
          _ -> true,
          player.playerId());
      long times =
          Sql.one(
              connection,
              """
              SELECT count(*) FROM audit_entry
               WHERE action = 'player.unlocked' AND at > ? AND subject = ?
              """,
              row -> row.getLong(1),
              since,
              "player:" + player.playerId());
      if (times >= most) {
        return false;
      }
      Lockout.unlock(connection, player.operatorId(), player.username());
      record(connection, player, "player.unlocked", actor);
      return true;
    });
  }

  /// Ends all of the player's sessions, here at once and elsewhere within [Sessions#MEMORY].
  public void endSessions(Player player, String actor) {
    database.inTransaction(connection -> {
      Sessions.endAll(connection, player.playerId());
      record(connection, player, "player.sessions_ended", actor);
      return true;
    });
    sessions.forget(player.playerId());
  }

  private void record(Connection connection, Player player, String action, String actor)
      throws SQLException {
    audit.record(
        connection,
        AuditEvent.of(actor, action, "player:" + player.playerId()).at(player.operatorId()));
  }

  private static Optional<Found> find(Connection connection, long playerId) throws SQLException {
    return Sql.first(connection, FOUND + " WHERE p.player_id = ?", Support::found, playerId);
  }

  private static long openStakes(Connection connection, long playerId) throws SQLException {
    return Sql.one(
        connection,
        "SELECT coalesce(sum(staked), 0)::bigint FROM open_round WHERE player_id = ?",
        row -> row.getLong(1),
        playerId);
  }

  /// What a player's balance is made of besides settled rounds.
  public Transactions transactions(long playerId) {
    return database.read(connection ->
        new Transactions(movements(connection, playerId), openStakes(connection, playerId)));
  }

  private static List<Movement> movements(Connection connection, long playerId)
      throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT e.kind, e.amount, e.balance_after, e.posted_at
          FROM account a JOIN stored_entry e ON e.account_id = a.account_id AND e.round_id IS NULL
         WHERE a.kind = 'player' AND a.player_id = ?
           AND e.kind IN ('grant', 'adjustment', 'refill', 'expiry') ORDER BY e.seq DESC LIMIT ?
        """,
        row ->
            new Movement(
                row.getString("kind"),
                row.getLong("amount"),
                row.getLong("balance_after"),
                Sql.instant(row, "posted_at")),
        playerId,
        MAX_MOVEMENTS);
  }

  private static final String FOUND =
      """
      SELECT p.*, o.code, o.currency, a.balance
        FROM player p JOIN operator o ON o.operator_id = p.operator_id
        JOIN account a ON a.player_id = p.player_id AND a.kind = 'player'
      """;

  private static Found found(ResultSet row) throws SQLException {
    return new Found(Sessions.player(row), row.getLong("balance"));
  }
}
