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

  /// A reading; only differences mean something.
  ///
  /// @param server processor seconds of the server's process
  /// @param database processor seconds of all the database's processes that still run
  /// @param driver processor seconds of this process
  /// @param walBytes position in the write-ahead log
  /// @param rounds settled so far
  record Reading(double server, double database, double driver, long walBytes, long rounds) {
    Reading minus(Reading before) {
      return new Reading(
          server - before.server,
          database - before.database,
          driver - before.driver,
          walBytes - before.walBytes,
          rounds - before.rounds);
    }
  }

  Reading read() throws SQLException, IOException {
    long self = ProcessHandle.current().pid();
    return new Reading(
        seconds(serverPid),
        database(),
        serverPid == self ? 0 : seconds(self),
        number("SELECT (pg_current_wal_insert_lsn() - '0/0')::bigint"),
        number("SELECT count(*) FROM round"));
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
