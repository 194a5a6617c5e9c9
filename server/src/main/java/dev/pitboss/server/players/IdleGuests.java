package dev.pitboss.server.players;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.ledger.PlayerAccount;
import dev.pitboss.server.ledger.Wallet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Removes guests who do not come back. A guest has no way back once the session has ended, so no
/// player loses anything:
///
/// - who never bet and was not seen for [#UNPLAYED]: the session ends, the grant returns to the
///   operator's funding, and the player is removed. The grant's entry and its return stay.
/// - who bet, has no session any more and came more than [#PLAYED] ago: play chips return to
///   funding, the seeds in use are revealed, and the name goes. Books, rounds and the seeds that
///   prove them stay.
///
/// No player is touched who can come back (name, identity, passkey, recovery code), who was given
/// money by staff, a provider or an operator's wallet, who is excluded from play, or who bet and
/// holds money of a real currency.
///
/// Used by one thread; several servers may do it at the same time.
final class IdleGuests {
  /// A visitor who only looked; a visitor who returns later is given the same grant again.
  static final Duration UNPLAYED = Duration.ofDays(2);

  /// No guest's session lasts longer ([SessionLifetime#GUEST]).
  static final Duration PLAYED = SessionLifetime.GUEST.whole();

  /// ISO 4217 has three letters; play chips have another number of them.
  private static final Pattern REAL_CURRENCY = Pattern.compile("[A-Z]{3}");

  /// What a closed guest is called, before their number. No player can choose it.
  private static final String CLOSED = "closed ";

  private final Database database;
  private final Wallet wallet;
  private final SeedPairs seeds;
  private final InstantSource clock;

  /// Where the walk over all guests has got to; it begins anew at the end, and with the server.
  private Place place = Place.START;

  IdleGuests(Database database, Wallet wallet, SeedPairs seeds, InstantSource clock) {
    this.database = database;
    this.wallet = wallet;
    this.seeds = seeds;
    this.clock = clock;
  }

  private record Place(Instant lastLogin, long playerId) {
    static final Place START = new Place(Instant.EPOCH, 0);
  }

  /// A guest as the walk finds them.
  ///
  /// @param lastUsed of all sessions; null without a session
  private record Candidate(
      Place place,
      boolean isTied,
      boolean hasBet,
      boolean hasOpenRound,
      long balance,
      String currency,
      @Nullable Instant lastUsed) {
    long playerId() {
      return place.playerId();
    }

    boolean mayBeRemoved() {
      return !isTied && !hasBet && !hasOpenRound && lastUsed == null;
    }

    boolean sessionMayEnd(Instant unusedSince) {
      return !isTied
          && !hasBet
          && !hasOpenRound
          && lastUsed != null
          && lastUsed.isBefore(unusedSince);
    }

    boolean mayBeClosed(Instant cameBefore) {
      return !isTied
          && hasBet
          && !hasOpenRound
          && lastUsed == null
          && place.lastLogin().isBefore(cameBefore)
          && (balance == 0 || !REAL_CURRENCY.matcher(currency).matches());
    }
  }

  /// Examines the next guests, and removes the expired ones.
  ///
  /// @param max how many to look at
  /// @return how many it looked at; fewer than `max` when all have been looked at
  int sweep(int max) {
    Instant now = clock.instant();
    Place from = place;
    List<Candidate> candidates =
        database.read(connection -> candidates(connection, from, now.minus(UNPLAYED), max));
    endSessions(
        ids(candidates.stream().filter(it -> it.sessionMayEnd(now.minus(UNPLAYED))).toList()),
        now.minus(UNPLAYED));
    remove(ids(candidates.stream().filter(Candidate::mayBeRemoved).toList()), now);
    candidates.stream()
        .filter(it -> it.mayBeClosed(now.minus(PLAYED)))
        .forEach(it -> close(it.playerId(), now));
    place = candidates.size() < max ? Place.START : candidates.getLast().place();
    return candidates.size();
  }

