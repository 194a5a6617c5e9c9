package dev.pitboss.connections;

import com.google.errorprone.annotations.FormatMethod;
import java.util.List;
import java.util.Locale;

/// Writes a [LeakReport] for a person who has to find the line at fault now.
final class ReportText {
  private static final String ROW = "%-52s %9s %9s %6s %6s %9s %9s %9s %10s%n";
  private static final int MAX_STACK_LINES = 12;

  private final StringBuilder text = new StringBuilder();

  private ReportText() {}

  static String of(LeakReport report) {
    var writer = new ReportText();
    writer.pool(report);
    writer.users(report.topConnectionUsers());
    writer.held(report.held());
    return writer.text.toString();
  }

  @FormatMethod
  private void line(String format, Object... values) {
    text.append(format.formatted(values));
  }

  private void pool(LeakReport report) {
    LeakReport.TrackingStats stats = report.trackingStats();
    line(
        "%s: %s of %s connections out (%s %%), %s waiting, discrepancy %d%n",
        report.status(),
        report.checkedOut(),
        known(report.maxConnections()),
        known(report.usagePercent()),
        known(report.waiting()),
        report.trackingDiscrepancy());
    line(
        "%d acquired, %d released, %d active, %d leaked, %d reclaimed%n",
        stats.totalAcquired(),
        stats.totalReleased(),
        stats.totalActive(),
        stats.totalLeaks(),
        stats.totalReclaimed());
  }

  private static String known(int number) {
    return number == PoolView.UNKNOWN ? "?" : Integer.toString(number);
  }

  private void users(List<LeakReport.SiteUse> users) {
    if (users.isEmpty()) {
      return;
    }
    line(
        "%n" + ROW,
        "call site",
        "acquired",
        "released",
        "active",
        "leaks",
        "reclaimed",
        "avg ms",
        "max ms",
        "oldest ms");
    for (LeakReport.SiteUse use : users) {
      line(
          ROW,
          use.site(),
          use.acquired(),
          use.released(),
          use.active(),
          use.leaks(),
          use.reclaimed(),
          decimal(use.avgMillis()),
          decimal(use.maxMillis()),
          use.oldestActiveMillis());
    }
  }

  private static String decimal(double millis) {
    return String.format(Locale.ROOT, "%.2f", millis);
  }

  private void held(List<LeakReport.HeldBorrow> held) {
    if (held.isEmpty()) {
      return;
    }
    line("%nout now%n");
    for (LeakReport.HeldBorrow borrow : held) {
      line(
          "  %-7s %s, %d ms of %d ms, thread %d %s%n",
          borrow.state().name().toLowerCase(Locale.ROOT),
          borrow.site(),
          borrow.heldMillis(),
          borrow.holdMillis(),
          borrow.threadId(),
          borrow.threadName());
      borrow.stack().stream()
          .limit(MAX_STACK_LINES)
          .forEach(frame -> line("            at %s%n", frame));
    }
  }
}
