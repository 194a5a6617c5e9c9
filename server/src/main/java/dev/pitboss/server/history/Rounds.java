package dev.pitboss.server.history;

import dev.pitboss.games.Rules;
import dev.pitboss.games.fair.ServerSeed;
import dev.pitboss.server.archive.BetArchive;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.fairness.SeedPairs;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.ledger.Round;
import dev.pitboss.server.ledger.Wallet;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A player's history, newest first: settled rounds, and what providers did. A player sees only
/// their own. Thread-safe.
public final class Rounds {
  private final Database database;
  private final SeedPairs seeds;
  private final BetArchive archive;

  public Rounds(Database database, SeedPairs seeds, BetArchive archive) {
    this.database = database;
    this.seeds = seeds;
    this.archive = archive;
  }

  /// Which rounds to list.
  ///
  /// @param game only this game's, when given
  /// @param from only those settled at this time or later, when given
  /// @param to only those settled before this time, when given
  /// @param before only those before that number of the account's entries, when given: the cursor
  /// @param limit how many at the most
  public record Query(
      Optional<String> game,
      Optional<Instant> from,
      Optional<Instant> to,
      OptionalLong before,
      int limit) {
    /// The last of a game, or of all.
    public static Query last(Optional<String> game, int limit) {
      return new Query(game, Optional.empty(), Optional.empty(), OptionalLong.empty(), limit);
    }
  }

  /// Something that happened to a player's money by play.
  public sealed interface Line {
    /// A round that was played here.
    record Played(Round round) implements Line {}

    /// A provider's transaction that moved money.
    ///
    /// @param kind `bet`, `win`, `bet_and_win` or `rollback`
    /// @param round as the provider names it, and so is the game
    record Elsewhere(
        UUID ref,
        String provider,
        String providerName,
        String kind,
        String round,
        String game,
        Instant at,
        long stake,
        long payout,
        long balanceAfter)
        implements Line {}
  }

  /// A page of a player's play.
  ///
  /// @param next cursor of the next page, when there is one
  public record Page(List<Line> lines, OptionalLong next) {
    /// The rounds among them.
    public List<Round> rounds() {
      return lines.stream()
          .filter(Line.Played.class::isInstance)
          .map(line -> ((Line.Played) line).round())
          .toList();
    }
  }

  /// A round with all that proves it.
  ///
  /// @param rules what it was played by
  /// @param serverSeed once its pair is revealed
  public record Detail(Round round, Rules rules, Optional<ServerSeed> serverSeed) {}

  /// A player's play in the order of their account's statement, where each round has one stake, and
  /// each transaction of a provider's one entry, or two when it staked and paid at once.
  ///
  /// The entries are walked from the newest and the walk ends with the page: the account is looked
  /// up by itself, so that the planner knows they come in their order, and what belongs to an entry
  /// is looked up entry by entry (`LIMIT 1` keeps it so). A join would, while histories are short,
  /// be planned as reading all of a player's rounds, and stay so when they are long.
  private static final String PAGE =
      """
      SELECT e.seq, r.round_id IS NOT NULL AS is_played, coalesce(r.game, t.game) AS game,
             coalesce(r.stake, t.stake) AS stake, coalesce(r.payout, t.payout) AS payout,
             coalesce(r.taken_balance, r.balance_after, t.balance_after) AS balance_after, r.*,
             t.transaction_id, t.kind, t.round, t.posted_at, t.provider, t.provider_name
        FROM (SELECT account_id, seq, kind, round_id, posted_at, false AS is_bet FROM stored_entry
              UNION ALL
              SELECT account_id, seq, 'stake'::text, round_id, settled_at, true FROM stored_bet) e
        LEFT JOIN LATERAL (
          SELECT r.*, w.state, w.balance_after AS taken_balance,
                 s.scheme, s.server_seed_hash, s.client_seed
            FROM (SELECT b.* FROM bet_round b
                   WHERE e.is_bet AND b.account_id = e.account_id AND b.bet_seq = e.seq
                  UNION ALL
                  SELECT r.*, NULL::bytea, NULL::bigint, NULL::bigint FROM stored_round r
                   WHERE NOT e.is_bet AND e.kind = 'stake' AND r.player_id = ?
                     AND r.round_id = e.round_id) r
            LEFT JOIN seed_pair s ON s.seed_pair_id = r.seed_pair_id
            LEFT JOIN remote_bet w ON w.player_id = r.player_id AND w.request_id = r.round_id
           LIMIT 1) r ON true
        LEFT JOIN LATERAL (
          SELECT t.*, p.code AS provider, p.name AS provider_name
            FROM external_transaction t
            JOIN provider p ON p.provider_id = t.provider_id
           WHERE e.kind <> 'stake' AND t.transaction_id = e.round_id
           LIMIT 1) t ON true
       WHERE e.account_id = (SELECT account_id FROM account WHERE kind = 'player' AND player_id = ?)
         AND e.kind IN ('stake', 'external_stake', 'external_payout', 'external_rollback')
         AND (r.round_id IS NOT NULL OR t.transaction_id IS NOT NULL)
         AND (r.state IS NULL OR r.state = 'settled')
         AND NOT (e.kind = 'external_payout' AND t.stake > 0)
      """;

