package dev.pitboss.server.monitoring;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.monitoring.Invariants.Broken;
import dev.pitboss.server.monitoring.Invariants.Span;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// One thorough check of the whole ledger, a bounded number of entries at a time, while bets go on.
/// Each step costs the same however many accounts there are, and so does what is remembered.
///
/// An account's entries are proven in one snapshot, together with its rounds, seed pairs and
/// escrow. The other side of them, house and funding, is proven against one snapshot for all: at
/// the start it is kept, with the balances it shows; on the way the entries that it shows are
/// summed up, whenever they are read; and at the end the balances must be those sums.
///
/// Used by one thread.
final class LedgerAudit {
  /// So many are read in some hundredths of a second: bets wait for a processor that long.
  private static final int ENTRIES_AT_ONCE = 5_000;

  private static final int ACCOUNTS_AT_ONCE = 2_000;

  /// Accounts that were removed leave gaps, with two entries for each.
  private static final long IDS_AT_ONCE = 5_000;

  /// In a database that has seen more than two thousand million transactions, the number of one is
  /// told from that of an earlier one by when the entry was posted. So many take longer than that,
  /// and no clock is that far off.
  private static final String SURELY_BEFORE = "7 days";

  private static final String NAME = "balance_is_sum_of_entries";

  private static final int MAX_CASES = 5;

  private final Database database;
  private final int entriesAtOnce;
  private final List<Broken> broken = new ArrayList<>();
  private final Map<Long, Long> sums = new HashMap<>(); // by counter account
  private @Nullable Beginning beginning;
  private long above;
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

  /// What the others are held against: a snapshot, and the balances it shows.
  ///
  /// @param balances of house, funding, providers and operators' wallets, by account: a bounded
  ///   number for each operator
  private record Beginning(String snapshot, String at, Map<Long, Long> balances) {}

  /// What one look at the database brings; nothing is remembered of a look that failed.
  ///
  /// @param sums by counter account, of entries that the first snapshot shows
  private record Slice(Span span, Map<Long, Long> sums, List<Broken> broken) {}

  /// Begins, checks the next accounts, or at last the sums. Begins anew when a month was archived
  /// that had not ended at the beginning: which of its bets the first snapshot shows is not known
  /// any more.
  void goOn() {
    if (beginning != null && isOutdated(beginning)) {
      beginning = null;
      sums.clear();
      broken.clear();
      above = 0;
    }
    Beginning begun = beginning;
    if (begun == null) {
      beginning = database.inLongTransaction(LedgerAudit::begin);
      return;
    }
    Optional<Slice> next = database.inLongTransaction(connection -> look(connection, begun));
    next.ifPresent(slice -> {
      slice
          .sums()
          .forEach((id, sum) -> {
            if (begun
                .balances()
                .containsKey(id)) { // the others are players' escrow, proven with them
              sums.merge(id, sum, Math::addExact);
            }
          });
      broken.addAll(slice.broken());
      above = slice.span().last();
    });
    if (next.isEmpty()) {
      broken.addAll(compare(begun.balances()));
      isComplete = true;
    }
  }

