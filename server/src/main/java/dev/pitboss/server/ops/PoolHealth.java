package dev.pitboss.server.ops;

import dev.pitboss.connections.LeakReport;

/// The tracker's report in the shape of `/health`.
final class PoolHealth {
  private PoolHealth() {}

  static HealthReport.PoolCheck of(LeakReport report, int sitesShown) {
    LeakReport.TrackingStats stats = report.trackingStats();
    return new HealthReport.PoolCheck(
        status(report.status()),
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
        report.trackingDiscrepancy());
  }

  private static String status(LeakReport.Status status) {
    return switch (status) {
      case HEALTHY -> "UP";
      case WARNING, CRITICAL ->
          "DEGRADED"; // requests are refused one by one, the node still serves
    };
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
