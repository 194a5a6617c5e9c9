package dev.pitboss.server.monitoring;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The ledger's invariants as SQL. Each statement returns the cases that break one; an empty result
/// means the invariant holds. Stateless but for the database, and thread-safe.
public final class Invariants {
  private static final int MAX_CASES = 5;

  private final Database database;

  public Invariants(Database database) {
    this.database = database;
  }

  /// A broken invariant.
  ///
  /// @param name which one
  /// @param cases the first few things that break it
  public record Broken(String name, List<String> cases) {}

  /// Cash accounts whose number is above one and at most the other.
  record Span(long above, long last) {
    static final Span ALL = new Span(0, Long.MAX_VALUE);
  }

  record Check(String name, String sql) {}

  /// As many changes by hand are looked at one by one; the rest are in the sums only, until they
  /// are folded.
  private static final int MAX_CHANGES = 10_000;

  /// A statement by hand may have changed a million accounts.
  private static final int MAX_FOLDS = 100;

  /// The newest blocks of the entries, some six hundred of them.
  private static final int NEWEST_BLOCKS = 8;

  /// Constant work, however many accounts there are. The server's own statements balance in
  /// themselves, so the sum of all accounts is off by what others changed; those changes are
  /// recorded by triggers (V17), and the accounts that were changed are looked at.
  private static final List<Check> QUICK =
      List.of(
          new Check(
              "changes_by_hand_are_recorded",
              """
              SELECT format('trigger %s of %s is missing or off', t.name, t.relation)
                FROM (VALUES ('account_changed_by_hand', 'account'),
                             ('open_round_changed_by_hand', 'open_round')) AS t (name, relation)
               WHERE NOT EXISTS (SELECT FROM pg_trigger g
                                  WHERE g.tgrelid = t.relation::regclass AND g.tgname = t.name
                                    AND g.tgenabled IN ('O', 'A'))
              """),
          new Check(
              "accounts_sum_to_zero",
              """
              SELECT format('%s accounts of operator %s were changed by hand, by %s in sum', currency,
                            operator_id, sum(amount))
                FROM change_by_hand WHERE operator_id IS NOT NULL
               GROUP BY operator_id, currency HAVING sum(amount) <> 0
              """),
          new Check(
              "no_negative_player_balance",
              """
              SELECT format('account %s holds %s', account_id, balance)
                FROM account
               WHERE account_id = ANY (ARRAY(SELECT account_id FROM change_by_hand
                                              WHERE account_id IS NOT NULL
                                              ORDER BY change_id DESC LIMIT %d))
                 AND player_id IS NOT NULL AND balance < 0
              """
                  .replace("%d", "" + MAX_CHANGES)),
          new Check(
              "escrow_is_sum_of_open_stakes",
              """
              SELECT format('player %s has %s in escrow for open stakes of %s', player_id, held, staked)
                FROM (SELECT p.player_id,
                             coalesce((SELECT sum(a.balance) FROM account a
                                        WHERE a.player_id = p.player_id AND a.kind = 'escrow'), 0) AS held,
                             coalesce((SELECT sum(o.staked) FROM open_round o
                                        WHERE o.player_id = p.player_id), 0) AS staked
                        FROM (SELECT DISTINCT player_id FROM (
                                SELECT player_id FROM change_by_hand WHERE player_id IS NOT NULL
                                 ORDER BY change_id DESC LIMIT %d) c) p) e
               WHERE held <> staked
              """
                  .replace("%d", "" + MAX_CHANGES)));

  /// Of the accounts that bet last: the balance is that of the newest entry.
  private static final Check NEWEST =
      new Check(
          "balance_is_sum_of_entries",
          """
          SELECT format('account %s holds %s, its last entry says %s', a.account_id, a.balance,
                        e.balance_after)
            FROM (SELECT account_id FROM stored_entry WHERE ctid >= ?::tid
                  UNION
                  SELECT account_id FROM bet WHERE ctid >= ?::tid) n
            JOIN account a USING (account_id)
            LEFT JOIN LATERAL last_entries(a.account_id, 1) e ON e.seq = a.seq
            LEFT JOIN LATERAL (SELECT balance_after FROM archived_run r
                                WHERE r.account_id = a.account_id AND r.last_seq = a.seq LIMIT 1) r ON true
           WHERE a.balance IS DISTINCT FROM coalesce(e.balance_after, r.balance_after)
          """);

