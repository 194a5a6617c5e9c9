package dev.pitboss.server.ledger;

import dev.pitboss.server.database.Sql;
import dev.pitboss.server.database.UuidArray;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// Posts many players' entries in one statement, which is one transaction. A posting takes effect
/// whole or not at all, and does not when its account has changed since it was decided, its request
/// was posted before, or its guard was taken away; the others are not held up by that. Keeps
/// nothing but counts; thread-safe.
///
/// In every execution order of the parts the player's row is locked before anything follows from
/// it. Postings come sorted by account, so two servers that settle the same players wait for each
/// other; the house's rows come last. Where the planner reads a small table whole, rows are locked
/// in the table's order, which each update changes: then PostgreSQL may end one of two statements
/// as a deadlock (SQLSTATE 40P01). It did nothing, and its caller runs it again.
///
/// `OFFSET 0` keeps the planner from turning the look for an earlier request into a join: a plan
/// made while a table was empty would read all of it for every batch until statistics catch up.
public final class Ledger {
  /// Settles bets that were whole rounds: most of all there is. One row is the round and its
  /// entries. Numbers are taken from their place in an array, which is quicker than to unnest them.
  /// A request that is newer than any that took effect at this version cannot have been posted
  /// before, and is not looked for; any other is found again by a row in `bet_key`.
  static final String SETTLE =
      """
      WITH posted AS (
        UPDATE account a
           SET balance = a.balance - p.stake + p.payout, seq = a.seq + 1 + (p.payout <> 0)::int,
               nonce = a.nonce + 1, version = a.version + 1
          FROM (SELECT (?::bigint[])[n] AS account_id, (?::bigint[])[n] AS player_id,
                       (?::bigint[])[n] AS version, (?::bigint[])[n] AS house_id,
                       (?::uuid[])[n] AS request_id, (?::boolean[])[n] AS is_newest,
                       (?::int[])[n] AS rules_id,
                       (?::bigint[])[n] AS stake, (?::bigint[])[n] AS payout,
                       (?::bigint[])[n] AS seq, (?::bigint[])[n] AS seed_pair_id,
                       (?::bigint[])[n] AS nonce, detail, n
                  FROM (SELECT detail, ord::int AS n
                          FROM unnest(?::bytea[]) WITH ORDINALITY AS t (detail, ord)) t
                OFFSET 0) p
         WHERE a.account_id = p.account_id AND a.version = p.version
           AND (p.is_newest OR (
                bet_of_request(p.account_id, p.request_id) IS NULL
            AND NOT EXISTS (SELECT FROM stored_round r
                             WHERE r.player_id = p.player_id AND r.round_id = p.request_id OFFSET 0)
            AND NOT EXISTS (SELECT FROM move m
                             WHERE m.player_id = p.player_id AND m.request_id = p.request_id OFFSET 0)))
        RETURNING p.*, a.balance),
      counter AS (
        UPDATE account c SET balance = c.balance + taken.amount
          FROM (SELECT house_id, sum(stake - payout)::bigint AS amount
                  FROM posted GROUP BY house_id ORDER BY house_id) taken
         WHERE c.account_id = taken.house_id),
      keyed AS (
        INSERT INTO bet_key (account_id, round_id, seq, newest)
        SELECT account_id, request_id, seq + 1,
               coalesce(newest_in_order(account_id), '00000000-0000-0000-0000-000000000000')
          FROM posted WHERE NOT is_newest),
      settled AS (
        INSERT INTO bet (account_id, seq, round_id, house_id, stake, payout, balance_after,
                         seed_pair_id, nonce, settled_at, rules_id, detail)
        SELECT account_id, seq + 1, request_id, house_id, stake, payout, balance, seed_pair_id, nonce,
               ?::timestamptz, rules_id, detail
          FROM posted)
      SELECT coalesce(array_agg(n), '{}') FROM posted
      """;

