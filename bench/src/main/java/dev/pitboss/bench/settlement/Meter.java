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
import java.util.List;
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
  /// @param database processor seconds of the database's processes that are still there
  /// @param driver processor seconds of this process, when it is not the server
  /// @param walBytes written to the write-ahead log
  /// @param rounds settled
  /// @param transactions that wrote something
  record Spent(
      double server,
      double database,
      double driver,
      long walBytes,
      long rounds,
      long transactions) {}

  private record Processors(double server, double database, double driver) {}

  private record Counts(long walBytes, long rounds, long transactions) {}

  /// A running measurement.
  final class Span {
    private final Counts counts = counts();
    private final Processors processors = processors(); // last, so that counting is not counted

    private Span() throws SQLException, IOException {}

    Spent end() throws SQLException, IOException {
      Processors p = processors();
      Counts c = counts();
      return new Spent(
          p.server - processors.server,
          p.database - processors.database,
          p.driver - processors.driver,
          c.walBytes - counts.walBytes,
          c.rounds - counts.rounds,
          c.transactions - counts.transactions);
    }
  }

  Span begin() throws SQLException, IOException {
    return new Span();
  }

  /// Rounds stored.
  long rounds() throws SQLException {
    return number("SELECT count(*) FROM round");
  }

  private Processors processors() throws IOException {
    long self = ProcessHandle.current().pid();
    return new Processors(seconds(serverPid), database(), serverPid == self ? 0 : seconds(self));
  }

  private Counts counts() throws SQLException {
    return new Counts(
        number("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint"),
        rounds(),
        number("SELECT pg_snapshot_xmax(pg_current_snapshot())::text::bigint"));
  }

  private double database() throws IOException {
    double sum = seconds(databasePid);
    List<Long> children =
        ProcessHandle.of(databasePid)
            .map(ProcessHandle::children)
            .orElseGet(Stream::empty)
            .map(ProcessHandle::pid)
            .toList();
    for (long child : children) {
      sum += seconds(child);
    }
    return sum;
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
    String line = Files.readString(stat);
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS_PER_SECOND;
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