  /// The players' cash accounts of a span. What the thorough checks read hangs on them: entries by
  /// the account, rounds by the player. A run of archived bets counts as one entry, with the number
  /// and the balance of its last.
  private static final String CASH =
      """
      WITH cash AS MATERIALIZED (
        SELECT account_id, player_id, balance, seq, nonce FROM account
         WHERE account_id > ? AND account_id <= ? AND kind = 'player'),
      entry AS NOT MATERIALIZED (
        SELECT e.* FROM cash c
         CROSS JOIN LATERAL (SELECT account_id, seq, 1 AS entries, amount, balance_after
                               FROM ledger_entry e WHERE e.account_id = c.account_id OFFSET 0) e
        UNION ALL
        SELECT r.account_id, r.last_seq, r.last_seq - r.first_seq + 1, r.paid - r.staked, r.balance_after
          FROM cash c JOIN archived_run r USING (account_id))
      """;

  /// Over every entry and round of some accounts: [LedgerAudit] asks span by span.
  private static final List<Check> THOROUGH =
      List.of(
          new Check(
              "no_negative_player_balance",
              """
              SELECT format('account %s holds %s', a.account_id, a.balance)
                FROM cash JOIN account a USING (player_id) WHERE a.balance < 0
              """),
          new Check(
              "escrow_is_sum_of_open_stakes",
              """
              SELECT format('player %s has %s in escrow for open stakes of %s', c.player_id,
                            coalesce(e.held, 0), coalesce(o.staked, 0))
                FROM cash c
                LEFT JOIN (SELECT player_id, sum(a.balance) AS held
                             FROM cash JOIN account a USING (player_id)
                            WHERE a.kind = 'escrow' GROUP BY player_id) e USING (player_id)
                LEFT JOIN (SELECT player_id, sum(r.staked) AS staked
                             FROM cash JOIN open_round r USING (player_id) GROUP BY player_id) o
                  USING (player_id)
               WHERE coalesce(e.held, 0) <> coalesce(o.staked, 0)
              """),
          new Check(
              "balance_is_sum_of_entries",
              """
              SELECT format('account %s holds %s, its entries say %s', a.account_id, a.balance,
                            -coalesce(sum(l.amount), 0))
                FROM cash c
                JOIN account a ON a.player_id = c.player_id AND a.kind = 'escrow'
                LEFT JOIN stored_entry l
                  ON l.account_id = c.account_id AND l.counter_account_id = a.account_id
               GROUP BY a.account_id, a.balance HAVING a.balance <> -coalesce(sum(l.amount), 0)
              """),
          new Check(
              "balance_is_sum_of_entries",
              """
              SELECT format('account %s holds %s, its entries say %s', a.account_id, a.balance,
                            coalesce(sum(e.amount), 0))
                FROM cash a LEFT JOIN entry e USING (account_id)
               GROUP BY a.account_id, a.balance HAVING a.balance <> coalesce(sum(e.amount), 0)
              """),
          new Check(
              "entry_numbers_have_no_gap",
              """
              SELECT format('account %s is at %s but has %s entries, the last %s', a.account_id, a.seq,
                            coalesce(sum(e.entries), 0), max(e.seq))
                FROM cash a LEFT JOIN entry e USING (account_id)
               GROUP BY a.account_id, a.seq
              HAVING a.seq <> coalesce(sum(e.entries), 0) OR a.seq <> coalesce(max(e.seq), 0)
              """),
          new Check(
              "balance_after_is_running_sum",
              """
              SELECT format('entry %s of account %s', seq, account_id) FROM (
                SELECT e.account_id, e.seq, e.balance_after,
                       sum(e.amount) OVER (PARTITION BY e.account_id ORDER BY e.seq) AS running
                  FROM entry e) e
               WHERE balance_after <> running
              """),
          new Check(
              "rounds_match_their_entries",
              """
              SELECT format('round %s', r.round_id)
                FROM cash a
                JOIN stored_round r USING (player_id)
                LEFT JOIN (SELECT e.account_id, e.round_id,
                                  sum(e.amount) FILTER (WHERE e.kind = 'stake') AS stake,
                                  coalesce(sum(e.amount) FILTER (WHERE e.kind = 'payout'), 0) AS payout
                             FROM cash JOIN stored_entry e USING (account_id)
                            WHERE e.round_id IS NOT NULL GROUP BY e.account_id, e.round_id) e
                  USING (account_id, round_id)
               WHERE r.stake IS DISTINCT FROM -e.stake OR r.payout IS DISTINCT FROM e.payout
              """),
          new Check(
              "bets_are_found_by_their_keys",
              """
              SELECT format('bet %s of account %s', round_id, account_id) FROM (
                SELECT account_id, round_id, b.seq, k.seq AS key_seq, coalesce(k.newest, round_id) AS newest,
                       lag(coalesce(k.newest, round_id), 1,
                           coalesce(r.newest, '00000000-0000-0000-0000-000000000000'))
                         OVER (PARTITION BY account_id ORDER BY b.seq) AS before
                  FROM cash
                  LEFT JOIN LATERAL (SELECT r.newest FROM archived_run r
                                      WHERE r.account_id = cash.account_id
                                      ORDER BY r.first_seq DESC LIMIT 1) r ON true
                  JOIN stored_bet b USING (account_id)
                  LEFT JOIN bet_key k USING (account_id, round_id)) b
               WHERE CASE WHEN key_seq IS NULL THEN newest <= before
                          ELSE key_seq <> seq OR newest <> before END
              """),
          new Check(
              "adjustments_match_their_entries",
              """
              SELECT format('adjustment %s, entry %s of account %s', d.adjustment_id,
                            coalesce(e.seq, d.entry_seq), coalesce(e.account_id, d.account_id))
                FROM (SELECT d.adjustment_id, d.account_id, d.entry_seq, w.amount
                        FROM cash JOIN adjustment_decision d USING (account_id)
                        JOIN adjustment w USING (adjustment_id)) d
                FULL JOIN (SELECT e.account_id, e.seq, e.amount
                             FROM cash JOIN stored_entry e USING (account_id)
                            WHERE e.kind = 'adjustment' AND e.round_id IS NULL) e
                  ON e.account_id = d.account_id AND e.seq = d.entry_seq
               WHERE d.amount IS DISTINCT FROM e.amount
              """),
          new Check(
              "refills_are_play_chips",
              """
              SELECT format('entry %s of account %s gives %s %s', e.seq, e.account_id, e.amount,
                            a.currency)
                FROM cash JOIN stored_entry e USING (account_id)
                JOIN account a USING (account_id)
               WHERE e.kind = 'refill' AND (e.amount <= 0 OR a.currency <> 'CHIP')
              """),
          new Check(
              "external_transactions_match_their_entries",
              """
              SELECT format('transaction %s', t.transaction_id)
                FROM (SELECT x.* FROM cash JOIN external_transaction x USING (player_id)) t
                LEFT JOIN (SELECT l.round_id,
                                  -sum(l.amount) FILTER (WHERE l.kind = 'external_stake') AS stake,
                                  sum(l.amount) FILTER (WHERE l.kind <> 'external_stake') AS payout
                             FROM cash JOIN stored_entry l USING (account_id)
                            WHERE l.kind LIKE 'external%' GROUP BY l.round_id) e
                  ON e.round_id = t.transaction_id
               WHERE t.stake <> coalesce(e.stake, 0) OR t.payout <> coalesce(e.payout, 0)
              """),
          new Check(
              "external_bets_end_once",
              """
              SELECT format('bet %s was taken back %s times and won %s times', b.transaction_id,
                            r.taken_back, r.won)
                FROM (SELECT x.* FROM cash JOIN external_transaction x USING (player_id)) b
                JOIN (SELECT x.reference_id, count(*) FILTER (WHERE x.kind = 'win') AS won,
                             count(*) FILTER (WHERE x.kind = 'rollback' AND x.payout > 0) AS taken_back,
                             sum(x.payout) FILTER (WHERE x.kind = 'rollback') AS given_back
                        FROM cash JOIN external_transaction x USING (player_id)
                       WHERE x.reference_id IS NOT NULL GROUP BY x.reference_id) r
                  ON r.reference_id = b.transaction_id
               WHERE r.taken_back > 1 OR (b.kind = 'void' AND r.taken_back + r.won > 0)
                  OR (r.taken_back > 0 AND (r.won > 0 OR r.given_back <> b.stake))
              """),
          new Check(
              "remote_bets_match_their_rounds",
              """
              SELECT format('bet %s is %s, its payout %s, the round''s %s', b.request_id, b.state,
                            b.payout, r.payout)
                FROM (SELECT x.* FROM cash JOIN remote_bet x USING (player_id)) b
                LEFT JOIN stored_round r ON r.player_id = b.player_id AND r.round_id = b.request_id
               WHERE (b.state IN ('decided', 'settled')
                      AND (r.payout IS DISTINCT FROM b.payout OR r.stake <> b.stake))
                  OR (b.state IN ('taking_back', 'taken_back', 'refused') AND r.round_id IS NOT NULL)
              """),
          new Check(
              "nonces_are_counted",
              """
              SELECT format('seed pair %s is at nonce %s but served %s rounds, the last under %s',
                            s.seed_pair_id, coalesce(s.nonce, a.nonce), coalesce(r.rounds, 0),
                            r.last)
                FROM cash a
                JOIN seed_pair s USING (player_id)
                LEFT JOIN (SELECT seed_pair_id, count(DISTINCT nonce) AS rounds, max(nonce) AS last,
                                  count(*) AS served FROM (
                             SELECT r.seed_pair_id, r.nonce
                               FROM cash JOIN stored_round r USING (player_id)
                             UNION ALL
                             SELECT b.seed_pair_id, b.nonce FROM cash JOIN stored_bet b USING (account_id)
                             UNION ALL
                             SELECT r.seed_pair_id, generate_series(r.first_nonce, r.first_nonce + r.bets - 1)
                               FROM cash JOIN archived_run r USING (account_id)
                             UNION ALL
                             SELECT o.seed_pair_id, o.nonce FROM cash JOIN open_round o USING (player_id))
                             drawn
                            GROUP BY seed_pair_id) r USING (seed_pair_id)
               WHERE s.state <> 'next'
                 AND (coalesce(s.nonce, a.nonce) <> coalesce(r.served, 0)
                      OR coalesce(r.rounds, 0) <> coalesce(r.served, 0)
                      OR coalesce(r.last + 1, 0) <> coalesce(r.served, 0))
              """));