  private static List<Candidate> candidates(
      Connection connection, Place from, Instant cameBefore, int max) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT g.player_id, g.last_login, o.currency, a.balance,
               NOT EXISTS (SELECT FROM guest_without_ties u
                            WHERE u.player_id = g.player_id OFFSET 0) AS is_tied,
               EXISTS (SELECT FROM round x WHERE x.player_id = g.player_id OFFSET 0)
                 OR EXISTS (SELECT FROM move x WHERE x.player_id = g.player_id OFFSET 0)
                 OR EXISTS (SELECT FROM archived_bets x
                             WHERE x.account_id = a.account_id OFFSET 0) AS has_bet,
               EXISTS (SELECT FROM open_round x
                        WHERE x.player_id = g.player_id OFFSET 0) AS has_open_round,
               (SELECT max(s.last_used_at) FROM session s
                 WHERE s.player_id = g.player_id) AS last_used
          FROM (SELECT player_id, operator_id, last_login FROM player
                 WHERE guest AND closed_at IS NULL AND last_login < ?
                   AND (last_login, player_id) > (?, ?)
                 ORDER BY last_login, player_id LIMIT ?) g
          JOIN operator o USING (operator_id)
         CROSS JOIN LATERAL (SELECT account_id, balance FROM account x
                              WHERE x.player_id = g.player_id AND x.kind = 'player' LIMIT 1) a
         ORDER BY g.last_login, g.player_id
        """,
        IdleGuests::candidate,
        cameBefore,
        from.lastLogin(),
        from.playerId(),
        max);
  }

  private static Candidate candidate(ResultSet row) throws SQLException {
    return new Candidate(
        new Place(Sql.instant(row, "last_login"), row.getLong("player_id")),
        row.getBoolean("is_tied"),
        row.getBoolean("has_bet"),
        row.getBoolean("has_open_round"),
        row.getLong("balance"),
        row.getString("currency"),
        row.getObject("last_used") == null ? null : Sql.instant(row, "last_used"));
  }

  private static long[] ids(List<Candidate> candidates) {
    return candidates.stream().mapToLong(Candidate::playerId).toArray();
  }

  /// The player goes when the walk comes round again: by then no server remembers the session.
  private void endSessions(long[] playerIds, Instant unusedSince) {
    if (playerIds.length == 0) {
      return;
    }
    database.inTransaction(connection ->
        Sql.update(
            connection,
            "DELETE FROM session WHERE player_id = ANY (?) AND last_used_at < ?",
            playerIds,
            unusedSince));
  }

  private void remove(long[] playerIds, Instant now) {
    if (playerIds.length == 0) {
      return;
    }
    database.inTransaction(connection -> {
      // who holds more than a grant has been given it since; who cannot be locked waits
      long[] locked =
          Sql.list(
                  connection,
                  """
                  SELECT a.player_id FROM account a
                   WHERE a.kind = 'player' AND a.player_id = ANY (?) AND a.seq <= 1
                     AND NOT EXISTS (SELECT FROM session s WHERE s.player_id = a.player_id OFFSET 0)
                   ORDER BY a.account_id FOR UPDATE OF a SKIP LOCKED
                  """,
                  row -> row.getLong(1),
                  playerIds)
              .stream()
              .mapToLong(Long::longValue)
              .toArray();
      wallet.expire(connection, locked, now);
      return Sql.one(connection, "SELECT remove_unplayed_guests(?)", row -> row.getLong(1), locked);
    });
  }

  private void close(long playerId, Instant now) {
    database.inTransaction(connection -> {
      PlayerAccount account = wallet.lock(connection, playerId);
      boolean isStillIdle =
          Sql.one(
              connection,
              """
              SELECT EXISTS (SELECT FROM guest_without_ties WHERE player_id = ?)
                 AND NOT EXISTS (SELECT FROM session WHERE player_id = ?)
                 AND NOT EXISTS (SELECT FROM open_round WHERE player_id = ?)
              """,
              row -> row.getBoolean(1),
              playerId,
              playerId,
              playerId);
      if (!isStillIdle) {
        return false;
      }
      seeds.retire(connection, account, now);
      wallet.expire(connection, new long[] {playerId}, now);
      Sql.update(
          connection,
          "UPDATE player SET closed_at = ?, username = ? WHERE player_id = ?",
          now,
          CLOSED + playerId,
          playerId);
      return Sql.one(
          connection, "SELECT clear_closed_guest(?)", row -> row.getBoolean(1), playerId);
    });
  }
}
