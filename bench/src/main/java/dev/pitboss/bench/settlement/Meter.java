package dev.pitboss.bench.settlement;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What the machine spends: processor time by process, and the database's log and commits.
final class Meter {
  private static final double TICKS_PER_SECOND = 100;

  private final String jdbcUrl;
  private final String user;
  private final String password;
  private final long databasePid;
  private final long serverPid;

  Meter(String jdbcUrl, String user, String password, long databasePid, long serverPid) {
    this.jdbcUrl = jdbcUrl;
    this.user = user;
    this.password = password;
    this.databasePid = databasePid;
    this.serverPid = serverPid;
  }

  /// What was spent between two looks.
  ///
  /// @param server processor seconds of the server's process
  /// @param sessions processor seconds of the database's processes that do what they are asked for
  /// @param upkeep processor seconds of its others: checkpoints, vacuum, its log
  /// @param driver processor seconds of this process, when it is not the server
  /// @param walBytes written to the write-ahead log
  /// @param rounds settled
  /// @param transactions that wrote something
  record Spent(
      double server,
      double sessions,
      double upkeep,
      double driver,
      long walBytes,
      long rounds,
      long transactions) {
    /// Processor seconds of all the database's processes.
    double database() {
      return sessions + upkeep;
    }
  }

  /// @param database of all its processes, those that have ended since its start included
  /// @param sessions by process id, of those that run
  private record Processors(
      double server, double database, Map<Long, Double> sessions, double driver) {
    /// What sessions that still run have spent since then. A session that ended meanwhile counts
    /// among the database's others, so neither part can be below zero.
    double sessionsSince(Processors before) {
      return sessions.entrySet().stream()
          .mapToDouble(
              session -> session.getValue() - before.sessions().getOrDefault(session.getKey(), 0.0))
          .sum();
    }
  }

  private record Counts(long walBytes, long rounds, long transactions) {}

  /// A running measurement.
  final class Span {
    private final Counts counts = counts();
    private final Processors processors = processors(); // last, so that counting is not counted

    private Span() throws SQLException, IOException {}

    Spent end() throws SQLException, IOException {
      Processors p = processors();
      Counts c = counts();
      double sessions = p.sessionsSince(processors);
      return new Spent(
          p.server - processors.server,
          sessions,
          Math.max(0, p.database - processors.database - sessions), // but for a tick of rounding
          p.driver - processors.driver,
          c.walBytes - counts.walBytes,
          c.rounds - counts.rounds,
          c.transactions - counts.transactions);
    }
  }

  Span begin() throws SQLException, IOException {
    return new Span();
  }

  /// Rounds settled so far: each has changed its player's account once. To count what is stored
  /// would read all of it, and have the database write what it learns on the way.
  private long rounds() throws SQLException {
    return number("SELECT coalesce(sum(version), 0)::bigint FROM account WHERE kind = 'player'");
  }

  private Processors processors() throws IOException {
    long self = ProcessHandle.current().pid();
    Map<Long, Double> sessions = new HashMap<>();
    double database = seconds(databasePid) + secondsOfEnded(databasePid);
    List<Long> children =
        ProcessHandle.of(databasePid)
            .map(ProcessHandle::children)
            .orElseGet(Stream::empty)
            .map(ProcessHandle::pid)
            .toList();
    for (long child : children) {
      double seconds = seconds(child);
      database += seconds;
      if (isSession(child)) {
        sessions.put(child, seconds);
      }
    }
    return new Processors(
        seconds(serverPid), database, sessions, serverPid == self ? 0 : seconds(self));
  }

  private Counts counts() throws SQLException {
    return new Counts(
        number("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint"),
        rounds(),
        number("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"));
  }

  /// A session's process is titled by user, database and the client's address.
  private static boolean isSession(long pid) throws IOException {
    Path title = Path.of("/proc", Long.toString(pid), "cmdline");
    return !Files.exists(title) || Files.readString(title).contains("127.0.0.1");
  }

  private static double seconds(long pid) throws IOException {
    Path stat = Path.of("/proc", Long.toString(pid), "stat");
    if (!Files.exists(stat)) {
      return ProcessHandle.of(pid)
              .flatMap(process -> process.info().totalCpuDuration())
              .orElse(Duration.ZERO)
              .toMillis()
          / 1e3;
    }
    String[] fields = fields(stat);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
  }

  /// Of the children that have ended: vacuum's come and go.
  private static double secondsOfEnded(long parent) throws IOException {
    Path stat = Path.of("/proc", Long.toString(parent), "stat");
    if (!Files.exists(stat)) {
      return 0;
    }
    String[] fields = fields(stat);
    return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) / TICKS_PER_SECOND;
  }

  /// What follows the name, which may hold spaces.
  private static String[] fields(Path stat) throws IOException {
    String line = Files.readString(stat);
    return line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
  }

  private long number(String sql) throws SQLException {
    try (Connection connection = DriverManager.getConnection(jdbcUrl, user, password);
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getLong(1);
    }
  }
}
