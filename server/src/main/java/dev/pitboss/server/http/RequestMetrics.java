package dev.pitboss.server.http;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Counts and times answers per route and status, and counts refusals by their code. Tags are
/// bounded: routes are templates, and there are as many statuses and codes as the API documents.
/// Thread-safe.
public final class RequestMetrics {
  /// Refusals that monitoring looks for, counted from 0: a rate never shows the first of a series
  /// that begins with it.
  private static final List<String> COUNTED_FROM_START =
      List.of(
          "betting_stopped",
          "busy",
          "insufficient_funds",
          "internal_error",
          "limit_reached",
          "locked_out",
          "rate_limited",
          "table_away",
          "too_many_connections",
          "too_slow",
          "try_again",
          "wrong_credentials");

  private static final int FIRST_SERVER_ERROR = 500;

  /// Far more than the API documents; beyond them a code counts as `other`.
  private static final int MAX_CODES = 300;

  private final MeterRegistry registry;
  private final Duration[] latencyBuckets;
  private final Map<String, Counter> refusals = new ConcurrentHashMap<>();
  private final Map<RequestFault, Counter> faults = new EnumMap<>(RequestFault.class);
  private final Map<Key, Timer> timers = new ConcurrentHashMap<>();
  private final Map<String, Timer> latencies = new ConcurrentHashMap<>();
  private final Counter serverErrors;

  private record Key(String route, int status) {}

  /// @param latencyBuckets upper bounds of the buckets of the latency histogram
  public RequestMetrics(MeterRegistry registry, Duration... latencyBuckets) {
    this.registry = registry;
    this.latencyBuckets = latencyBuckets.clone();
    for (RequestFault fault : RequestFault.values()) {
      faults.put(fault, faultCounter(fault));
    }
    COUNTED_FROM_START.forEach(code -> refusals.put(code, counter(code)));
    serverErrors =
        Counter.builder("pitboss.http.server.errors")
            .description("Responses with status 500 and above, over all routes")
            .register(registry);
  }

  void answered(String route, int status, long nanos) {
    timers.computeIfAbsent(new Key(route, status), this::timer).record(nanos, TimeUnit.NANOSECONDS);
    latencies.computeIfAbsent(route, this::latency).record(nanos, TimeUnit.NANOSECONDS);
    if (status >= FIRST_SERVER_ERROR) {
      serverErrors.increment();
    }
  }

  void answered(String route, Response reply, long nanos) {
    answered(route, reply.status(), nanos);
    if (!reply.code().isEmpty()) {
      boolean counted = refusals.containsKey(reply.code()) || refusals.size() < MAX_CODES;
      refusals.computeIfAbsent(counted ? reply.code() : "other", this::counter).increment();
    }
  }

  /// Counts a request that was refused before its route.
  void fault(RequestFault fault) {
    Counter counter = faults.get(fault);
    if (counter != null) {
      counter.increment();
    }
  }

  /// Shows how many connections are open.
  public void bindConnections(ConnectionLimits.Open open) {
    Gauge.builder("pitboss.http.connections", open, ConnectionLimits.Open::all)
        .description("Open client connections")
        .register(registry);
  }

  private Counter faultCounter(RequestFault fault) {
    return Counter.builder("pitboss.http.faults")
        .description("Requests refused before routing, by kind of fault")
        .tag("kind", fault.tag())
        .register(registry);
  }

  private Counter counter(String code) {
    return Counter.builder("pitboss.refusals")
        .description("Problem responses, by code")
        .tag("code", code)
        .register(registry);
  }

  private Timer timer(Key key) {
    return Timer.builder("pitboss.http.requests")
        .description("Time from reading a request to writing its response")
        .tag("route", key.route())
        .tag("status", Integer.toString(key.status()))
        .publishPercentileHistogram(false)
        .register(registry);
  }

  /// Without the status, of which there are several a route: buckets are many series as it is.
  private Timer latency(String route) {
    return Timer.builder("pitboss.http.latency")
        .description("Time from reading a request to writing its response, in buckets")
        .tag("route", route)
        .serviceLevelObjectives(latencyBuckets)
        .register(registry);
  }
}