  /// Tables of bets are locked before the snapshot is taken: else a month that is archived just
  /// then would be neither in its table nor in what the snapshot shows of the archive.
  private static void inSnapshot(Connection connection) throws SQLException {
    Sql.update(connection, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY");
    Sql.update(connection, "LOCK TABLE ONLY stored_bet IN ACCESS SHARE MODE");
    Sql.update(connection, "SET LOCAL statement_timeout = '30s'");
  }

  private boolean isOutdated(Beginning begun) {
    return database.read(connection ->
        Sql.one(
            connection,
            """
            SELECT EXISTS (SELECT FROM bet_month
                            WHERE state = 'archived' AND closed_at > ?::timestamptz)
            """,
            row -> row.getBoolean(1),
            begun.at()));
  }

  private static Beginning begin(Connection connection) throws SQLException {
    inSnapshot(connection);
    record Begun(String snapshot, String at) {}
    Begun begun =
        Sql.one(
            connection,
            "SELECT pg_current_snapshot()::text, now()::text",
            row -> new Begun(row.getString(1), row.getString(2)));
    // the accounts of each operator's own are found by the index that makes each of them unique
    Map<Long, Long> balances =
        Sql.list(
                connection,
                """
                SELECT a.account_id, a.balance
                  FROM operator o
                 CROSS JOIN unnest(ARRAY['house', 'funding', 'provider', 'remote']) AS k (kind)
                  JOIN account a ON a.operator_id = o.operator_id AND a.kind = k.kind
                                AND a.player_id IS NULL
                """,
                row -> Map.entry(row.getLong(1), row.getLong(2)))
            .stream()
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    return new Beginning(begun.snapshot(), begun.at(), balances);
  }

  private Optional<Slice> look(Connection connection, Beginning begun) throws SQLException {
    inSnapshot(connection);
    Optional<Span> next = next(connection);
    if (next.isEmpty()) {
      return Optional.empty();
    }
    Span span = next.get();
    return Optional.of(
        new Slice(span, sums(connection, span, begun), Invariants.of(connection, span)));
  }

  private record Account(long id, long entries) {}

  /// The accounts after those looked at, and the gaps between them: a few, or one that has very
  /// many entries. Empty when neither accounts nor entries follow.
  private Optional<Span> next(Connection connection) throws SQLException {
    Optional<Long> first =
        Sql.one(
            connection,
            """
            SELECT least((SELECT account_id FROM account
                           WHERE account_id > ? ORDER BY account_id LIMIT 1),
                         (SELECT account_id FROM stored_entry
                           WHERE account_id > ? ORDER BY account_id LIMIT 1),
                         (SELECT account_id FROM stored_bet
                           WHERE account_id > ? ORDER BY account_id LIMIT 1),
                         (SELECT account_id FROM archived_bets
                           WHERE account_id > ? ORDER BY account_id LIMIT 1))
            """,
            row -> Optional.ofNullable((Long) row.getObject(1)),
            above,
            above,
            above,
            above);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    long from = first.get() - 1;
    long last = from + IDS_AT_ONCE;
    long entries = 0;
    boolean isFirst = true;
    List<Account> some = after(connection, from, last);
    for (Account account : some) {
      entries += account.entries();
      if (!isFirst && entries > entriesAtOnce) {
        return Optional.of(new Span(from, account.id() - 1));
      }
      isFirst = false;
    }
    return Optional.of(new Span(from, some.size() < ACCOUNTS_AT_ONCE ? last : some.getLast().id()));
  }

  private static List<Account> after(Connection connection, long above, long last)
      throws SQLException {
    return Sql.list(
        connection,
        """
        SELECT account_id, seq FROM account
         WHERE account_id > ? AND account_id <= ? AND kind = 'player' ORDER BY account_id LIMIT ?
        """,
        row -> new Account(row.getLong(1), row.getLong(2)),
        above,
        last,
        ACCOUNTS_AT_ONCE);
  }

  /// Sums up what the first snapshot shows. `written_by` has 32 bits of the number of the
  /// transaction that wrote the entry; the snapshot tells which others they can be.
  private static Map<Long, Long> sums(Connection connection, Span span, Beginning begun)
      throws SQLException {
    return Sql.list(
            connection,
            """
            SELECT e.counter_account_id, sum(e.amount)::bigint
              FROM (SELECT ?::pg_snapshot AS snapshot, ?::timestamptz - ?::interval AS surely,
                           pg_snapshot_xmax(?::pg_snapshot)::text::bigint AS next) s
             CROSS JOIN LATERAL (
                   SELECT e.counter_account_id, e.amount, e.posted_at,
                          s.next - (((s.next - e.written_by::text::bigint + 2147483648) & 4294967295)
                                    - 2147483648) AS writer
                     FROM ledger_entry e WHERE e.account_id > ? AND e.account_id <= ? OFFSET 0) e
             WHERE (s.next > 2147483648 AND e.posted_at < s.surely) OR e.writer < 3
                OR pg_visible_in_snapshot(greatest(e.writer, 3)::text::xid8, s.snapshot)
             GROUP BY e.counter_account_id
             UNION ALL
            SELECT house_id, sum(paid - staked)::bigint
              FROM archived_run WHERE account_id > ? AND account_id <= ? GROUP BY house_id
            """,
            row -> Map.entry(row.getLong(1), row.getLong(2)),
            begun.snapshot(),
            begun.at(),
            SURELY_BEFORE,
            begun.snapshot(),
            span.above(),
            span.last(),
            span.above(),
            span.last())
        .stream()
        .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, Math::addExact));
  }

  private List<Broken> compare(Map<Long, Long> balances) {
    List<String> cases =
        balances.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .filter(it -> it.getValue() != -sums.getOrDefault(it.getKey(), 0L))
            .limit(MAX_CASES)
            .map(it ->
                "account %d holds %d, its entries say %d"
                    .formatted(it.getKey(), it.getValue(), -sums.getOrDefault(it.getKey(), 0L)))
            .toList();
    return cases.isEmpty() ? List.of() : List.of(new Broken(NAME, cases));
  }
}