  /// What every posting needs. The marks stand for the parts about rounds of several steps and
  /// about providers, which a batch without them leaves out: setting them up takes longer than
  /// settling a bet.
  private static final String POST =
      """
      WITH posting AS MATERIALIZED (
        SELECT * FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::uuid[], ?::boolean[], ?::uuid[],
                             ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[])
          WITH ORDINALITY AS t (account_id, player_id, version, request_id, is_newest, round_id, cash,
                                entries, draws, guard_id, ord)),
      standing AS (
        SELECT g.guard_id FROM posting_guard g
         WHERE g.guard_id IN (SELECT guard_id FROM posting WHERE guard_id <> 0)
           FOR KEY SHARE),
      posted AS (
        UPDATE account a
           SET balance = a.balance + p.cash, seq = a.seq + p.entries, nonce = a.nonce + p.draws,
               version = a.version + 1
          FROM posting p
         WHERE a.account_id = p.account_id AND a.version = p.version
           AND (p.guard_id = 0 OR p.guard_id IN (SELECT guard_id FROM standing))
           AND (p.is_newest OR bet_of_request(p.account_id, p.request_id) IS NULL)
           AND NOT EXISTS (SELECT FROM stored_round r
                            WHERE r.player_id = p.player_id AND r.round_id = p.request_id OFFSET 0)
           AND NOT EXISTS (SELECT FROM move m
                            WHERE m.player_id = p.player_id AND m.request_id = p.request_id OFFSET 0)%s
        RETURNING p.ord, p.player_id, p.request_id, p.round_id, a.account_id, a.seq, a.balance),
      entry AS MATERIALIZED (
        SELECT p.account_id, p.round_id, e.*
          FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[])
            AS e (ord, seq, counter_account_id, amount, balance_after, kind)
          JOIN posted p USING (ord)),
      entered AS (
        INSERT INTO stored_entry
               (account_id, seq, counter_account_id, amount, balance_after, kind, round_id, posted_at)
        SELECT account_id, seq, counter_account_id, amount, balance_after, kind, round_id, ?::timestamptz
          FROM entry),
      counter AS (
        UPDATE account c SET balance = c.balance - moved.amount
          FROM (SELECT counter_account_id, sum(amount)::bigint AS amount
                  FROM entry GROUP BY counter_account_id ORDER BY counter_account_id) moved
         WHERE c.account_id = moved.counter_account_id),
      settled AS (
        INSERT INTO stored_round (round_id, player_id, game, rules_id, stake, payout, bet, outcome,
                                  seed_pair_id, nonce, account_seq, balance_after, settled_at)
        SELECT p.round_id, p.player_id, r.game, r.rules_id, r.stake, r.payout, r.bet, r.outcome,
               r.seed_pair_id, r.nonce, p.seq, p.balance, ?::timestamptz
          FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::bigint[], ?::text[],
                      ?::text[], ?::bigint[], ?::bigint[])
            AS r (ord, game, rules_id, stake, payout, bet, outcome, seed_pair_id, nonce)
          JOIN posted p USING (ord))%s%s
      SELECT ord FROM posted
      """;

  private static final String STEPS =
      """
      ,
      opened AS (
        INSERT INTO open_round (round_id, player_id, game, rules_id, staked, bet, version,
                                seed_pair_id, nonce, opened_at, ends_at)
        SELECT p.round_id, p.player_id, o.game, o.rules_id, o.staked, o.bet, o.version,
               o.seed_pair_id, o.nonce, ?::timestamptz, o.ends_at
          FROM unnest(?::bigint[], ?::text[], ?::bigint[], ?::bigint[], ?::text[], ?::bigint[],
                      ?::bigint[], ?::bigint[], ?::timestamptz[])
            AS o (ord, game, rules_id, staked, bet, version, seed_pair_id, nonce, ends_at)
          JOIN posted p USING (ord)
        ON CONFLICT (round_id) DO UPDATE
           SET staked = excluded.staked, bet = excluded.bet, version = excluded.version,
               ends_at = excluded.ends_at),
      closed AS (
        DELETE FROM open_round o
         USING unnest(?::bigint[]) AS c (ord) JOIN posted p USING (ord)
         WHERE o.round_id = p.round_id),
      moved AS (
        INSERT INTO move (player_id, request_id, round_id, version, request, balance_after, ends_at,
                          made_at)
        SELECT p.player_id, p.request_id, p.round_id, m.version, m.request, m.balance_after, m.ends_at,
               ?::timestamptz
          FROM unnest(?::bigint[], ?::bigint[], ?::text[], ?::bigint[], ?::timestamptz[])
            AS m (ord, version, request, balance_after, ends_at)
          JOIN posted p USING (ord))\
      """;

  /// No transaction of a provider's has two effects, whichever player it names.
  private static final String NOT_EXTERNAL_BEFORE =
      """

           AND NOT EXISTS (SELECT FROM external_transaction x
                            WHERE x.transaction_id = p.request_id OFFSET 0)\
      """;

  private static final String EXTERNAL =
      """
      ,
      external AS (
        INSERT INTO external_transaction
               (transaction_id, provider_id, transaction_uuid, player_id, kind, reference_id, round,
                game, stake, payout, request, balance_after, posted_at)
        SELECT x.transaction_id, x.provider_id, x.transaction_uuid, p.player_id, x.kind,
               x.reference_id, x.round, x.game, x.stake, x.payout, x.request, p.balance, ?::timestamptz
          FROM unnest(?::bigint[], ?::uuid[], ?::bigint[], ?::uuid[], ?::text[], ?::uuid[], ?::text[],
                      ?::text[], ?::bigint[], ?::bigint[], ?::text[])
            AS x (ord, transaction_id, provider_id, transaction_uuid, kind, reference_id, round, game,
                  stake, payout, request)
          JOIN posted p USING (ord))\
      """;