  /// A round whose payout another wallet has not taken yet is not shown.
  private static final String ONE =
      """
      SELECT coalesce(w.balance_after, r.balance_after) AS balance_after, r.*,
             s.scheme, s.server_seed_hash, s.client_seed
        FROM round_of(?, ?) r
        JOIN seed_pair s ON s.seed_pair_id = r.seed_pair_id
        LEFT JOIN remote_bet w ON w.player_id = r.player_id AND w.request_id = r.round_id
       WHERE (w.state IS NULL OR w.state = 'settled')
      """;

  /// One page of the player's play.
  public Page page(long playerId, Query query) {
    StringBuilder sql = new StringBuilder(PAGE);
    List<@Nullable Object> parameters = new ArrayList<>(List.of(playerId, playerId));
    query.game().ifPresent(game -> filter(sql, parameters, " AND r.game = ?", game));
    query.from().ifPresent(from -> filter(sql, parameters, " AND e.posted_at >= ?", from));
    query.to().ifPresent(to -> filter(sql, parameters, " AND e.posted_at < ?", to));
    query.before().ifPresent(before -> filter(sql, parameters, " AND e.seq < ?", before));
    // one more than asked for tells whether there is a next page
    filter(sql, parameters, " ORDER BY e.seq DESC LIMIT ?", query.limit() + 1);
    List<Numbered> found =
        database.read(connection ->
            Sql.list(connection, sql.toString(), Rounds::numbered, parameters.toArray()));
    boolean more = found.size() > query.limit();
    List<Numbered> shown = more ? found.subList(0, query.limit()) : found;
    return new Page(
        shown.stream().map(Numbered::line).toList(),
        more ? OptionalLong.of(shown.getLast().seq()) : OptionalLong.empty());
  }

  private record Numbered(long seq, Line line) {}

  private static Numbered numbered(ResultSet row) throws SQLException {
    Line line = row.getBoolean("is_played") ? new Line.Played(Wallet.round(row)) : elsewhere(row);
    return new Numbered(row.getLong("seq"), line);
  }

  private static Line elsewhere(ResultSet row) throws SQLException {
    return new Line.Elsewhere(
        row.getObject("transaction_id", UUID.class),
        row.getString("provider"),
        row.getString("provider_name"),
        row.getString("kind"),
        row.getString("round"),
        row.getString("game"),
        Sql.instant(row, "posted_at"),
        row.getLong("stake"),
        row.getLong("payout"),
        row.getLong("balance_after"));
  }

  /// One round of the player, whole; empty when the player has no such round. A round of an
  /// archived month is read from its file.
  ///
  /// @throws dev.pitboss.server.database.DatabaseFailure when that file cannot be read, too
  public Optional<Detail> find(long playerId, UUID ref) {
    Optional<Detail> stored =
        database.read(connection -> {
          Optional<Round> round = Sql.first(connection, ONE, Wallet::round, playerId, ref);
          return round.isPresent()
              ? Optional.of(detail(connection, round.get()))
              : Optional.empty();
        });
    return stored.or(() ->
        archive
            .find(playerId, ref)
            .map(round -> database.read(connection -> detail(connection, round))));
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
