package dev.pitboss.server.archive;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.database.UuidArray;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Consumer;

/// Moves the oldest closed month from its table into a file. At every moment each bet is in its
/// table or in a complete file, and the database says which: the table goes in the transaction that
/// names the file, after the file was read back and compared with it, bet by bet. What an attempt
/// that ended before has left is overwritten by the next.
///
/// Used by one thread; of several at once, one succeeds.
public final class BetArchiver {
  /// Rows of one statement.
  private static final int BATCH = 5_000;

  /// What the database remembers is committed that long before the table goes: no statement of a
  /// server runs longer, so none sees neither.
  private static final Duration SETTLE = Duration.ofSeconds(3);

  /// Each waits a quarter of a second for what reads all bets.
  private static final int ATTEMPTS = 120;

  private final Database database;
  private final Path folder;
  private final Consumer<Step> steps;
  private final Duration settle;

  /// @param folder where the file goes; made if missing
  public BetArchiver(Database database, Path folder) {
    this(database, folder, _ -> {}, SETTLE);
  }

  /// One that says where it is, for tests that end it there.
  BetArchiver(Database database, Path folder, Consumer<Step> steps, Duration settle) {
    this.database = database;
    this.folder = folder;
    this.steps = steps;
    this.settle = settle;
  }

  /// What has been done.
  enum Step {
    PLAY_SUMMED_UP,
    FILE_WRITTEN,
    RUNS_STORED,
    COMPARED,
    TABLE_GONE
  }

  /// What has to be kept before bets leave the database.
  @FunctionalInterface
  public interface PlaySums {
    /// Sums up what the account's player did, up to that entry.
    void sumUp(long accountId, long throughSeq);
  }

  /// Is written down with the month, in the same transaction.
  @FunctionalInterface
  public interface Note {
    void archived(Connection connection, BetMonth month, String file, String digest)
        throws SQLException;
  }

  /// Outcome of an attempt.
  public sealed interface Result {
    /// The month is a file now.
    record Archived(BetMonth month, Path file, long bytes, long bets, String digest)
        implements Result {}

    /// No closed month began before that one.
    record NothingToDo() implements Result {}

    /// The month has to stay for now.
    record Refused(BetMonth month, String reason) implements Result {}
  }

  /// Archives the oldest closed month, if it ended before that month began.
  ///
  /// @param before the first month that stays
  public Result archiveOldest(YearMonth before, PlaySums sums, Note note) throws IOException {
    Optional<BetMonth> oldest = database.read(BetMonth::oldestClosed);
    if (oldest.isEmpty() || !oldest.get().month().isBefore(before)) {
      return new Result.NothingToDo();
    }
    BetMonth month = oldest.get();
    Optional<String> reason = reasonToStay(month, before);
    if (reason.isPresent()) {
      return new Result.Refused(month, reason.get());
    }
    sumUp(month, sums);
    steps.accept(Step.PLAY_SUMMED_UP);
    return archive(month, note);
  }

  private Optional<String> reasonToStay(BetMonth month, YearMonth before) {
    record Range(Instant last, Instant summedUntil) {}
    Range range =
        database.inLongTransaction(connection -> {
          Sql.update(connection, "SET LOCAL statement_timeout = '55s'");
          return Sql.one(
              connection,
              "SELECT max(settled_at) AS last, (SELECT summed_until FROM takings_progress) AS until"
                  + " FROM "
                  + table(month),
              row -> new Range(Sql.instant(row, "last"), Sql.instant(row, "until")));
        });
    Instant end = before.atDay(1).atStartOfDay(ZoneOffset.UTC).toInstant();
    if (!range.last().isBefore(end)) {
      return Optional.of(
          "it has bets until %s, which is not before %s".formatted(range.last(), before));
    }
    if (!range.summedUntil().isAfter(range.last())) {
      return Optional.of(
          "gaming revenue is summed up until %s only; start the casino and try again in a minute"
              .formatted(range.summedUntil()));
    }
    return Optional.empty();
  }

