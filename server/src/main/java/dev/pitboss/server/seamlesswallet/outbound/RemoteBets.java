package dev.pitboss.server.seamlesswallet.outbound;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.database.UuidArray;
import dev.pitboss.server.seamlesswallet.outbound.RemoteBet.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Bets at other wallets, from before they are asked for until they have ended. Every change of
/// state says which states it comes from, so of two that try, one does. Thread-safe.
final class RemoteBets {
  /// A player's own request brings a bet to its end in less; older bets are left to the resolver.
  static final Duration OWN_TIME = Duration.ofSeconds(5);

  /// A server that took a bet for resolution owns it for this long.
  private static final Duration LEASE = Duration.ofSeconds(10);

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

  /// Nothing is due later than that: pauses are shorter, and servers' clocks differ by less than a
  /// minute and a half.
  private static final Duration FARTHEST_DUE = Duration.ofMinutes(2);

  private static final String SELECT = "SELECT b.* FROM remote_bet b";

  private final Database database;
  private final InstantSource clock;
  private final Duration ownTime;

  /// @param ownTime how long a bet's own request owns it before the resolver takes it
  RemoteBets(Database database, InstantSource clock, Duration ownTime) {
    this.database = database;
    this.clock = clock;
    this.ownTime = ownTime;
  }

  /// Writes down that a bet is going to be asked for; empty when the operator's wallet has been
  /// ended meanwhile. While it is written down the wallet is not ended, and afterwards not before
  /// the bet.
  Optional<RemoteBet> intend(RemoteBet.Key key, int operatorId, Wanted wanted) {
    Instant now = clock.instant();
    return database
        .inOneStatement(connection ->
            Sql.first(
                connection,
                """
                WITH wallet AS (
                  SELECT operator_id FROM remote_wallet WHERE operator_id = ? FOR KEY SHARE),
                guard AS (
                  INSERT INTO posting_guard (guard_id)
                  SELECT nextval(pg_get_serial_sequence('posting_guard', 'guard_id')) FROM wallet
                  RETURNING guard_id)
                INSERT INTO remote_bet (player_id, request_id, operator_id, game, stake, bet,
                                        remote_player, session, state, guard_id, due_at, began_at)
                SELECT ?, ?, ?, ?, ?, ?, ?, ?, 'intended', guard_id, ?, ? FROM guard
                RETURNING guard_id
                """,
                row -> row.getLong(1),
                operatorId,
                key.playerId(),
                key.requestId(),
                operatorId,
                wanted.game(),
                wanted.stake(),
                wanted.bet(),
                wanted.guest().player(),
                wanted.guest().session(),
                now.plus(ownTime),
                now))
        .map(guard ->
            new RemoteBet(
                key,
                operatorId,
                wanted.game(),
                wanted.stake(),
                wanted.bet(),
                wanted.guest(),
                State.INTENDED,
                guard,
                null,
                null,
                null,
                0,
                now,
                RemoteBet.End.NONE));
  }

  /// What is wanted.
  record Wanted(String game, long stake, String bet, RemoteBet.Guest guest) {}

  /// The bet of that request, if there is one.
  Optional<RemoteBet> find(RemoteBet.Key key) {
    return database.read(connection ->
        Sql.first(
            connection,
            SELECT + " WHERE b.player_id = ? AND b.request_id = ?",
            RemoteBets::read,
            key.playerId(),
            key.requestId()));
  }

  /// Forgets a bet that was never asked for.
  void forget(RemoteBet.Key key) {
    database.inOneStatement(connection ->
        Sql.update(
            connection,
            """
            WITH gone AS (
              DELETE FROM remote_bet WHERE player_id = ? AND request_id = ? AND state = 'intended'
              RETURNING guard_id)
            DELETE FROM posting_guard g USING gone WHERE g.guard_id = gone.guard_id
            """,
            key.playerId(),
            key.requestId()));
  }

  /// Ends a bet whose stake was not given.
  ///
  /// @return false when a rollback has begun
  boolean refuse(RemoteBet.Key key, String reason, OptionalLong balance) {
    Long left = balance.isPresent() ? balance.getAsLong() : null;
    return end(key, List.of(State.INTENDED), new Ending(State.REFUSED, reason, null, left));
  }

