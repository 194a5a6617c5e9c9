package dev.pitboss.server.restrictions;

import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Responsible play by players: set limits, take breaks, exclude themselves, look at what they did.
/// Every change increments the account's version in its own transaction, so a bet is decided either
/// before it or by it. Thread-safe.
public final class Limits {
  /// How many months a statement has.
  public static final int STATEMENT_MONTHS = 12;

  /// A request sums up for so long at most; the next one goes on from there.
  private static final long TIMEOUT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_200);

  private final Database database;
  private final OperatorRulesCache rulesCache;
  private final PlayerRestrictionsReader restrictionsReader;
  private final ExclusionListener exclusionListener;
  private final InstantSource clock;
  private final UsageTotalsReader usageTotals = new UsageTotalsReader();

  public Limits(
      Database database,
      OperatorRulesCache rulesCache,
      PlayerRestrictionsReader restrictionsReader,
      ExclusionListener exclusionListener,
      InstantSource clock) {
    this.database = database;
    this.rulesCache = rulesCache;
    this.restrictionsReader = restrictionsReader;
    this.exclusionListener = exclusionListener;
    this.clock = clock;
  }

  /// A player's standing with what they did lately.
  ///
  /// @param usage computed for this overview, also for players without limits
  public record Overview(PlayerRestrictions restrictions, UsageTotals usage, Instant now) {}

  /// A limit or reality check as its player wants it.
  ///
  /// @param kind null for the reality check
  /// @param period null for the reality check
  /// @param amount minor units or minutes; null for none
  public record Change(@Nullable LimitKind kind, @Nullable Period period, @Nullable Long amount) {
    private String kindId() {
      return kind == null ? PlayerRestrictionsReader.REALITY_CHECK : kind.id();
    }

    private String periodId() {
      return period == null ? "streak" : period.id();
    }
  }

  /// A month of a statement.
  ///
  /// @param month its first day
  public record Month(LocalDate month, Sums sums) {}

  /// How a player stands; empty while what they did before is still being summed up.
  public Optional<Overview> overview(long playerId) {
    return summedUp(playerId).map(book -> look(book, now()));
  }

  /// Carries out the changes: what is stricter at once, what is laxer after [Setting#COOLING]. What
  /// is not named stays.
  ///
  /// @return empty while what the player did before is still being summed up; nothing changed then
  public Optional<Overview> change(long playerId, List<Change> changes) {
    if (summedUp(playerId).isEmpty()) {
      return Optional.empty();
    }
    Instant now = now();
    database.inTransaction(connection -> {
      countUp(connection, playerId);
      for (Change change : changes) {
        change(connection, playerId, change, now);
      }
      return true;
    });
    return overview(playerId);
  }

  private static void change(Connection connection, long playerId, Change change, Instant now)
      throws SQLException {
    Setting before =
        Sql.first(
                connection,
                "SELECT * FROM player_limit WHERE player_id = ? AND kind = ? AND period = ?",
                PlayerRestrictionsReader::setting,
                playerId,
                change.kindId(),
                change.periodId())
            .orElse(Setting.NONE);
    Setting after = before.with(change.amount(), now);
    Sql.update(
        connection,
        """
        INSERT INTO player_limit (player_id, kind, period, amount, next_amount, changes_at, set_at)
        VALUES (?, ?, ?, ?, ?, ?::timestamptz, ?)
        ON CONFLICT (player_id, kind, period) DO UPDATE
           SET amount = excluded.amount, next_amount = excluded.next_amount,
               changes_at = excluded.changes_at, set_at = excluded.set_at
        """,
        playerId,
        change.kindId(),
        change.periodId(),
        after.amount(),
        after.next(),
        after.changesAt() == null ? null : after.changesAt().toString(),
        now);
  }

  /// Keeps the player from betting for a while. A break that ends sooner than one the player is in
  /// changes nothing.
  ///
  /// @return until when the player does not bet
  public Instant coolOff(long playerId, Duration time) {
    Instant now = now();
    Instant until = now.plus(time);
    return database.inTransaction(connection -> {
      PlayerBook book = countUp(connection, playerId);
      return keepOut(connection, book, "cooling_off", until, now);
    });
  }

  /// Keeps the player from betting for months. Nothing undoes it.
  ///
  /// @return until when the player does not bet
  public Instant exclude(long playerId, int months) {
    Instant now = now();
    return database.inTransaction(connection -> {
      PlayerBook book = countUp(connection, playerId);
      ZoneId zone = rulesCache.of(connection, book.operatorId()).rules().zone();
      Instant until = ZonedDateTime.ofInstant(now, zone).plusMonths(months).toInstant();
      return keepOut(connection, book, "self_exclusion", until, now);
    });
  }

  /// Excludes the player from betting permanently. Nothing undoes it.
  public void excludePermanently(long playerId) {
    Instant now = now();
    database.inTransaction(connection -> {
      PlayerBook book = countUp(connection, playerId);
      return keepOut(connection, book, "self_exclusion", Instant.MAX, now);
    });
  }

  private Instant keepOut(
      Connection connection, PlayerBook book, String kind, Instant until, Instant now)
      throws SQLException {
    long playerId = book.playerId();
    boolean forEver = until.equals(Instant.MAX);
    int added =
        Sql.update(
            connection,
            """
            INSERT INTO player_exclusion (player_id, kind, until, since)
            SELECT ?, ?, n.until, ? FROM (SELECT ?::timestamptz AS until) n
             WHERE NOT EXISTS (SELECT FROM player_exclusion e
                                WHERE e.player_id = ? AND e.kind = ? AND e.until >= n.until)
            """,
            playerId,
            kind,
            now,
            forEver ? "infinity" : until.toString(),
            playerId,
            kind);
    if (added > 0) {
      exclusionListener.saw(
          connection,
          new ExclusionListener.KeptOut(playerId, book.operatorId(), kind, forEver ? null : until));
    }
    return Sql.one(
        connection,
        "SELECT max(until) AS until FROM player_exclusion WHERE player_id = ? AND kind = ?",
        row ->
            Objects.requireNonNull(
                PlayerRestrictionsReader.end(row, "until"), "one was just seen to"),
        playerId,
        kind);
  }

  /// Notes that the player has seen how long they have played and how it went.
  public Optional<Overview> acknowledge(long playerId) {
    Instant now = now();
    database.inTransaction(connection -> {
      countUp(connection, playerId);
      return Sql.update(
          connection,
          """
          INSERT INTO play_usage AS u (player_id, checked_at) VALUES (?, ?)
          ON CONFLICT (player_id) DO UPDATE SET checked_at = excluded.checked_at
           WHERE u.checked_at < excluded.checked_at
          """,
          playerId,
          now);
    });
    return overview(playerId);
  }

  /// The player's last twelve months, the current one first; empty while what they did before is
  /// still being summed up.
  public Optional<List<Month>> statement(long playerId) {
    return summedUp(playerId)
        .map(book ->
            database.read(connection -> {
              ZoneId zone = rulesCache.of(connection, book.operatorId()).rules().zone();
              LocalDate current = Period.MONTH.start(LocalDate.ofInstant(now(), zone));
              LocalDate first = current.minusMonths(STATEMENT_MONTHS - 1L);
              SortedMap<LocalDate, Sums> sums = usageTotals.months(connection, book, first, zone);
              List<Month> months = new ArrayList<>();
              for (int ago = 0; ago < STATEMENT_MONTHS; ago++) {
                LocalDate month = current.minusMonths(ago);
                months.add(new Month(month, sums.getOrDefault(month, Sums.NONE)));
              }
              return List.copyOf(months);
            }));
  }

  private Overview look(PlayerBook book, Instant now) {
    return database.read(connection -> {
      PlayerRestrictions restrictions =
          restrictionsReader.read(connection, List.of(book)).get(book.playerId());
      if (restrictions == null) {
        throw new IllegalStateException("no restrictions read for player " + book.playerId());
      }
      UsageTotals usage =
          restrictions.bare()
              ? usageOf(connection, book, restrictions.rules().zone())
              : restrictions.usage();
      return new Overview(restrictions, usage, now);
    });
  }

  private UsageTotals usageOf(Connection connection, PlayerBook book, ZoneId zone)
      throws SQLException {
    Map<Long, UsageTotalsReader.Read> read = usageTotals.of(connection, List.of(book), _ -> zone);
    UsageTotalsReader.Read own = read.get(book.playerId());
    return own == null ? UsageTotals.NONE : own.usage();
  }

  /// The player's book, once all but few of its entries are summed up.
  private Optional<PlayerBook> summedUp(long playerId) {
    long giveUpAt = System.nanoTime() + TIMEOUT_NANOS;
    return database.read(connection -> {
      PlayerBook book =
          Sql.one(
              connection,
              """
              SELECT player_id, operator_id, account_id, seq FROM account
               WHERE kind = 'player' AND player_id = ?
              """,
              Limits::book,
              playerId);
      ZoneId zone = rulesCache.of(connection, book.operatorId()).rules().zone();
      while (!usageTotals.isSummedUp(connection, book)) {
        if (System.nanoTime() > giveUpAt) {
          return Optional.empty();
        }
        usageTotals.sumUp(connection, book, zone);
      }
      return Optional.of(book);
    });
  }

  /// Sums up what an account's player did, at least up to that entry, so that the entries are not
  /// needed for limits and statements any more.
  public void sumUp(long accountId, long throughSeq) {
    database.read(connection -> {
      PlayerBook book =
          Sql.one(
              connection,
              """
              SELECT player_id, operator_id, account_id, seq FROM account
               WHERE kind = 'player' AND account_id = ?
              """,
              Limits::book,
              accountId);
      ZoneId zone = rulesCache.of(connection, book.operatorId()).rules().zone();
      while (usageTotals.summedUpThrough(connection, book) < throughSeq) {
        usageTotals.sumUp(connection, book, zone);
      }
      return book;
    });
  }

  /// Locks the player's account, and invalidates decisions made at earlier versions.
  private static PlayerBook countUp(Connection connection, long playerId) throws SQLException {
    return Sql.one(
        connection,
        """
        UPDATE account SET version = version + 1 WHERE kind = 'player' AND player_id = ?
        RETURNING player_id, operator_id, account_id, seq
        """,
        Limits::book,
        playerId);
  }

  private static PlayerBook book(ResultSet row) throws SQLException {
    return new PlayerBook(
        row.getLong("player_id"),
        row.getInt("operator_id"),
        row.getLong("account_id"),
        row.getLong("seq"));
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MILLIS); // what the database keeps
  }
}
