package dev.pitboss.server.monitoring;

import dev.pitboss.server.monitoring.Invariants.Check;

/// Checks of entries that belong to no player's account: of accounts that are gone, and of the
/// other side of every entry.
final class EntryTotals {
  /// What is left of accounts that were removed: a grant and its return, nothing in sum.
  static final Check REMOVED =
      new Check(
          "balance_is_sum_of_entries",
          """
          SELECT format('account %s is gone, its entries say %s', e.account_id, e.total)
            FROM (SELECT account_id, sum(amount) AS total FROM ledger_entry
                   WHERE account_id > ? AND account_id <= ?
                   GROUP BY account_id HAVING sum(amount) <> 0) e
           WHERE NOT EXISTS (SELECT FROM account a
                              WHERE a.account_id = e.account_id AND a.kind = 'player' OFFSET 0)
          """);

  /// The other side of every entry: house, funding, escrow and providers.
  static final Check COUNTERS =
      new Check(
          "balance_is_sum_of_entries",
          """
          SELECT format('account %s holds %s, its entries say %s', a.account_id, a.balance,
                        coalesce(e.total, 0))
            FROM account a
            LEFT JOIN (SELECT e.account_id, -sum(e.amount) AS total
                         FROM (SELECT counter_account_id AS account_id, amount FROM ledger_entry
                               UNION ALL
                               SELECT house_id, paid - staked FROM archived_run) e
                        GROUP BY e.account_id) e USING (account_id)
           WHERE a.kind <> 'player' AND a.balance <> coalesce(e.total, 0)
          """);

  private EntryTotals() {}
}
