package dev.pitboss.server.monitoring;

import dev.pitboss.connections.LeakReport;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The tracker's report in the shape of `/health`, with the delay a status needs. Thread-safe.
final class PoolHealth {
  /// Nothing that has passed by then is worth being looked at: a burst of requests, connections
  /// that were killed and made anew, a reading taken between pool and tracker.
  static final Duration GRACE = Duration.ofSeconds(5);

  private final DegradedGrace exhausted = new DegradedGrace(GRACE);
  private final DegradedGrace discrepant = new DegradedGrace(GRACE);
  private final DegradedGrace conspicuous = new DegradedGrace(GRACE);

  /// The check as of now. Every call is a look: it is called every second.
  ///
  /// @param now by a monotonic clock
  HealthReport.PoolCheck look(LeakReport report, int sitesShown, long now) {
    boolean isDiscrepant = discrepant.holds(report.trackingDiscrepancy() != 0, now);
    Optional<String> reason = reason(report, isDiscrepant, now);
    return check(
        report, sitesShown, reason.orElse(null), isDiscrepant ? report.trackingDiscrepancy() : 0);
  }

  private Optional<String> reason(LeakReport report, boolean isDiscrepant, long now) {
    LeakReport.Status status = report.status();
    boolean isExhausted = exhausted.holds(status == LeakReport.Status.CRITICAL, now);
    boolean isConspicuous = conspicuous.holds(status != LeakReport.Status.HEALTHY, now);
    if (isExhausted) {
      return Optional.of(
          "all %d connections of the pool are in use and %d requests wait"
              .formatted(report.maxConnections(), report.waiting()));
    }
    if (isDiscrepant) {
      return Optional.of(
          "%d connections are out past the tracker".formatted(report.trackingDiscrepancy()));
    }
    Optional<LeakReport.HeldBorrow> leaked = leaked(report);
    if (leaked.isPresent()) {
      // the tracker's verdict took its time already
      return Optional.of(leaked.get().site() + " has leaked a connection");
    }
    return isConspicuous ? conspicuous(report) : Optional.empty();
  }

  private static Optional<LeakReport.HeldBorrow> leaked(LeakReport report) {
    Set<String> leaking =
        report.topConnectionUsers().stream()
            .filter(use -> use.leaks() > 0)
            .map(LeakReport.SiteUse::site)
            .collect(Collectors.toSet());
    return overdue(report).filter(borrow -> leaking.contains(borrow.site()));
  }

  private static Optional<LeakReport.HeldBorrow> overdue(LeakReport report) {
    return report.held().stream()
        .filter(borrow -> borrow.state() == LeakReport.HeldBorrow.State.OVERDUE)
        .findFirst();
  }

  /// Which of the tracker's reasons it is; none where only a discrepancy came and went.
  private static Optional<String> conspicuous(LeakReport report) {
    Optional<String> overdue =
        overdue(report)
            .map(borrow ->
                "%s has held a connection for %d ms, longer than its %d ms"
                    .formatted(borrow.site(), borrow.heldMillis(), borrow.holdMillis()));
    return overdue.or(() ->
        report.trackingDiscrepancy() != 0
            ? Optional.empty()
            : Optional.of("%d %% of the pool are in use".formatted(report.usagePercent())));
  }

  private static HealthReport.PoolCheck check(
      LeakReport report, int sitesShown, @Nullable String reason, long discrepancy) {
    LeakReport.TrackingStats stats = report.trackingStats();
    return new HealthReport.PoolCheck(
        reason == null ? "UP" : "DEGRADED", // requests are refused one by one, the node serves
        reason,
        report.usagePercent(),
        report.poolSize(),
        report.checkedOut(),
        report.available(),
        report.maxConnections(),
        report.waiting(),
        report.topConnectionUsers().stream().limit(sitesShown).map(PoolHealth::site).toList(),
        new HealthReport.TrackingStats(
            stats.totalAcquired(),
            stats.totalReleased(),
            stats.totalActive(),
            stats.totalLeaks(),
            stats.totalReclaimed(),
            stats.leakRatio()),
        discrepancy);
  }

  private static HealthReport.SiteUse site(LeakReport.SiteUse use) {
    return new HealthReport.SiteUse(
        use.site(),
        use.acquired(),
        use.released(),
        use.active(),
        use.leaks(),
        use.reclaimed(),
        use.avgMillis(),
        use.p99Millis(),
        use.maxMillis(),
        use.oldestActiveMillis());
  }
}
