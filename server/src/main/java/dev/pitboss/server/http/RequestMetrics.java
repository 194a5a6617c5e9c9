package dev.pitboss.server.http;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Counts and times answers per route and status. Tags are bounded: routes are templates, and there
/// are as many statuses as the API documents. Thread-safe.
public final class RequestMetrics {
  private final MeterRegistry registry;
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

  private record Key(String route, int status) {}

  public RequestMetrics(MeterRegistry registry) {
    this.registry = registry;
  }

  void answered(String route, int status, long nanos) {
    timers.computeIfAbsent(new Key(route, status), this::timer).record(nanos, TimeUnit.NANOSECONDS);
  }

  private Timer timer(Key key) {
    return Timer.builder("pitboss.http.requests")
        .description("Time from reading a request to writing its answer")
        .tag("route", key.route())
        .tag("status", Integer.toString(key.status()))
        .publishPercentileHistogram(false)
        .register(registry);
  }
}
