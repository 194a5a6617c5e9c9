package dev.pitboss.server.ops;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.db.Sql;
import dev.pitboss.server.ops.Invariants.Broken;
import dev.pitboss.server.ops.Invariants.Span;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One thorough check of the whole ledger, a bounded number of entries at a time, while bets go on.
///
/// An account's entries are proven in one snapshot, together with its rounds and seed pairs;
/// entries never change, so what was proven stays so, and how far is remembered. Who was on the
/// other side of them is summed up along the way. At the end, in one more snapshot, come the
/// entries that were added meanwhile, and then the balances of house, funding and escrow must be
/// those sums.
///
/// Used by one thread.
final class LedgerAudit {
  /// So many are read in some hundredths of a second: bets wait for a processor that long.
  private static final int ENTRIES_AT_ONCE = 5_000;

  private static final int ACCOUNTS_AT_ONCE = 2_000;

  private static final String NAME = "balance_is_sum_of_entries";

  private static final int MAX_CASES = 5;

  private final Database database;
  private final int entriesAtOnce;
  private final List<Broken> broken = new ArrayList<>();
  private final Map<Long, Long> sums = new HashMap<>(); // by counter account

  /// The cash accounts looked at, in order, and how many of their entries are in the sums.
  private long[] accounts = new long[ACCOUNTS_AT_ONCE];

  private long[] summed = new long[ACCOUNTS_AT_ONCE];
  private int count;
  private boolean isComplete;

  LedgerAudit(Database database) {
    this(database, ENTRIES_AT_ONCE);
  }

  LedgerAudit(Database database, int entriesAtOnce) {
    this.database = database;
    this.entriesAtOnce = entriesAtOnce;
  }

  /// Whether everything was checked.
  boolean isComplete() {
    return isComplete;
  }

  /// What was found so far.
  List<Broken> broken() {
    return List.copyOf(broken);
  }

  /// What one look at the database brings; nothing is remembered of a look that failed.
  ///
  /// @param accounts looked at; none when there are no more
  /// @param sums by counter account, of entries that were not summed before
  private record Slice(List<Account> accounts, Map<Long, Long> sums, List<Broken> broken) {}

  /// Checks the next accounts, or at last the sums.
  void goOn() {
    Slice slice = database.inLongTransaction(this::look);
    slice.accounts().forEach(this::remember);
    slice.sums().forEach((id, sum) -> sums.merge(id, sum, Math::addExact));
    broken.addAll(slice.broken());
    isComplete = slice.accounts().isEmpty();
  }

  private Slice look(Connection connection) throws SQLException {
    Sql.update(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    Sql.update(connection, "SET LOCAL statement_timeout = '30s'");
    List<Account> next = next(connection);
    if (next.isEmpty()) {
      Map<Long, Long> since = since(connection);
      return new Slice(next, since, compare(connection, since));
    }
    Span span = new Span(above(), next.getLast().id());
    return new Slice(next, sums(connection, span), Invariants.of(connection, span));
  }

  private record Account(long id, long entries) {}

  /// The accounts after those looked at: a few, or one that has very many entries.
  private List<Account> next(Connection connection) throws SQLException {
    List<Account> next = new ArrayList<>();
    long entries = 0;
    for (Account account : after(connection, above())) {
      entries += account.entries();
      if (!next.isEmpty() && entries > entriesAtOnce) {
        break;
      }
      next.add(account);
    }
    return next;
  }

  private static List<Account> after(Connection connection, long above) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT account_id, seq FROM account
         WHERE account_id > ? AND kind = 'player' ORDER BY account_id LIMIT ?
        """,
        row -> new Account(row.getLong(1), row.getLong(2)),
        above,
        ACCOUNTS_AT_ONCE);
  }

  private long above() {
    return count == 0 ? 0 : accounts[count - 1];
  }

  private void remember(Account account) {
    if (count == accounts.length) {
      accounts = Arrays.copyOf(accounts, 2 * count);
      summed = Arrays.copyOf(summed, 2 * count);
    }
    accounts[count] = account.id();
    summed[count] = account.entries();
    count++;
  }

  private static Map<Long, Long> sums(Connection connection, Span span) throws SQLException {
    return Sql.list(
            connection,
            """
            SELECT e.counter_account_id, sum(e.amount)::bigint
              FROM account a JOIN ledger_entry e USING (account_id)
             WHERE a.account_id > ? AND a.account_id <= ? AND a.kind = 'player'
             GROUP BY e.counter_account_id
            """,
            row -> Map.entry(row.getLong(1), row.getLong(2)),
            span.above(),
            span.last())
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
  }

  /// The sums of entries that were not there when their account was looked at.
  private Map<Long, Long> since(Connection connection) throws SQLException {
    Map<Long, Long> since = new HashMap<>();
    List<Account> some = after(connection, 0);
    while (!some.isEmpty()) {
      List<Account> grown =
          some.stream().filter(account -> account.entries() > summed(account.id())).toList();
      Sql.list(
              connection,
              """
              SELECT e.counter_account_id, sum(e.amount)::bigint
                FROM unnest(?::bigint[], ?::bigint[]) AS a (account_id, summed)
                JOIN ledger_entry e ON e.account_id = a.account_id AND e.seq > a.summed
               GROUP BY e.counter_account_id
              """,
              row -> Map.entry(row.getLong(1), row.getLong(2)),
              grown.stream().mapToLong(Account::id).toArray(),
              grown.stream().mapToLong(account -> summed(account.id())).toArray())
          .forEach(sum -> since.merge(sum.getKey(), sum.getValue(), Math::addExact));
      some = after(connection, some.getLast().id());
    }
    return since;
  }

  private long summed(long accountId) {
    int at = Arrays.binarySearch(accounts, 0, count, accountId);
    return at < 0 ? 0 : summed[at];
  }

  private List<Broken> compare(Connection connection, Map<Long, Long> since) throws SQLException {
    List<String> cases = new ArrayList<>();
    List<Counter> some = counters(connection, 0);
    while (!some.isEmpty() && cases.size() < MAX_CASES) {
      for (Counter counter : some) {
        long sum =
            Math.negateExact(
                Math.addExact(
                    sums.getOrDefault(counter.id(), 0L), since.getOrDefault(counter.id(), 0L)));
        if (counter.balance() != sum) {
          cases.add(
              "account %d holds %d, its entries say %d"
                  .formatted(counter.id(), counter.balance(), sum));
        }
      }
      some = counters(connection, some.getLast().id());
    }
    return cases.isEmpty()
        ? List.of()
        : List.of(new Broken(NAME, cases.stream().limit(MAX_CASES).toList()));
  }

  private record Counter(long id, long balance) {}

  private static List<Counter> counters(Connection connection, long above) throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT account_id, balance FROM account
         WHERE account_id > ? AND kind <> 'player' ORDER BY account_id LIMIT ?
        """,
        row -> new Counter(row.getLong(1), row.getLong(2)),
        above,
        ACCOUNTS_AT_ONCE);
  }
}
