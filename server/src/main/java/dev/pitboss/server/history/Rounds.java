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
  private final Wallet wallet;
  private final SeedPairs seeds;

  public Rounds(Database database, Wallet wallet, SeedPairs seeds) {
    this.database = database;
    this.wallet = wallet;
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

  /// One page of the player's rounds.
  public Page page(long playerId, Query query) {
    StringBuilder sql = new StringBuilder(Wallet.SELECT_ROUND).append(" WHERE r.player_id = ?");
    List<@Nullable Object> parameters = new ArrayList<>(List.of(playerId));
    query.game().ifPresent(game -> filter(sql, parameters, " AND r.game = ?", game));
    query.from().ifPresent(from -> filter(sql, parameters, " AND r.settled_at >= ?", from));
    query.before().ifPresent(before -> filter(sql, parameters, " AND r.round_id < ?", before));
    // one more than asked for tells whether there is a next page
    filter(sql, parameters, " ORDER BY r.round_id DESC LIMIT ?", query.limit() + 1);
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
      Optional<Round> round = wallet.settled(connection, playerId, ref);
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
