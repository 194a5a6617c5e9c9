package dev.pitboss.server.ops;

import dev.pitboss.connections.LeakReport;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmThreadMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/// What the casino counts, for Prometheus. Thread-safe.
public final class Metrics implements AutoCloseable {
  /// Prometheus' text format.
  public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final JvmGcMetrics garbage = new JvmGcMetrics();

  public Metrics() {
    new JvmMemoryMetrics().bindTo(registry);
    new JvmThreadMetrics().bindTo(registry);
    new ProcessorMetrics().bindTo(registry);
    garbage.bindTo(registry);
  }

  /// Where others register their meters.
  public MeterRegistry registry() {
    return registry;
  }

  /// Publishes the totals of the connection tracker. Call sites stay in `/health`, where their
  /// number does not multiply time series.
  public void bindConnections(Supplier<LeakReport> report) {
    gauge("pitboss.connections.checked.out", report, r -> r.checkedOut());
    gauge("pitboss.connections.available", report, r -> r.available());
    gauge("pitboss.connections.max", report, r -> r.maxConnections());
    gauge("pitboss.connections.waiting", report, r -> r.waiting());
    gauge("pitboss.connections.active", report, r -> r.trackingStats().totalActive());
    gauge("pitboss.connections.tracking.discrepancy", report, r -> r.trackingDiscrepancy());
    counter("pitboss.connections.acquired", report, r -> r.trackingStats().totalAcquired());
    counter("pitboss.connections.released", report, r -> r.trackingStats().totalReleased());
    counter("pitboss.connections.leaked", report, r -> r.trackingStats().totalLeaks());
    counter("pitboss.connections.reclaimed", report, r -> r.trackingStats().totalReclaimed());
  }

  /// Publishes how many invariants are broken.
  public void bindInvariants(Watch watch) {
    Gauge.builder("pitboss.invariants.broken", watch, w -> w.state().broken().size())
        .description("Ledger invariants that do not hold; betting is stopped while above 0")
        .register(registry);
  }

  /// Everything in Prometheus' text format.
  public String scrape() {
    return registry.scrape();
  }

  @Override
  public void close() {
    garbage.close();
    registry.close();
  }

  private void gauge(String name, Supplier<LeakReport> report, ToDoubleFunction<LeakReport> value) {
    Gauge.builder(name, report, supplier -> value.applyAsDouble(supplier.get()))
        .strongReference(true)
        .register(registry);
  }

  private void counter(
      String name, Supplier<LeakReport> report, ToDoubleFunction<LeakReport> value) {
    FunctionCounter.builder(name, report, supplier -> value.applyAsDouble(supplier.get()))
        .register(registry);
  }
}
