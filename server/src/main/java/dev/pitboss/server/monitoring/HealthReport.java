package dev.pitboss.server.monitoring;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The whole health of this node, as `/health` shows it. `docs/ops.md` explains each field.
///
/// @param status `UP`, `DEGRADED` (serving, look at it) or `DOWN`
/// @param reasons why it is not `UP`, one sentence each; empty while it is
/// @param commit that was built; `unknown` for a build without git
@Json
public record HealthReport(
    String status, List<String> reasons, Instant at, String version, String commit, Checks checks) {
  public HealthReport {
    reasons = List.copyOf(reasons);
  }

  /// Whether the node serves.
  public boolean isUp() {
    return !status.equals("DOWN");
  }

  /// The same as a number, for meters: 0 `UP`, 1 `DEGRADED`, 2 `DOWN`.
  int severity() {
    return status.equals("UP") ? 0 : isUp() ? 1 : 2;
  }

  /// One entry for each thing that can be wrong.
  @Json
  public record Checks(DatabaseCheck database, InvariantCheck invariants, PoolCheck databasePool) {}

  /// Whether the database takes writes and keeps them. One is made every second.
  ///
  /// @param answeredAt when one was last committed
  /// @param answeredInMicros how long the last one took, waiting for a connection included
  /// @param code what is wrong, for programs: `read_only`, `disk_full` and so on
  /// @param sqlState of the error that told
  /// @param error what is wrong, for people
  @Json
  public record DatabaseCheck(
      String status,
      Instant answeredAt,
      long answeredInMicros,
      @Nullable String code,
      @Nullable String sqlState,
      @Nullable String error) {}

  /// Whether the ledger is sound. Betting is stopped while `broken` is not empty.
  ///
  /// @param checkedAt when the quick checks last ran
  /// @param thoroughlyCheckedAt when every row was last checked
  @Json
  public record InvariantCheck(
      String status,
      boolean betting,
      Instant checkedAt,
      @Nullable Instant thoroughlyCheckedAt,
      List<BrokenInvariant> broken) {}

  /// A broken invariant with the first few cases.
  @Json
  public record BrokenInvariant(String name, List<String> cases) {}

  /// Where every connection is.
  ///
  /// @param trackingDiscrepancy pool checked-out minus tracked active, once it has been other than
  ///   0 for five seconds; 0 unless something borrows past the tracker
  /// @param reason why it is not `UP`
  @Json
  public record PoolCheck(
      String status,
      @Nullable String reason,
      double usagePercent,
      int poolSize,
      int checkedOut,
      int available,
      int maxConnections,
      int waiting,
      List<SiteUse> topConnectionUsers,
      TrackingStats trackingStats,
      long trackingDiscrepancy) {}

  /// One place in the code that takes connections.
  ///
  /// @param site `File.java::method:Lnn`
  @Json
  public record SiteUse(
      String site,
      long acquired,
      long released,
      long active,
      long leaks,
      long reclaimed,
      double avgMillis,
      double p99Millis,
      double maxMillis,
      double oldestActiveMillis) {}

  /// Sums over all sites.
  @Json
  public record TrackingStats(
      long totalAcquired,
      long totalReleased,
      long totalActive,
      long totalLeaks,
      long totalReclaimed,
      double leakRatio) {}

  /// The process runs; nothing else was asked.
  @Json
  public record Live(String status) {}

  /// Whether to send this node requests.
  ///
  /// @param reason why not
  /// @param code the same for programs: `closing`, or a code of the database's
  /// @param sqlState of the error that told
  @Json
  public record Ready(
      String status, @Nullable String reason, @Nullable String code, @Nullable String sqlState) {
    /// Whether to.
    public boolean isUp() {
      return status.equals("UP");
    }
  }
}
