package dev.pitboss.server.monitoring;

import dev.pitboss.connections.LeakReport;
import dev.pitboss.server.database.ConnectionWaitTimes;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;

/// Every call site, every connection that is out, and what went wrong of late: what `/health` is
/// too short for. `docs/ops.md` explains the columns.
///
/// @param held the longest first
/// @param incidents newest first
@Json
public record ConnectionsReport(
    Instant at,
    HealthReport.PoolCheck pool,
    Acquire acquire,
    List<HeldConnection> held,
    List<RecentIncidents.Incident> incidents) {

  /// How long borrowers waited for a connection, of the last one to two minutes.
  ///
  /// @param timeouts given up since the start
  @Json
  public record Acquire(long borrows, double p50Millis, double p99Millis, long timeouts) {
    static Acquire of(ConnectionWaitTimes.Seen seen) {
      return new Acquire(
          seen.borrows(), seen.p50Nanos() / 1e6, seen.p99Nanos() / 1e6, seen.timeouts());
    }
  }

  /// A connection that is out now.
  ///
  /// @param heldMillis for how long
  /// @param holdMillis for how long it may be
  /// @param state `busy`, `idle` or `overdue`
  /// @param stack of the borrower; empty unless its site leaked before
  @Json
  public record HeldConnection(
      String site,
      long heldMillis,
      long holdMillis,
      String state,
      String thread,
      List<String> stack) {
    static HeldConnection of(LeakReport.HeldBorrow borrow) {
      return new HeldConnection(
          borrow.site(),
          borrow.heldMillis(),
          borrow.holdMillis(),
          switch (borrow.state()) {
            case BUSY -> "busy";
            case IDLE -> "idle";
            case OVERDUE -> "overdue";
          },
          RecentIncidents.threadOf(borrow.threadName(), borrow.threadId()),
          borrow.stack());
    }
  }

  static ConnectionsReport of(
      Instant at,
      LeakReport report,
      HealthReport.PoolCheck pool,
      ConnectionWaitTimes.Seen acquire,
      List<RecentIncidents.Incident> incidents) {
    return new ConnectionsReport(
        at,
        pool,
        Acquire.of(acquire),
        report.held().stream().map(HeldConnection::of).toList(),
        incidents);
  }
}
