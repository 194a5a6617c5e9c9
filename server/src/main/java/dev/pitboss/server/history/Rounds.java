package dev.pitboss.server.history;

import dev.pitboss.games.Rules;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.Sql;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.play.GameCatalogue;
import dev.pitboss.server.wallet.Round;
import dev.pitboss.server.wallet.Wallet;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Settled rounds of a player, newest first. A player sees only their own. Thread-safe.
public final class Rounds {
  private final Database database;
  private final SeedPairs seeds;

  public Rounds(Database database, SeedPairs seeds) {
    this.database = database;
    this.seeds = seeds;
  }

  /// Which rounds to list.
  ///
  /// @param game only this game's, when given
  /// @param from only those settled at this time or later, when given
  /// @param before only those older than this round, when given: the cursor
  /// @param limit how many at the most
  public record Query(
      Optional<String> game, Optional<Instant> from, Optional<UUID> before, int limit) {}

  /// A page of rounds.
  ///
  /// @param next cursor of the next page, when there is one
  public record Page(List<Round> rounds, Optional<UUID> next) {}

  /// A round with all that proves it.
  ///
  /// @param rules what it was played by
  /// @param serverSeed once its pair is revealed
  public record Detail(Round round, Rules rules, Optional<ServerSeed> serverSeed) {}

  /// A player's rounds in the order of their account's statement, where each round has one stake.
  private static final String PAGE =
      """
      SELECT coalesce(w.balance_after, r.balance_after) AS balance_after, r.*,
             s.scheme, s.server_seed_hash, s.client_seed
        FROM account a
        JOIN ledger_entry e ON e.account_id = a.account_id AND e.kind = 'stake'
        JOIN round r ON r.player_id = a.player_id AND r.round_id = e.round_id
        JOIN seed_pair s ON s.seed_pair_id = r.seed_pair_id
        LEFT JOIN remote_bet w ON w.player_id = r.player_id AND w.request_id = r.round_id
       WHERE a.kind = 'player' AND a.player_id = ? AND (w.state IS NULL OR w.state = 'settled')
      """;

  /// A round whose payout another wallet has not taken yet is not shown.
  private static final String ONE =
      """
      SELECT coalesce(w.balance_after, r.balance_after) AS balance_after, r.*,
             s.scheme, s.server_seed_hash, s.client_seed
        FROM round r
        JOIN seed_pair s ON s.seed_pair_id = r.seed_pair_id
        LEFT JOIN remote_bet w ON w.player_id = r.player_id AND w.request_id = r.round_id
       WHERE r.player_id = ? AND r.round_id = ? AND (w.state IS NULL OR w.state = 'settled')
      """;

  /// A round's number in its account is that of its last entry; its stake is before its payout, and
  /// a payout that went on to another wallet is one entry more.
  private static final String OLDER_THAN =
      """
       AND e.seq < (SELECT b.account_seq
                           - CASE WHEN b.payout = 0 THEN 0 WHEN w.request_id IS NULL THEN 1 ELSE 2 END
                      FROM round b
                      LEFT JOIN remote_bet w
                             ON w.player_id = b.player_id AND w.request_id = b.round_id
                     WHERE b.player_id = ? AND b.round_id = ?)
      """;

  /// One page of the player's rounds.
  public Page page(long playerId, Query query) {
    StringBuilder sql = new StringBuilder(PAGE);
    List<@Nullable Object> parameters = new ArrayList<>(List.of(playerId));
    query.game().ifPresent(game -> filter(sql, parameters, " AND r.game = ?", game));
    query.from().ifPresent(from -> filter(sql, parameters, " AND r.settled_at >= ?", from));
    query
        .before()
        .ifPresent(before -> {
          filter(sql, parameters, OLDER_THAN, playerId);
          parameters.add(before);
        });
    // one more than asked for tells whether there is a next page
    filter(sql, parameters, " ORDER BY e.seq DESC LIMIT ?", query.limit() + 1);
    List<Round> found =
        database.read(connection ->
            Sql.list(connection, sql.toString(), Wallet::round, parameters.toArray()));
    if (found.size() <= query.limit()) {
      return new Page(found, Optional.empty());
    }
    List<Round> shown = found.subList(0, query.limit());
    return new Page(shown, Optional.of(shown.getLast().ref()));
  }

  /// One round of the player, whole; empty when the player has no such round.
  public Optional<Detail> find(long playerId, UUID ref) {
    return database.read(connection -> {
      Optional<Round> round = Sql.first(connection, ONE, Wallet::round, playerId, ref);
      return round.isPresent() ? Optional.of(detail(connection, round.get())) : Optional.empty();
    });
  }

  private Detail detail(Connection connection, Round round) throws SQLException {
    Rules rules = GameCatalogue.rules(connection, round.rulesId());
    return new Detail(round, rules, seeds.revealedSeed(connection, round.draw()));
  }

  private static void filter(
      StringBuilder sql, List<@Nullable Object> parameters, String clause, Object parameter) {
    sql.append(clause);
    parameters.add(parameter);
  }
}
