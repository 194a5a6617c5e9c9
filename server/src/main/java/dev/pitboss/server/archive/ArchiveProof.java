package dev.pitboss.server.archive;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// Proves that archived months are what was archived: each file has the digest that the database
/// has and names the file before; every block has its hash; and the bets come to the runs that the
/// database remembers. Used by one thread.
public final class ArchiveProof {
  /// Rows of one statement.
  private static final int BATCH = 1_000;

  private static final String NONE = "0".repeat(64);

  private final Database database;
  private final Path folder;
  private String previous = NONE;

  public ArchiveProof(Database database, Path folder) {
    this.database = database;
    this.folder = folder;
  }

  /// What is wrong with the next archived month, the oldest first; empty when nothing is.
  public Optional<String> fault(BetMonth month) {
    String name = Objects.requireNonNull(month.file(), "an archived month has a file");
    String digest = Objects.requireNonNull(month.digest(), "an archived month has a digest");
    String before = previous;
    previous = digest;
    try {
      BetFile file = BetFile.open(folder.resolve(name)).requireDigest(digest);
      if (file.month() != month.monthId() || !file.previous().equals(before)) {
        return Optional.of(
            "%s is month %d after %s, not month %d after %s"
                .formatted(name, file.month(), file.previous(), month.monthId(), before));
      }
      return compare(month, file);
    } catch (IOException failure) {
      return Optional.of(failure.toString());
    }
  }

  private Optional<String> compare(BetMonth month, BetFile file) throws IOException {
    Runs stored = new Runs(month);
    BetRun.Builder builder = new BetRun.Builder();
    for (int block = 0; block < file.blocks(); block++) {
      for (ArchivedBet bet : file.bets(block)) {
        Optional<BetRun> run = builder.add(bet);
        if (run.isPresent() && !run.equals(stored.next())) {
          return Optional.of(differs(run.get()));
        }
      }
    }
    Optional<BetRun> last = builder.end();
    if (last.isPresent() && !last.equals(stored.next())) {
      return Optional.of(differs(last.get()));
    }
    return stored
        .next()
        .map(run ->
            "bets from entry %d of account %d are not in the file"
                .formatted(run.firstSeq(), run.accountId()));
  }

  private static String differs(BetRun run) {
    return "bets from entry %d of account %d are not those that the database remembers"
        .formatted(run.firstSeq(), run.accountId());
  }

  /// What the database remembers of a month, in the order of account and number.
  private final class Runs {
    private final BetMonth month;
    private final Deque<BetRun> some = new ArrayDeque<>();
    private long account;
    private long seq;

    Runs(BetMonth month) {
      this.month = month;
    }

    Optional<BetRun> next() {
      if (some.isEmpty()) {
        some.addAll(
            database.read(connection ->
                Sql.list(
                    connection,
                    """
                    SELECT * FROM archived_bets
                     WHERE month_id = ? AND (account_id, first_seq) > (?, ?)
                     ORDER BY account_id, first_seq LIMIT ?
                    """,
                    ArchiveProof::run,
                    month.monthId(),
                    account,
                    seq,
                    BATCH)));
      }
      Optional<BetRun> next = Optional.ofNullable(some.poll());
      next.ifPresent(run -> {
        account = run.accountId();
        seq = run.firstSeq();
      });
      return next;
    }
  }

  private static BetRun run(ResultSet row) throws SQLException {
    return new BetRun(
        row.getLong("account_id"),
        row.getLong("first_seq"),
        row.getLong("last_seq"),
        row.getLong("house_id"),
        row.getLong("seed_pair_id"),
        row.getLong("first_nonce"),
        row.getInt("bets"),
        row.getLong("staked"),
        row.getLong("paid"),
        row.getLong("balance_after"),
        row.getObject("newest", UUID.class),
        new String(row.getBytes("keys"), StandardCharsets.ISO_8859_1));
  }

  /// The faults of all archived months, the oldest first.
  public List<String> faults() {
    previous = NONE;
    List<String> faults = new ArrayList<>();
    for (BetMonth month : database.read(BetMonth::all)) {
      if (month.state() == BetMonth.State.ARCHIVED) {
        fault(month).ifPresent(faults::add);
      }
    }
    return List.copyOf(faults);
  }
}