  static final String POST_ROUNDS = POST.formatted("", "", "");
  static final String POST_STEPS = POST.formatted("", STEPS, "");
  private static final String POST_EXTERNAL = POST.formatted(NOT_EXTERNAL_BEFORE, "", EXTERNAL);
  private static final String POST_ALL = POST.formatted(NOT_EXTERNAL_BEFORE, STEPS, EXTERNAL);

  private static String statementFor(PostingColumns columns) {
    if (columns.haveExternal()) {
      return columns.haveSteps() ? POST_ALL : POST_EXTERNAL;
    }
    return columns.haveSteps() ? POST_STEPS : POST_ROUNDS;
  }

  private final UnaryOperator<String> change;
  private final GameTotals takings = new GameTotals();

  public Ledger() {
    this(UnaryOperator.identity());
  }

  /// A ledger that posts by a changed statement, to show what each part of it is for.
  Ledger(UnaryOperator<String> change) {
    this.change = change;
  }

  /// Posts what can be posted.
  ///
  /// @param connection in autocommit: the statement commits itself
  /// @param postings at most one for each player, sorted by account
  /// @param now when they are posted
  /// @return which of them took effect, by their index
  public Set<Integer> post(Connection connection, List<? extends Posting> postings, Instant now)
      throws SQLException {
    Set<Integer> effective =
        postings.stream().allMatch(Ledger::isBet)
            ? settle(connection, new BetColumns(postings).parameters(now))
            : post(connection, new PostingColumns(postings), now);
    effective.forEach(index -> count(postings.get(index)));
    return effective;
  }

  private Set<Integer> settle(Connection connection, @Nullable Object[] columns)
      throws SQLException {
    return Sql.one(
        connection,
        change.apply(SETTLE),
        row -> {
          Set<Integer> effective = new HashSet<>();
          for (Integer place : (Integer[]) row.getArray(1).getArray()) {
            effective.add(place - 1);
          }
          return effective;
        },
        columns);
  }

  private Set<Integer> post(Connection connection, PostingColumns columns, Instant now)
      throws SQLException {
    return new HashSet<>(
        Sql.list(
            connection,
            change.apply(statementFor(columns)),
            row -> Math.toIntExact(row.getLong(1)) - 1,
            columns.parameters(now)));
  }

  /// What was settled through this ledger.
  public GameTotals takings() {
    return takings;
  }

  private void count(Posting posting) {
    switch (posting) {
      case Posting.Settled settled -> takings.settled(settled.round());
      case Posting.PassThrough passed -> takings.settled(passed.round());
      case Posting.Closed ended -> takings.settled(ended.round());
      case Posting.Guarded guarded -> count(guarded.posting());
      case Posting.Opened _,
          Posting.Continued _,
          Posting.Cancelled _,
          Posting.External _ -> {} // nothing is won or lost yet, or at the provider
    }
  }

  /// Whether the posting is a bet that was a whole round. A batch of nothing else costs half as
  /// much.
  public static boolean isBet(Posting posting) {
    return posting instanceof Posting.Settled settled && settled.move() == null;
  }

  /// A request, as it is looked for.
  public record Key(long playerId, UUID requestId) {}

  /// Which of these requests took effect before, by their index.
  public Set<Integer> postedBefore(Connection connection, List<Key> keys) throws SQLException {
    return new HashSet<>(
        Sql.list(
            connection,
            """
            SELECT k.ord
              FROM unnest(?::bigint[], ?::uuid[]) WITH ORDINALITY AS k (player_id, request_id, ord)
             WHERE EXISTS (SELECT FROM account a
                            WHERE a.player_id = k.player_id AND a.kind = 'player'
                              AND bet_of_request(a.account_id, k.request_id) IS NOT NULL OFFSET 0)
                OR EXISTS (SELECT FROM stored_round r
                            WHERE r.player_id = k.player_id AND r.round_id = k.request_id)
                OR EXISTS (SELECT FROM move m
                            WHERE m.player_id = k.player_id AND m.request_id = k.request_id)
                OR EXISTS (SELECT FROM external_transaction x WHERE x.transaction_id = k.request_id)
            """,
            row -> Math.toIntExact(row.getLong(1)) - 1,
            keys.stream().mapToLong(Key::playerId).toArray(),
            new UuidArray(keys.stream().map(Key::requestId).toArray(UUID[]::new))));
  }
}
