package dev.pitboss.connections.spring.boot;

import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What both generations of Spring Boot's health interface are told.
///
/// @param isCritical whether a pool is exhausted while threads wait for it
/// @param details by bean
record ConnectionsHealth(boolean isCritical, Map<String, Object> details) {
  /// Borrows that are listed per pool.
  private static final int MAX_HELD = 3;

  static ConnectionsHealth of(TrackedDataSources sources) {
    boolean critical = false;
    Map<String, Object> details = new LinkedHashMap<>();
    for (Map.Entry<String, ConnectionTracker> entry : sources.trackers().entrySet()) {
      LeakReport report = entry.getValue().report();
      critical |= report.status() == LeakReport.Status.CRITICAL;
      details.put(entry.getKey(), details(report));
    }
    return new ConnectionsHealth(critical, details);
  }

  private static Map<String, Object> details(LeakReport report) {
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("status", report.status().name());
    details.put("checkedOut", report.checkedOut());
    details.put("maxConnections", report.maxConnections());
    details.put("waiting", report.waiting());
    details.put("leaks", report.trackingStats().totalLeaks());
    List<String> held =
        report.held().stream()
            .limit(MAX_HELD)
            .map(borrow -> borrow.site() + " for " + borrow.heldMillis() + " ms")
            .toList();
    if (!held.isEmpty()) {
      details.put("held", held);
    }
    return details;
  }
}
