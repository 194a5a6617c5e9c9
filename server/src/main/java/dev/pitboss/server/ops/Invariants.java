package dev.pitboss.server.ops;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/// What must always be true of the ledger, asked of the database in SQL. Each statement returns the
/// cases that break it, so no row is good news. Thread-safe.
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

  private record Check(String name, String sql) {}

  /// Over accounts and open rounds only: quick enough to ask every second.
  private static final List<Check> QUICK =
      List.of(
          new Check(
              "accounts_sum_to_zero",
              """
              SELECT format('%s accounts of operator %s sum to %s', currency, operator_id, sum(balance))
                FROM account GROUP BY operator_id, currency HAVING sum(balance) <> 0
              """),
          new Check(
              "no_negative_player_balance",
              """
              SELECT format('account %s holds %s', account_id, balance)
                FROM account WHERE player_id IS NOT NULL AND balance < 0
              """),
          new Check(
              "escrow_is_sum_of_open_stakes",
              """
              SELECT format('player %s has %s in escrow for open stakes of %s', player_id,
                            coalesce(held, 0), coalesce(staked, 0))
                FROM (SELECT player_id, balance AS held FROM account WHERE kind = 'escrow') e
                FULL JOIN (SELECT player_id, sum(staked) AS staked FROM open_round GROUP BY player_id) o
                  USING (player_id)
               WHERE coalesce(held, 0) <> coalesce(staked, 0)
              """));

  /// Over every entry and round: asked at start and then now and again.
  private static final List<Check> THOROUGH =
      List.of(
          new Check(
              "balance_is_sum_of_entries",
              """
              SELECT format('account %s holds %s, its entries say %s', a.account_id, a.balance,
                            coalesce(e.total, 0))
                FROM account a
                LEFT JOIN (SELECT account_id, sum(amount) AS total FROM (
                             SELECT account_id, amount FROM ledger_entry
                             UNION ALL SELECT counter_account_id, -amount FROM ledger_entry) leg
                            GROUP BY account_id) e USING (account_id)
               WHERE a.balance <> coalesce(e.total, 0)
              """),
          new Check(
              "entry_numbers_have_no_gap",
              """
              SELECT format('account %s is at %s but has %s entries, the last %s', a.account_id, a.seq,
                            count(e.seq), max(e.seq))
                FROM account a LEFT JOIN ledger_entry e USING (account_id)
               GROUP BY a.account_id
              HAVING a.seq <> count(e.seq) OR a.seq <> coalesce(max(e.seq), 0)
              """),
          new Check(
              "balance_after_is_running_sum",
              """
              SELECT format('entry %s of account %s', seq, account_id) FROM (
                SELECT account_id, seq, balance_after,
                       sum(amount) OVER (PARTITION BY account_id ORDER BY seq) AS running
                  FROM ledger_entry) e
               WHERE balance_after <> running
              """),
          new Check(
              "rounds_match_their_entries",
              """
              SELECT format('round %s', r.round_id)
                FROM round r
                LEFT JOIN (SELECT round_id, sum(amount) FILTER (WHERE kind = 'stake') AS stake,
                                  coalesce(sum(amount) FILTER (WHERE kind = 'payout'), 0) AS payout
                             FROM ledger_entry WHERE round_id IS NOT NULL GROUP BY round_id) e
                  USING (round_id)
               WHERE r.stake IS DISTINCT FROM -e.stake OR r.payout IS DISTINCT FROM e.payout
              """),
          new Check(
              "adjustments_match_their_entries",
              """
              SELECT format('adjustment %s, entry %s of account %s', d.adjustment_id,
                            coalesce(e.seq, d.entry_seq), coalesce(e.account_id, d.account_id))
                FROM (SELECT d.adjustment_id, d.account_id, d.entry_seq, a.amount
                        FROM adjustment_decision d JOIN adjustment a USING (adjustment_id)
                       WHERE d.approved) d
                FULL JOIN (SELECT account_id, seq, amount FROM ledger_entry
                            WHERE kind = 'adjustment' AND round_id IS NULL) e
                  ON e.account_id = d.account_id AND e.seq = d.entry_seq
               WHERE d.amount IS DISTINCT FROM e.amount
              """),
          new Check(
              "nonces_are_counted",
              """
              SELECT format('seed pair %s is at nonce %s but served %s rounds, the last under %s',
                            s.seed_pair_id, coalesce(s.nonce, a.nonce), coalesce(r.rounds, 0),
                            r.last)
                FROM seed_pair s
                JOIN account a ON a.player_id = s.player_id AND a.kind = 'player'
                LEFT JOIN (SELECT seed_pair_id, count(DISTINCT nonce) AS rounds, max(nonce) AS last,
                                  count(*) AS served FROM (
                             SELECT seed_pair_id, nonce FROM round
                             UNION ALL SELECT seed_pair_id, nonce FROM open_round) drawn
                            GROUP BY seed_pair_id) r USING (seed_pair_id)
               WHERE s.state <> 'next'
                 AND (coalesce(s.nonce, a.nonce) <> coalesce(r.served, 0)
                      OR coalesce(r.rounds, 0) <> coalesce(r.served, 0)
                      OR coalesce(r.last + 1, 0) <> coalesce(r.served, 0))
              """));

  /// Checks what can be checked every second.
  public List<Broken> quick() {
    return database.read(connection -> ask(connection, QUICK));
  }

  /// Checks everything, in one snapshot of the database.
  public List<Broken> thorough() {
    return database.inLongTransaction(connection -> {
      Sql.update(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
      Sql.update(connection, "SET LOCAL statement_timeout = '30s'");
      return all(connection);
    });
  }

  /// Checks everything as the connection's transaction sees it.
  static List<Broken> all(Connection connection) throws SQLException {
    List<Broken> broken = new ArrayList<>(ask(connection, QUICK));
    broken.addAll(ask(connection, THOROUGH));
    return List.copyOf(broken);
  }

  private static List<Broken> ask(Connection connection, List<Check> checks) throws SQLException {
    List<Broken> broken = new ArrayList<>();
    for (Check check : checks) {
      List<String> cases =
          Sql.list(connection, check.sql() + " LIMIT " + MAX_CASES, row -> row.getString(1));
      if (!cases.isEmpty()) {
        broken.add(new Broken(check.name(), cases));
      }
    }
    return List.copyOf(broken);
  }
}