  /// Checks what can be checked every second.
  public List<Broken> quick() {
    return database.read(Invariants::quick);
  }

  /// Sums up changes by hand whose accounts are in order, so that the quick check does not look at
  /// them again.
  void fold() {
    for (int batch = 0; batch < MAX_FOLDS; batch++) {
      long folded =
          database.inOneStatement(connection ->
              Sql.one(
                  connection,
                  "SELECT fold_changes_by_hand(?)",
                  row -> row.getLong(1),
                  MAX_CHANGES));
      if (folded < MAX_CHANGES) {
        return;
      }
    }
  }

  /// Checks everything, from the first entry to the last, at once.
  public List<Broken> thorough() {
    List<Broken> broken = new ArrayList<>(quick());
    LedgerAudit audit = audit();
    while (!audit.isComplete()) {
      audit.goOn();
    }
    broken.addAll(audit.broken());
    return broken.stream().distinct().toList();
  }

  LedgerAudit audit() {
    return new LedgerAudit(database);
  }

  /// Checks everything as the connection's transaction sees it, at once. For a ledger that is
  /// small.
  static List<Broken> all(Connection connection) throws SQLException {
    List<Broken> broken = new ArrayList<>(quick(connection));
    broken.addAll(of(connection, Span.ALL));
    broken.addAll(ask(connection, List.of(EntryTotals.COUNTERS)));
    return List.copyOf(broken);
  }