  /// Ends a bet whose win was taken.
  boolean settle(RemoteBet.Key key, long payout, long balance) {
    return end(
        key,
        List.of(State.INTENDED, State.DECIDED),
        new Ending(State.SETTLED, null, payout, balance));
  }

  /// Ends a bet whose stake was given back, or was never taken.
  boolean takenBack(RemoteBet.Key key, long balance) {
    return end(key, List.of(State.TAKING_BACK), new Ending(State.TAKEN_BACK, null, null, balance));
  }

  /// Leaves a bet to people.
  ///
  /// @param payout what the wallet was to pay; null when it was to give the stake back
  boolean dispute(RemoteBet.Key key, String reason, @Nullable Long payout) {
    return end(
        key,
        payout == null ? List.of(State.TAKING_BACK) : List.of(State.INTENDED, State.DECIDED),
        new Ending(State.DISPUTED, reason, payout, null));
  }

  /// From now on the bet is either decided or never will be: its guard goes, which waits for a
  /// decision on its way, and then a round tells.
  ///
  /// @return the bet as it is then
  Optional<RemoteBet> closeToDecisions(RemoteBet.Key key) {
    Instant now = clock.instant();
    return database.inTransaction(connection -> {
      // in its order: who has the row of the bet is alone with it, and the guard waits for postings
      Optional<RemoteBet> bet =
          Sql.first(
              connection,
              SELECT + " WHERE b.player_id = ? AND b.request_id = ? FOR UPDATE",
              RemoteBets::read,
              key.playerId(),
              key.requestId());
      if (bet.isEmpty() || bet.get().state() != State.INTENDED) {
        return bet;
      }
      Sql.update(connection, "DELETE FROM posting_guard WHERE guard_id = ?", bet.get().guardId());
      Sql.update(
          connection,
          """
          UPDATE remote_bet b
             SET guard_id = NULL, due_at = ?, payout = r.payout,
                 state = CASE WHEN r.payout IS NULL THEN 'taking_back' ELSE 'decided' END
            FROM (SELECT (SELECT payout FROM stored_round WHERE player_id = ? AND round_id = ?) AS payout) r
           WHERE b.player_id = ? AND b.request_id = ?
          """,
          now,
          key.playerId(),
          key.requestId(),
          key.playerId(),
          key.requestId());
      return Sql.first(
          connection,
          SELECT + " WHERE b.player_id = ? AND b.request_id = ?",
          RemoteBets::read,
          key.playerId(),
          key.requestId());
    });
  }

  /// Bets due for resolution; the caller owns them for a while.
  List<RemoteBet> due(int limit) {
    Instant now = clock.instant();
    return database.inOneStatement(connection ->
        Sql.list(
            connection,
            """
            UPDATE remote_bet b SET due_at = ?, attempts = b.attempts + 1
              FROM (SELECT player_id, request_id FROM remote_bet
                     WHERE state IN ('intended', 'decided', 'taking_back')
                       AND (due_at <= ? OR due_at > ?)
                     ORDER BY due_at LIMIT ? FOR UPDATE SKIP LOCKED) d
             WHERE b.player_id = d.player_id AND b.request_id = d.request_id
            RETURNING b.*
            """,
            RemoteBets::read,
            now.plus(LEASE),
            now,
            now.plus(FARTHEST_DUE), // the clock was set back since
            limit));
  }

  /// Reschedules the bet, with a delay that grows with its attempts.
  void later(RemoteBet bet) {
    long pause =
        Math.min(
            LONGEST_PAUSE.toMillis(), SHORTEST_PAUSE.toMillis() << Math.min(bet.attempts(), 10));
    Instant due = clock.instant().plusMillis(pause);
    database.inOneStatement(connection ->
        Sql.update(
            connection,
            """
            UPDATE remote_bet SET due_at = ?
             WHERE player_id = ? AND request_id = ? AND state IN ('intended', 'decided', 'taking_back')
            """,
            due,
            bet.key().playerId(),
            bet.key().requestId()));
  }

