package dev.pitboss.server.players;

import dev.pitboss.server.clients.ClientAddress;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.database.Sql;
import dev.pitboss.server.scheduling.PeriodicTask;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Limits how many players are opened, by guests and by registering: per network, per region of
/// networks, per operator and in all, a minute and a UTC day. An address or household has limits of
/// its own before that (`api/RateLimits`).
///
/// An opening is counted at every level or, when one is exhausted, at none: what is refused leaves
/// no trace. So the memory needed is bounded by what was let through, a flood from many addresses
/// makes nothing be forgotten, and one network cannot use up the shared allowance.
///
/// The day's counts are added up in the database by all servers every [#WRITTEN_EVERY]: a restart
/// does not reset them, and servers together exceed a limit by no more than what they let through
/// in that time. A minute's counts are each server's own. Thread-safe.
public final class PlayerOpenings implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(PlayerOpenings.class);

  static final Duration WRITTEN_EVERY = Duration.ofSeconds(2);

  /// Counts kept, some 150 bytes each. Regions, operators and the whole are counted in any case; a
  /// network for which there is no room is counted with its region.
  private static final int MAX_NETWORKS = 50_000;

  /// Rows written by one statement.
  private static final int BATCH = 500;

  private final Database database;
  private final InstantSource clock;
  private final int factor;
  private final PeriodicTask schedule = new PeriodicTask("player-openings", LOG);
  private final Map<String, Count> counts = new HashMap<>(); // guarded by this
  private LocalDate day; // guarded by this
  private int networks; // guarded by this

  /// How a player comes to be.
  public enum Kind {
    GUEST(1),
    /// Registered players are kept, so fewer are let in at once.
    REGISTRATION(4);

    private final int divisor;

    Kind(int divisor) {
      this.divisor = divisor;
    }
  }

  /// What is counted together, with its limits of guests.
  enum Level {
    /// 24 bits of IPv4, 48 of IPv6: a company's, or a home connection's at the most.
    NETWORK(120, 2_000),
    /// 16 bits of IPv4, 32 of IPv6: a provider's.
    REGION(600, 20_000),
    OPERATOR(1_200, 50_000),
    ALL(2_400, 100_000);

    private final long aMinute;
    private final long aDay;

    Level(long aMinute, long aDay) {
      this.aMinute = aMinute;
      this.aDay = aDay;
    }

    long aMinute(Kind kind) {
      return aMinute / kind.divisor;
    }

    long aDay(Kind kind) {
      return aDay / kind.divisor;
    }
  }

  private static final class Count {
    private long minute;
    private long inMinute;
    private long today;
    private long unwritten;
  }

  private record Counted(Level level, String subject) {}

  private PlayerOpenings(Database database, InstantSource clock, int factor) {
    this.database = database;
    this.clock = clock;
    this.factor = factor;
    this.day = today(clock.instant());
  }

  /// Starts with what was counted this day.
  ///
  /// @param factor how many times the usual limits hold
  public static PlayerOpenings start(Database database, InstantSource clock, int factor) {
    PlayerOpenings openings = new PlayerOpenings(database, clock, factor);
    openings.read();
    openings.schedule.start(
        WRITTEN_EVERY, openings::write, "cannot store account-opening counters");
    return openings;
  }

  /// Counts an opening.
  ///
  /// @return empty when it may be; else when to ask again
  public Optional<Duration> refuse(Kind kind, int operatorId, ClientAddress address) {
    Instant now = clock.instant();
    return refuse(levels(kind, operatorId, address), kind, now);
  }

  private static List<Counted> levels(Kind kind, int operatorId, ClientAddress address) {
    String what = kind.name().toLowerCase(java.util.Locale.ROOT);
    List<Counted> levels = new ArrayList<>();
    levels.add(new Counted(Level.ALL, what));
    levels.add(new Counted(Level.OPERATOR, what + " operator " + operatorId));
    if (address.isLoopback()) {
      return levels; // this machine's owner, or a proxy that hides its clients
    }
    levels.add(new Counted(Level.REGION, what + " region " + address.region()));
    if (address.isReadable()) { // unreadable text has no network
      levels.add(new Counted(Level.NETWORK, what + " network " + address.network()));
    }
    return levels;
  }

  private synchronized Optional<Duration> refuse(List<Counted> levels, Kind kind, Instant now) {
    if (!today(now).equals(day)) {
      day = today(now);
      counts.clear();
      networks = 0;
    }
    long minute = Math.floorDiv(now.getEpochSecond(), 60);
    for (Counted counted : levels) {
      Count count = counts.get(counted.subject());
      if (count == null) {
        continue;
      }
      if (count.today >= Math.multiplyExact(counted.level().aDay(kind), factor)) {
        return Optional.of(untilMidnight(now));
      }
      if (count.minute == minute
          && count.inMinute >= Math.multiplyExact(counted.level().aMinute(kind), factor)) {
        return Optional.of(Duration.ofSeconds(60 - Math.floorMod(now.getEpochSecond(), 60)));
      }
    }
    for (Counted counted : levels) {
      Count count = counts.get(counted.subject());
      if (count == null) {
        if (counted.level() == Level.NETWORK && networks++ >= MAX_NETWORKS) {
          continue;
        }
        count = new Count();
        counts.put(counted.subject(), count);
      }
      if (count.minute != minute) {
        count.minute = minute;
        count.inMinute = 0;
      }
      count.inMinute++;
      count.today++;
      count.unwritten++;
    }
    return Optional.empty();
  }

  private static LocalDate today(Instant now) {
    return LocalDate.ofInstant(now, ZoneOffset.UTC);
  }

  private static Duration untilMidnight(Instant now) {
    Instant midnight = today(now).plusDays(1).atTime(LocalTime.MIDNIGHT).toInstant(ZoneOffset.UTC);
    return Duration.between(now, midnight).plusSeconds(1);
  }

  private record Row(String subject, long opened) {}

  private void read() {
    LocalDate of = day;
    List<Row> rows =
        database.read(connection ->
            Sql.list(
                connection,
                """
                SELECT subject, opened FROM player_opening
                 WHERE day = ?::date ORDER BY opened DESC LIMIT ?
                """,
                row -> new Row(row.getString(1), row.getLong(2)),
                of.toString(),
                2 * MAX_NETWORKS));
    take(of, rows);
  }

  private synchronized void take(LocalDate of, List<Row> rows) {
    if (!of.equals(day)) {
      return;
    }
    for (Row row : rows) {
      Count count = counts.computeIfAbsent(row.subject(), _ -> new Count());
      // what came since the row was written is still to be written
      count.today = Math.max(count.today, Math.addExact(row.opened(), count.unwritten));
    }
  }

  /// Adds what was counted since to what all servers have counted. What cannot be written is
  /// counted here only.
  void write() {
    for (List<Row> rows = unwritten(); !rows.isEmpty(); rows = unwritten()) {
      LocalDate of;
      synchronized (this) {
        of = day;
      }
      List<Row> batch = rows;
      take(
          of,
          database.inOneStatement(connection ->
              Sql.list(
                  connection,
                  """
                  INSERT INTO player_opening AS p (day, subject, opened)
                  SELECT ?::date, subject, opened
                    FROM unnest(?::text[], ?::bigint[]) AS n (subject, opened) ORDER BY subject
                  ON CONFLICT (day, subject) DO UPDATE SET opened = p.opened + excluded.opened
                  RETURNING subject, opened
                  """,
                  row -> new Row(row.getString(1), row.getLong(2)),
                  of.toString(),
                  batch.stream().map(Row::subject).toArray(String[]::new),
                  batch.stream().mapToLong(Row::opened).toArray())));
    }
  }

  private synchronized List<Row> unwritten() {
    List<Row> rows = new ArrayList<>();
    for (Map.Entry<String, Count> entry : counts.entrySet()) {
      Count count = entry.getValue();
      if (count.unwritten > 0) {
        rows.add(new Row(entry.getKey(), count.unwritten));
        count.unwritten = 0;
        if (rows.size() == BATCH) {
          break;
        }
      }
    }
    return rows;
  }

  /// Deletes the counts of days that are over, and at most so many.
  int deleteForgotten(int max) {
    String yesterday = today(clock.instant()).minusDays(1).toString();
    return database.inTransaction(connection ->
        Sql.update(
            connection,
            """
            DELETE FROM player_opening WHERE (day, subject) IN (
              SELECT day, subject FROM player_opening WHERE day < ?::date
               ORDER BY day, subject LIMIT ? FOR UPDATE SKIP LOCKED)
            """,
            yesterday,
            max));
  }

  /// Writes down what was counted, and stops.
  @Override
  public void close() {
    schedule.close();
    try {
      write();
    } catch (RuntimeException failure) {
      LOG.warn("cannot store account-opening counters: {}", failure.toString());
    }
  }
}