  static List<Broken> quick(Connection connection) throws SQLException {
    List<Broken> broken = new ArrayList<>(ask(connection, QUICK));
    String entries = newestBlocks(connection, "stored_entry");
    broken.addAll(ask(connection, List.of(NEWEST), entries, newestBlocks(connection, "bet")));
    return List.copyOf(broken);
  }

  /// A literal, as the planner takes only a value for where a scan begins.
  private static String newestBlocks(Connection connection, String table) throws SQLException {
    return Sql.one(
        connection,
        """
        SELECT format('(%s,0)', greatest(0,
                 pg_relation_size(?::regclass) / current_setting('block_size')::int - ?))
        """,
        row -> row.getString(1),
        table,
        NEWEST_BLOCKS);
  }

  /// Checks every entry and round of some accounts.
  static List<Broken> of(Connection connection, Span span) throws SQLException {
    List<Check> checks =
        THOROUGH.stream().map(check -> new Check(check.name(), CASH + check.sql())).toList();
    List<Broken> broken = new ArrayList<>(ask(connection, checks, span.above(), span.last()));
    broken.addAll(ask(connection, List.of(EntryTotals.REMOVED), span.above(), span.last()));
    return List.copyOf(broken);
  }

  private static List<Broken> ask(
      Connection connection, List<Check> checks, @Nullable Object... parameters)
      throws SQLException {
    List<Broken> broken = new ArrayList<>();
    for (Check check : checks) {
      List<String> cases =
          Sql.list(
              connection, check.sql() + " LIMIT " + MAX_CASES, row -> row.getString(1), parameters);
      if (!cases.isEmpty()) {
        broken.add(new Broken(check.name(), cases));
      }
    }
    return List.copyOf(broken);
  }
}