  private void sumUp(BetMonth month, PlaySums sums) {
    record Last(long accountId, long seq) {}
    long above = 0;
    while (true) {
      long from = above;
      // account by account: each is one look into the index
      List<Last> accounts =
          database.read(connection ->
              Sql.list(
                  connection,
                  """
                  WITH RECURSIVE a AS (
                    SELECT (SELECT min(account_id) FROM %1$s WHERE account_id > ?) AS account_id
                    UNION ALL
                    SELECT (SELECT min(b.account_id) FROM %1$s b WHERE b.account_id > a.account_id)
                      FROM a WHERE a.account_id IS NOT NULL)
                  SELECT a.account_id,
                         (SELECT seq + (payout <> 0)::int FROM %1$s b
                           WHERE b.account_id = a.account_id ORDER BY b.seq DESC LIMIT 1) AS seq
                    FROM a WHERE a.account_id IS NOT NULL LIMIT 500
                  """
                      .formatted(table(month)),
                  row -> new Last(row.getLong(1), row.getLong(2)),
                  from));
      if (accounts.isEmpty()) {
        return;
      }
      accounts.forEach(it -> sums.sumUp(it.accountId(), it.seq()));
      above = accounts.getLast().accountId();
    }
  }

  private Result archive(BetMonth month, Note note) throws IOException {
    Files.createDirectories(folder);
    Optional<byte[]> previous = database.read(BetMonth::newestDigest);
    Path path = folder.resolve("%s.%04d.bets".formatted(month.month(), month.monthId()));
    Set<Integer> rules = new TreeSet<>();
    byte[] digest;
    try (BetFile.Writer writer = new BetFile.Writer(path, month.monthId(), previous)) {
      for (Bets bets = new Bets(month); bets.next(); ) {
        for (ArchivedBet bet : bets.now()) {
          rules.add(bet.rulesId());
          writer.add(bet);
        }
      }
      digest = writer.finish();
    }
    steps.accept(Step.FILE_WRITTEN);
    BetFile file = BetFile.open(path).requireDigest(HexFormat.of().formatHex(digest));
    long bets = storeRuns(month, file);
    steps.accept(Step.RUNS_STORED);
    compare(month, file, path);
    steps.accept(Step.COMPARED);
    pause();
    String name = path.getFileName().toString();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      if (replace(month, name, digest, bets, rules, note)) {
        steps.accept(Step.TABLE_GONE);
        return new Result.Archived(
            month, path, Files.size(path), bets, HexFormat.of().formatHex(digest));
      }
    }
    return new Result.Refused(
        month, "something read bets all the time, or it was archived meanwhile");
  }

  private void pause() throws IOException {
    try {
      Thread.sleep(settle);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted before the month's table was replaced", interrupted);
    }
  }

  /// As the owner of the schema: the server's role cannot remove bets.
  private boolean replace(
      BetMonth month, String file, byte[] digest, long bets, Set<Integer> rules, Note note) {
    return database.inLongTransaction(connection -> {
      Sql.update(connection, "SET LOCAL ROLE NONE");
      boolean done =
          Sql.one(
              connection,
              "SELECT archive_bet_month(?, ?, ?, ?, ?::int[])",
              row -> row.getBoolean(1),
              month.monthId(),
              file,
              digest,
              bets,
              rules.toArray(Integer[]::new));
      if (done) {
        Sql.update(connection, "SET LOCAL ROLE pitboss_app");
        note.archived(connection, month, file, HexFormat.of().formatHex(digest));
      }
      return done;
    });
  }

  /// What is remembered of the bets, as the file has them.
  private long storeRuns(BetMonth month, BetFile file) throws IOException {
    long _ =
        database.inLongTransaction(connection -> {
          Sql.update(connection, "SET LOCAL ROLE NONE");
          Sql.update(connection, "SET LOCAL statement_timeout = '55s'");
          return Sql.one(
              connection, "SELECT forget_archived_bets(?)", row -> row.getLong(1), month.monthId());
        });
    BetRun.Builder builder = new BetRun.Builder();
    List<BetRun> runs = new ArrayList<>();
    long bets = 0;
    for (int block = 0; block < file.blocks(); block++) {
      for (ArchivedBet bet : file.bets(block)) {
        bets++;
        builder.add(bet).ifPresent(runs::add);
      }
      if (runs.size() >= BATCH) {
        store(month, runs);
        runs.clear();
      }
    }
    builder.end().ifPresent(runs::add);
    store(month, runs);
    return bets;
  }

  private void store(BetMonth month, List<BetRun> runs) {
    database.inLongTransaction(connection -> {
      Sql.update(connection, "SET LOCAL ROLE NONE");
      return Sql.update(
          connection,
          """
          INSERT INTO archived_bets (month_id, account_id, first_seq, last_seq, house_id, seed_pair_id,
                                     first_nonce, bets, staked, paid, balance_after, newest, keys)
          SELECT ?, * FROM unnest(?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                                  ?::bigint[], ?::int[], ?::bigint[], ?::bigint[], ?::bigint[],
                                  ?::uuid[], ?::bytea[])
          """,
          month.monthId(),
          runs.stream().mapToLong(BetRun::accountId).toArray(),
          runs.stream().mapToLong(BetRun::firstSeq).toArray(),
          runs.stream().mapToLong(BetRun::lastSeq).toArray(),
          runs.stream().mapToLong(BetRun::houseId).toArray(),
          runs.stream().mapToLong(BetRun::seedPairId).toArray(),
          runs.stream().mapToLong(BetRun::firstNonce).toArray(),
          runs.stream().mapToInt(BetRun::bets).toArray(),
          runs.stream().mapToLong(BetRun::staked).toArray(),
          runs.stream().mapToLong(BetRun::paid).toArray(),
          runs.stream().mapToLong(BetRun::balanceAfter).toArray(),
          new UuidArray(runs.stream().map(BetRun::newest).toArray(UUID[]::new)),
          runs.stream()
              .map(run -> run.keys().getBytes(StandardCharsets.ISO_8859_1))
              .toArray(byte[][]::new));
    });
  }

  /// Reads both, and lets no difference pass.
  private void compare(BetMonth month, BetFile file, Path path) throws IOException {
    Bets table = new Bets(month);
    List<ArchivedBet> rest = new ArrayList<>();
    for (int block = 0; block < file.blocks(); block++) {
      for (ArchivedBet bet : file.bets(block)) {
        if (rest.isEmpty() && table.next()) {
          rest = new ArrayList<>(table.now().reversed());
        }
        if (rest.isEmpty() || !rest.removeLast().equals(bet)) {
          throw new BetFile.DamagedException(
              path, "bet %s of account %d is another".formatted(bet.ref(), bet.accountId()));
        }
      }
    }
    if (!rest.isEmpty() || table.next()) {
      throw new BetFile.DamagedException(path, "bets of its month are missing");
    }
  }

  /// The bets of a month's table, some at a time. Nothing changes them.
  private final class Bets {
    private final String sql;
    private List<ArchivedBet> now = List.of();
    private long account;
    private long seq;

    Bets(BetMonth month) {
      sql =
          """
          SELECT b.*, (extract(epoch FROM b.settled_at) * 1000000)::bigint AS micros,
                 k.seq IS NULL AS is_in_order, coalesce(k.newest, b.round_id) AS newest
            FROM %s b LEFT JOIN bet_key k ON k.account_id = b.account_id AND k.round_id = b.round_id
           WHERE (b.account_id, b.seq) > (?, ?) ORDER BY b.account_id, b.seq LIMIT ?
          """
              .formatted(table(month));
    }

    boolean next() {
      now =
          database.read(
              connection -> Sql.list(connection, sql, BetArchiver::bet, account, seq, BATCH));
      if (!now.isEmpty()) {
        account = now.getLast().accountId();
        seq = now.getLast().seq();
      }
      return !now.isEmpty();
    }

    List<ArchivedBet> now() {
      return now;
    }
  }

  /// A name that the database made of a date and a number.
  private static String table(BetMonth month) {
    String relation = Objects.requireNonNull(month.relation(), "a closed month has a table");
    if (!relation.matches("bet_[0-9_]+")) {
      throw new IllegalStateException("not a table of bets: " + relation);
    }
    return relation.toLowerCase(Locale.ROOT);
  }

  private static ArchivedBet bet(ResultSet row) throws SQLException {
    return new ArchivedBet(
        row.getLong("account_id"),
        row.getLong("seq"),
        row.getObject("round_id", UUID.class),
        row.getLong("house_id"),
        row.getLong("stake"),
        row.getLong("payout"),
        row.getLong("balance_after"),
        row.getLong("seed_pair_id"),
        row.getLong("nonce"),
        row.getLong("micros"),
        row.getInt("rules_id"),
        new String(row.getBytes("detail"), StandardCharsets.ISO_8859_1),
        row.getBoolean("is_in_order"),
        row.getObject("newest", UUID.class));
  }
}
