package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.TrackedConnection;
import dev.pitboss.connections.metrics.OpenTelemetryConnectionMetrics;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.sdk.metrics.SdkMeterProvider;
import io.opentelemetry.sdk.metrics.data.LongPointData;
import io.opentelemetry.sdk.metrics.data.MetricData;
import io.opentelemetry.sdk.testing.exporter.InMemoryMetricReader;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Metrics for OpenTelemetry, as its own SDK collects them.
final class OpenTelemetryTest {
  private static final Duration HOLD = Duration.ofSeconds(5);
  private static final AttributeKey<String> POOL =
      AttributeKey.stringKey("db.client.connection.pool.name");
  private static final AttributeKey<String> STATE =
      AttributeKey.stringKey("db.client.connection.state");
  private static final AttributeKey<String> SITE = AttributeKey.stringKey("connections.site");

  private final AtomicLong nanos = new AtomicLong();
  private final HikariDataSource pool = Database.H2.pool(3);
  private final ConnectionTracker tracker =
      ConnectionTracker.builder(pool)
          .nanoTime(nanos::get)
          .watchdogInterval(Duration.ofHours(1))
          .build();
  private final InMemoryMetricReader reader = InMemoryMetricReader.create();
  private final SdkMeterProvider provider =
      SdkMeterProvider.builder().registerMetricReader(reader).build();
  private final OpenTelemetryConnectionMetrics.Registration registration =
      new OpenTelemetryConnectionMetrics(tracker, "main").bindTo(provider.get("test"));

  @AfterEach
  void stop() {
    registration.close();
    provider.close();
    tracker.close();
    pool.close();
  }

  private Map<String, List<LongPointData>> collect() {
    return reader.collectAllMetrics().stream()
        .collect(
            Collectors.toMap(
                MetricData::getName, metric -> List.copyOf(metric.getLongSumData().getPoints())));
  }

  private static long value(
      Map<String, List<LongPointData>> metrics, String name, Function<LongPointData, Boolean> is) {
    Optional<LongPointData> point =
        metrics.getOrDefault(name, List.of()).stream().filter(is::apply).findFirst();
    assertThat(point).as("%s in %s", name, metrics).isPresent();
    return point.orElseThrow().getValue();
  }

  private void overdue(CallSite site) throws SQLException {
    try (TrackedConnection connection = tracker.acquire(site, HOLD)) {
      connection.clearWarnings();
      nanos.addAndGet(Duration.ofSeconds(6).toNanos());
      tracker.inspect();
    }
  }

  @Test
  void poolIsMeasuredAsTheConventionsSay() throws SQLException {
    CallSite site = CallSite.declared("Cashier.java", "settle", 42);
    overdue(site);
    try (TrackedConnection connection = tracker.acquire(site, HOLD)) {
      connection.clearWarnings();
      Map<String, List<LongPointData>> metrics = collect();
      Function<LongPointData, Boolean> main =
          point -> "main".equals(point.getAttributes().get(POOL));
      Function<LongPointData, Boolean> used =
          point -> "used".equals(point.getAttributes().get(STATE));

      assertThat(value(metrics, "db.client.connection.count", used)).isOne();
      assertThat(metrics.get("db.client.connection.count")).hasSize(2);
      assertThat(value(metrics, "db.client.connection.max", main)).isEqualTo(3);
      assertThat(value(metrics, "db.client.connection.pending_requests", main)).isZero();
      assertThat(value(metrics, "connections.acquired", main)).isEqualTo(2);
      assertThat(value(metrics, "connections.released", main)).isOne();
      assertThat(value(metrics, "connections.reclaimed", main)).isZero();
      assertThat(value(metrics, "connections.active", main)).isOne();
      assertThat(value(metrics, "connections.discrepancy", main)).isZero();
      assertThat(
              value(
                  metrics,
                  "connections.leaks",
                  point -> site.toString().equals(point.getAttributes().get(SITE))))
          .isOne();
    }
  }

  @Test
  void attributesDoNotGrowWithTheNumberOfSites() throws SQLException {
    for (int i = 0; i < 150; i++) {
      overdue(CallSite.declared("Generated.java", "request" + i, 1));
    }
    Map<String, List<LongPointData>> metrics = collect();
    assertThat(metrics.get("connections.leaks")).hasSize(101);
    assertThat(
            value(
                metrics,
                "connections.leaks",
                point -> "other".equals(point.getAttributes().get(SITE))))
        .isEqualTo(50);
  }

  @Test
  void nothingIsReportedAfterTheEnd() throws SQLException {
    registration.close();
    overdue(CallSite.declared("Cashier.java", "settle", 42));
    assertThat(collect()).isEmpty();
  }
}
