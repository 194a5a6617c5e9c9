package dev.pitboss.connections.metrics;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.BatchCallback;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.metrics.ObservableLongMeasurement;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/// Metrics of one tracker for OpenTelemetry: `new OpenTelemetryConnectionMetrics(tracker,
/// "main").bindTo(openTelemetry.getMeter("dev.pitboss.connections"))`.
///
/// The first three are those of the semantic conventions for database client connection pools; the
/// others say what only a tracker knows, under the names of [ConnectionMetrics].
///
/// | instrument | kind | attributes | says |
/// |---|---|---|---|
/// | `db.client.connection.count` | up-down counter | pool, state | connections, `used` and `idle` |
/// | `db.client.connection.max` | up-down counter | pool | how many the pool may have |
/// | `db.client.connection.pending_requests` | up-down counter | pool | threads that wait for one |
/// | `connections.acquired`, `.released`, `.reclaimed` | counter | pool | borrows, and how they ended |
/// | `connections.active`, `.discrepancy` | up-down counter | pool | borrows out; the difference |
/// | `connections.leaks` | counter | pool, site, verdict | leaks by line |
///
/// The attributes are `db.client.connection.pool.name`, `db.client.connection.state`,
/// `connections.site` and `connections.verdict`. A number that the pool does not tell is not
/// reported. Sites are code, not data, and at most 100 of them become attributes; leaks of further
/// ones count under `other`. What is measured per borrow (`use_time`, `wait_time`) is left out: it
/// would cost every borrow a call.
///
/// Thread-safe.
public final class OpenTelemetryConnectionMetrics {
  private static final int MAX_SITES = 100;

  private static final AttributeKey<String> POOL =
      AttributeKey.stringKey("db.client.connection.pool.name");
  private static final AttributeKey<String> STATE =
      AttributeKey.stringKey("db.client.connection.state");
  private static final AttributeKey<String> SITE = AttributeKey.stringKey("connections.site");
  private static final AttributeKey<String> VERDICT = AttributeKey.stringKey("connections.verdict");

  private static final String CONNECTION = "{connection}";
  private static final String BORROW = "{borrow}";

  private final ConnectionTracker tracker;
  private final Attributes pool;
  private final Attributes used;
  private final Attributes idle;
  private final Set<CallSite> sites = ConcurrentHashMap.newKeySet();

  /// @param pool the value of the attribute `db.client.connection.pool.name`
  public OpenTelemetryConnectionMetrics(ConnectionTracker tracker, String pool) {
    this.tracker = tracker;
    this.pool = Attributes.of(POOL, pool);
    this.used = Attributes.of(POOL, pool, STATE, "used");
    this.idle = Attributes.of(POOL, pool, STATE, "idle");
  }

  /// Reports to `meter` from now on, from one look at the tracker per collection.
  ///
  /// @return what ends it
  public Registration bindTo(Meter meter) {
    var instruments = new Instruments(meter);
    LongCounter leaks =
        meter
            .counterBuilder("connections.leaks")
            .setDescription("Borrows found leaked, by call site")
            .setUnit(BORROW)
            .build();
    BatchCallback callback =
        meter.batchCallback(
            () -> observe(instruments, tracker.report()),
            instruments.count,
            instruments.max,
            instruments.pending,
            instruments.acquired,
            instruments.released,
            instruments.reclaimed,
            instruments.active,
            instruments.discrepancy);
    var registration = new Registration(callback);
    tracker.addListener(event -> {
      if (event instanceof ConnectionEvent.Leak leak
          && leak.verdict().countsAsLeak()
          && !registration.ended.get()) {
        leaks.add(1, attributes(leak));
      }
    });
    return registration;
  }

  /// Ends the reports of one [#bindTo] when it is closed.
  public static final class Registration implements AutoCloseable {
    private final BatchCallback callback;
    private final AtomicBoolean ended = new AtomicBoolean();

    private Registration(BatchCallback callback) {
      this.callback = callback;
    }

    @Override
    public void close() {
      ended.set(true);
      callback.close();
    }
  }

  private static final class Instruments {
    final ObservableLongMeasurement count;
    final ObservableLongMeasurement max;
    final ObservableLongMeasurement pending;
    final ObservableLongMeasurement acquired;
    final ObservableLongMeasurement released;
    final ObservableLongMeasurement reclaimed;
    final ObservableLongMeasurement active;
    final ObservableLongMeasurement discrepancy;

    Instruments(Meter meter) {
      count = level(meter, "db.client.connection.count", CONNECTION, "Connections in this state");
      max = level(meter, "db.client.connection.max", CONNECTION, "Connections the pool may open");
      pending =
          level(
              meter,
              "db.client.connection.pending_requests",
              "{request}",
              "Threads waiting for a connection");
      acquired = counter(meter, "acquired", "Borrows so far");
      released = counter(meter, "released", "Borrows given back");
      reclaimed = counter(meter, "reclaimed", "Borrows taken back");
      active = level(meter, "connections.active", BORROW, "Borrows not given back");
      discrepancy =
          level(
              meter, "connections.discrepancy", CONNECTION, "Connections out minus active borrows");
    }

    private static ObservableLongMeasurement level(
        Meter meter, String name, String unit, String says) {
      return meter.upDownCounterBuilder(name).setDescription(says).setUnit(unit).buildObserver();
    }

    private static ObservableLongMeasurement counter(Meter meter, String name, String says) {
      return meter
          .counterBuilder("connections." + name)
          .setDescription(says)
          .setUnit(BORROW)
          .buildObserver();
    }
  }

  private void observe(Instruments instruments, LeakReport report) {
    LeakReport.TrackingStats stats = report.trackingStats();
    instruments.count.record(report.checkedOut(), used);
    if (report.poolSize() >= 0) {
      instruments.count.record(Math.max(0, report.poolSize() - report.checkedOut()), idle);
    }
    if (report.maxConnections() >= 0) {
      instruments.max.record(report.maxConnections(), pool);
    }
    if (report.waiting() >= 0) {
      instruments.pending.record(report.waiting(), pool);
    }
    instruments.acquired.record(stats.totalAcquired(), pool);
    instruments.released.record(stats.totalReleased(), pool);
    instruments.reclaimed.record(stats.totalReclaimed(), pool);
    instruments.active.record(stats.totalActive(), pool);
    instruments.discrepancy.record(report.trackingDiscrepancy(), pool);
  }

  private Attributes attributes(ConnectionEvent.Leak leak) {
    CallSite site = leak.borrow().site();
    boolean named = sites.contains(site) || (sites.size() < MAX_SITES && sites.add(site));
    return pool.toBuilder()
        .put(SITE, named ? site.toString() : "other")
        .put(VERDICT, leak.verdict().getClass().getSimpleName())
        .build();
  }
}
