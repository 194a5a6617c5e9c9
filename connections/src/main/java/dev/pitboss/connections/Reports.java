package dev.pitboss.connections;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// Reads the ledger and the pool and makes a [LeakReport] of them.
final class Reports {
  /// Pool and ledger are read one after the other while borrows go on: a borrow caught in between
  /// shows as a difference of one. It is gone a moment later; a true difference stays.
  private static final int READINGS = 5;

  private static final long PAUSE_NANOS = 200_000;

  private static final int HIGH_USAGE_PERCENT = 80;
  private static final double NANOS_PER_MILLI = 1e6;

  private final PoolState ledger;
  private final Optional<PoolView> view;
  private final int maxSites;

  /// @param maxSites how many call sites a report lists
  Reports(PoolState ledger, Optional<PoolView> view, int maxSites) {
    this.ledger = ledger;
    this.view = view;
    this.maxSites = maxSites;
  }

  /// The books and the pool's own count, read as nearly at the same time as possible.
  private record Reading(List<Row> rows, int checkedOut, int discrepancy) {}

  private record Row(CallSite site, SiteCounters.Counts counts, long leaks) {}

  LeakReport report() {
    Reading reading = read();
    for (int i = 1; i < READINGS && reading.discrepancy() != 0; i++) {
      LockSupport.parkNanos(PAUSE_NANOS);
      Reading again = read();
      reading = Math.abs(again.discrepancy()) <= Math.abs(reading.discrepancy()) ? again : reading;
    }
    List<LeakReport.HeldBorrow> held = held();
    int checkedOut = reading.checkedOut();
    int max = view.map(PoolView::maxSize).orElse(PoolView.UNKNOWN);
    int waiting = view.map(PoolView::waiting).orElse(PoolView.UNKNOWN);
    int usagePercent = max > 0 ? checkedOut * 100 / max : PoolView.UNKNOWN;
    return new LeakReport(
        status(usagePercent, waiting, reading.discrepancy(), held),
        usagePercent,
        view.map(PoolView::size).orElse(PoolView.UNKNOWN),
        checkedOut,
        max > 0 ? Math.max(0, max - checkedOut) : PoolView.UNKNOWN,
        max,
        waiting,
        users(reading.rows()),
        stats(reading.rows()),
        reading.discrepancy(),
        held);
  }

  private Reading read() {
    List<Row> rows =
        ledger.totals().stream()
            .map(totals -> new Row(totals.site(), totals.counts(), totals.leaks()))
            .toList();
    int active = (int) rows.stream().mapToLong(row -> row.counts().active()).sum();
    int checkedOut = view.map(PoolView::checkedOut).orElse(PoolView.UNKNOWN);
    return checkedOut == PoolView.UNKNOWN
        ? new Reading(rows, active, 0)
        : new Reading(rows, checkedOut, checkedOut - active);
  }

  private static LeakReport.Status status(
      int usagePercent, int waiting, int discrepancy, List<LeakReport.HeldBorrow> held) {
    if (usagePercent >= 100 && waiting > 0) {
      return LeakReport.Status.CRITICAL;
    }
    boolean overdue =
        held.stream().anyMatch(borrow -> borrow.state() == LeakReport.HeldBorrow.State.OVERDUE);
    return overdue || discrepancy != 0 || usagePercent >= HIGH_USAGE_PERCENT
        ? LeakReport.Status.WARNING
        : LeakReport.Status.HEALTHY;
  }

  private List<LeakReport.SiteUse> users(List<Row> rows) {
    Map<CallSite, Long> oldestMillis = new HashMap<>();
    for (Lease lease : ledger.active()) {
      oldestMillis.merge(lease.site(), millis(lease.heldNanos()), Math::max);
    }
    return rows.stream()
        .sorted(
            Comparator.comparingLong((Row row) -> row.counts().active())
                .thenComparingLong(Row::leaks)
                .thenComparingLong(row -> row.counts().acquired())
                .reversed()
                .thenComparing(row -> row.site().toString()))
        .limit(maxSites)
        .map(row -> use(row, oldestMillis.getOrDefault(row.site(), 0L)))
        .toList();
  }

  private static LeakReport.SiteUse use(Row row, long oldestActiveMillis) {
    SiteCounters.Counts counts = row.counts();
    return new LeakReport.SiteUse(
        row.site().toString(),
        counts.acquired(),
        counts.released(),
        counts.active(),
        row.leaks(),
        counts.reclaimed(),
        counts.meanHeldNanos() / NANOS_PER_MILLI,
        counts.p99HeldNanos() / NANOS_PER_MILLI,
        counts.maxHeldNanos() / NANOS_PER_MILLI,
        oldestActiveMillis);
  }

  private static LeakReport.TrackingStats stats(List<Row> rows) {
    SiteCounters.Counts sum =
        rows.stream().map(Row::counts).reduce(SiteCounters.Counts.NONE, SiteCounters.Counts::plus);
    long leaks = rows.stream().mapToLong(Row::leaks).sum();
    return new LeakReport.TrackingStats(
        sum.acquired(),
        sum.released(),
        sum.active(),
        leaks,
        sum.reclaimed(),
        sum.acquired() == 0 ? 0 : (double) leaks / sum.acquired());
  }

  private List<LeakReport.HeldBorrow> held() {
    return ledger.active().stream()
        .sorted(Comparator.comparingLong(Lease::heldNanos).reversed())
        .map(lease ->
            new LeakReport.HeldBorrow(
                lease.site().toString(),
                millis(lease.heldNanos()),
                millis(lease.holdNanos()),
                state(lease),
                lease.threadId(),
                lease.threadName(),
                lease.stack(),
                lease.transaction(),
                lease.work().lastSql(),
                lease.traceId()))
        .toList();
  }

  private static LeakReport.HeldBorrow.State state(Lease lease) {
    if (lease.heldNanos() > lease.holdNanos()) {
      return LeakReport.HeldBorrow.State.OVERDUE;
    }
    return lease.isInCall() ? LeakReport.HeldBorrow.State.BUSY : LeakReport.HeldBorrow.State.IDLE;
  }

  private static long millis(long nanos) {
    return nanos / 1_000_000;
  }
}
