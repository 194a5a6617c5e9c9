package dev.pitboss.connections.metrics;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToDoubleFunction;

/// Meters of one tracker: `new ConnectionMetrics(tracker, "main").bindTo(registry)`.
///
/// | meter | kind | tags | says |
/// |---|---|---|---|
/// | `connections.acquired`, `.released`, `.reclaimed` | counter | pool | borrows, and how they ended |
/// | `connections.active`, `.out`, `.waiting`, `.discrepancy` | gauge | pool | this moment |
/// | `connections.leaks` | counter | pool | leaks, from 0: alert on its increase |
/// | `connections.leaks.by.site` | counter | pool, site, verdict | the same by line, from its first leak on |
///
/// Sites are code, not data, and at most 100 of them become tags; leaks of further ones count under
/// `other`.
public final class ConnectionMetrics implements MeterBinder {
  private static final int MAX_SITE_TAGS = 100;
  private static final long FRESH_NANOS = 500_000_000;

  private final ConnectionTracker tracker;
  private final Tags tags;
  private final Set<CallSite> sites = ConcurrentHashMap.newKeySet();
  private LeakReport latest; // guarded by this
  private long readAtNanos; // guarded by this

  /// @param pool the value of the tag `pool`
  public ConnectionMetrics(ConnectionTracker tracker, String pool) {
    this.tracker = tracker;
    this.tags = Tags.of("pool", pool);
    this.latest = tracker.report();
    this.readAtNanos = System.nanoTime();
  }

  @Override
  public void bindTo(MeterRegistry registry) {
    counter(
        registry, "acquired", "Borrows so far", report -> report.trackingStats().totalAcquired());
    counter(
        registry,
        "released",
        "Borrows given back",
        report -> report.trackingStats().totalReleased());
    counter(
        registry,
        "reclaimed",
        "Borrows taken back",
        report -> report.trackingStats().totalReclaimed());
    gauge(
        registry,
        "active",
        "Borrows not given back",
        report -> report.trackingStats().totalActive());
    gauge(registry, "out", "Connections out, as the pool sees it", LeakReport::checkedOut);
    gauge(registry, "waiting", "Threads waiting for a connection", LeakReport::waiting);
    gauge(
        registry,
        "discrepancy",
        "Connections out minus active borrows",
        LeakReport::trackingDiscrepancy);
    Counter leaks =
        Counter.builder("connections.leaks")
            .description("Borrows found leaked")
            .tags(tags)
            .register(registry);
    tracker.addListener(event -> count(registry, leaks, event));
  }

  private void counter(
      MeterRegistry registry, String name, String says, ToDoubleFunction<LeakReport> value) {
    FunctionCounter.builder("connections." + name, this, self -> value.applyAsDouble(self.report()))
        .description(says)
        .tags(tags)
        .register(registry);
  }

  private void gauge(
      MeterRegistry registry, String name, String says, ToDoubleFunction<LeakReport> value) {
    Gauge.builder("connections." + name, this, self -> value.applyAsDouble(self.report()))
        .description(says)
        .tags(tags)
        .strongReference(true)
        .register(registry);
  }

  private void count(MeterRegistry registry, Counter leaks, ConnectionEvent event) {
    if (event instanceof ConnectionEvent.Leak leak) {
      leaks.increment();
      Counter.builder("connections.leaks.by.site")
          .description("Borrows found leaked, by call site")
          .tags(
              tags.and(
                  "site",
                  tag(leak.borrow().site()),
                  "verdict",
                  leak.verdict().getClass().getSimpleName()))
          .register(registry)
          .increment();
    }
  }

  private String tag(CallSite site) {
    return sites.contains(site) || (sites.size() < MAX_SITE_TAGS && sites.add(site))
        ? site.toString()
        : "other";
  }

  /// One scrape reads all meters: they share a report.
  private synchronized LeakReport report() {
    if (System.nanoTime() - readAtNanos > FRESH_NANOS) {
      latest = tracker.report();
      readAtNanos = System.nanoTime();
    }
    return latest;
  }
}
