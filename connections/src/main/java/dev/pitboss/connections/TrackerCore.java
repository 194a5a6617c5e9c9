package dev.pitboss.connections;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The books: sites, what is out, and who wants to hear of it. Shared by the wrappers above the
/// pool and those below it. Thread-safe; its size is bounded by the pool's and by the lines of code
/// that borrow.
final class TrackerCore {
  static final long NANOS_PER_MILLI = 1_000_000;

  /// Bound while the tracker itself takes a connection from the pool, on the thread that does.
  static final ScopedValue<TrackerCore> BORROWING = ScopedValue.newInstance();

  private static final Logger LOG = LoggerFactory.getLogger(ConnectionTracker.class);

  /// A reading in which nobody came or went is found at once, unless the pool is very busy.
  private static final int READING_ATTEMPTS = 50;

  private static final double NEARLY_USED_UP_PERCENT = 90;

  private final String name;
  private final Duration defaultHold;
  private final LongSupplier nanoClock;
  private final Map<CallSite, SiteCounts> sites = new ConcurrentHashMap<>();
  private final Set<Lease> out = ConcurrentHashMap.newKeySet();
  private final List<ConnectionListener> listeners = new CopyOnWriteArrayList<>();

  TrackerCore(String name, Duration defaultHold, LongSupplier nanoClock) {
    this.name = name;
    this.defaultHold = defaultHold;
    this.nanoClock = nanoClock;
  }

  String name() {
    return name;
  }

  Duration defaultHold() {
    return defaultHold;
  }

  void addListener(ConnectionListener listener) {
    listeners.add(listener);
  }

  Lease begin(CallSite site, Duration hold, boolean scoped) {
    SiteCounts counts = sites.get(site);
    if (counts == null) {
      counts = sites.computeIfAbsent(site, SiteCounts::new);
    }
    Lease lease = new Lease(counts, nanoClock.getAsLong(), hold.toNanos(), scoped);
    out.add(lease);
    counts.acquired();
    return lease;
  }

  /// Counts the lease back, unless that was done before.
  ///
  /// @return whether this call did it
  boolean end(Lease lease) {
    Lease.Ending ending = lease.end();
    if (ending == Lease.Ending.ENDED_BEFORE) {
      return false;
    }
    long now = nanoClock.getAsLong();
    out.remove(lease);
    lease.counts().released(lease.heldNanos(now));
    if (ending == Lease.Ending.AFTER_OVERDUE) {
      if (!lease.isScoped()) {
        lease.counts().cleared();
      }
      tell(new ConnectionEvent.ReturnedLate(lease.describe(now)));
    }
    return true;
  }

  void transactionLeftOpen(Lease lease) {
    Borrow borrow = lease.describe(nanoClock.getAsLong());
    LOG.warn(
        "{}: {} gave a connection back inside a transaction; rolled back", name, borrow.site());
    tell(new ConnectionEvent.TransactionLeftOpen(borrow));
  }

  /// Reports each connection that is past its time and was not reported yet.
  void reportOverdue() {
    long now = nanoClock.getAsLong();
    for (Lease lease : out) {
      if (lease.becomesOverdue(now)) {
        LeakVerdict verdict =
            lease.isScoped() ? new LeakVerdict.Overdue() : new LeakVerdict.Suspect();
        if (!lease.isScoped()) {
          lease.counts().suspected();
        }
        Borrow borrow = lease.describe(now);
        LOG.warn(
            "{}: {} has kept a connection for {} ms, {} ms were meant; thread {} ({})",
            name,
            borrow.site(),
            borrow.heldMillis(),
            borrow.holdMillis(),
            borrow.threadName(),
            verdict);
        tell(new ConnectionEvent.KeptTooLong(borrow, verdict));
      }
    }
  }

  LeakReport report(DataSource pool) {
    int active = out.size();
    PoolGauge gauge = PoolGauge.read(pool, active);
    for (int i = 0; i < READING_ATTEMPTS && gauge.checkedOut() != active; i++) {
      Thread.onSpinWait();
      active = out.size();
      gauge = PoolGauge.read(pool, active);
    }
    List<Borrow> held = held();
    List<LeakReport.SiteUse> users = users(held);
    LeakReport.TrackingStats stats = LeakReport.TrackingStats.of(users);
    double usage = gauge.max() == 0 ? 0 : 100.0 * gauge.checkedOut() / gauge.max();
    long discrepancy = (long) gauge.checkedOut() - active;
    boolean well =
        stats.totalLeaks() == 0
            && discrepancy == 0
            && gauge.waiting() == 0
            && usage < NEARLY_USED_UP_PERCENT;
    return new LeakReport(
        well ? "UP" : "DEGRADED",
        usage,
        gauge.size(),
        gauge.checkedOut(),
        gauge.size() - gauge.checkedOut(),
        gauge.max(),
        gauge.waiting(),
        users,
        stats,
        discrepancy,
        held);
  }

  private List<Borrow> held() {
    long now = nanoClock.getAsLong();
    return out.stream()
        .map(lease -> lease.describe(now))
        .sorted(Comparator.comparingLong(Borrow::heldMillis).reversed())
        .toList();
  }

  private List<LeakReport.SiteUse> users(List<Borrow> held) {
    Map<CallSite, Long> oldest = new HashMap<>();
    held.forEach(borrow -> oldest.merge(borrow.site(), borrow.heldMillis(), Math::max));
    return sites.values().stream()
        .map(counts -> counts.report(oldest.getOrDefault(counts.site(), 0L)))
        .sorted(
            Comparator.comparingLong(LeakReport.SiteUse::leaks)
                .thenComparingLong(LeakReport.SiteUse::active)
                .thenComparingLong(LeakReport.SiteUse::acquired)
                .reversed())
        .toList();
  }

  private void tell(ConnectionEvent event) {
    for (ConnectionListener listener : listeners) {
      try {
        listener.onEvent(event);
      } catch (RuntimeException failure) {
        LOG.warn("{}: a connection listener failed", name, failure);
      }
    }
  }
}