  /// An operator's bets that began in that time, oldest first, in any state.
  ///
  /// @param to exclusive
  List<RemoteBet> between(int operatorId, Instant from, Instant to, int limit) {
    return database.read(connection ->
        Sql.list(
            connection,
            SELECT
                + """
                 WHERE b.operator_id = ? AND b.began_at >= ? AND b.began_at < ?
                 ORDER BY b.began_at LIMIT ?
                """,
            RemoteBets::read,
            operatorId,
            from,
            to,
            limit));
  }

  /// Those of these rounds that are bets of the operator's players, whenever they began.
  ///
  /// @param remotePlayers whose they are said to be, as their wallet knows them
  /// @param refs as many
  List<RemoteBet> of(int operatorId, String[] remotePlayers, UUID[] refs) {
    return database.read(connection ->
        Sql.list(
            connection,
            """
            SELECT b.*
              FROM unnest(?::text[], ?::uuid[]) AS said (player, ref)
              JOIN player p ON p.operator_id = ? AND p.username = ? || said.player
              JOIN remote_bet b ON b.player_id = p.player_id AND b.request_id = said.ref
            """,
            RemoteBets::read,
            remotePlayers,
            new UuidArray(refs),
            operatorId,
            RemotePlayers.PREFIX));
  }

  /// How many bets there are that have not ended, and that only people can end.
  record Concern(long underWay, long disputed) {
    static final Concern NONE = new Concern(0, 0);
  }

  /// Over all operators.
  Concern concern() {
    return database.read(connection ->
        Sql.one(
            connection,
            """
            SELECT count(*) FILTER (WHERE state <> 'disputed') AS under_way,
                   count(*) FILTER (WHERE state = 'disputed') AS disputed
              FROM remote_bet WHERE state IN ('intended', 'decided', 'taking_back', 'disputed')
            """,
            row -> new Concern(row.getLong("under_way"), row.getLong("disputed"))));
  }

  /// How a bet ends.
  ///
  /// @param payout null leaves what is stored
  /// @param balance what the player has there, when the wallet said so
  private record Ending(
      State to, @Nullable String reason, @Nullable Long payout, @Nullable Long balance) {}

  /// Ends a bet that is in one of those states; its guard goes with it.
  private boolean end(RemoteBet.Key key, List<State> from, Ending ending) {
    Instant now = clock.instant();
    return database
        .inOneStatement(connection ->
            Sql.first(
                connection,
                """
                WITH ended AS (
                  UPDATE remote_bet b
                     SET state = ?, reason = ?, payout = coalesce(?::bigint, b.payout),
                         balance_after = ?::bigint, guard_id = NULL, ended_at = ?
                    FROM (SELECT player_id, request_id, guard_id FROM remote_bet
                           WHERE player_id = ? AND request_id = ?) before
                   WHERE b.player_id = before.player_id AND b.request_id = before.request_id
                     AND b.state = ANY (?)
                  RETURNING before.guard_id),
                guard AS (
                  DELETE FROM posting_guard g USING ended WHERE g.guard_id = ended.guard_id)
                SELECT 1 FROM ended
                """,
                row -> true,
                ending.to().id(),
                ending.reason(),
                ending.payout(),
                ending.balance(),
                now,
                key.playerId(),
                key.requestId(),
                from.stream().map(State::id).toArray(String[]::new)))
        .isPresent();
  }

  static RemoteBet read(ResultSet row) throws SQLException {
    return new RemoteBet(
        new RemoteBet.Key(row.getLong("player_id"), row.getObject("request_id", UUID.class)),
        row.getInt("operator_id"),
        row.getString("game"),
        row.getLong("stake"),
        row.getString("bet"),
        new RemoteBet.Guest(row.getString("remote_player"), row.getString("session")),
        State.of(row.getString("state")),
        row.getLong("guard_id"),
        row.getObject("payout", Long.class),
        row.getObject("balance_after", Long.class),
        row.getString("reason"),
        row.getInt("attempts"),
        Sql.instant(row, "began_at"),
        new RemoteBet.End(
            row.getObject("ended_at") == null ? null : Sql.instant(row, "ended_at"),
            row.getString("closed_by"),
            row.getString("closed_why")));
  }
}
