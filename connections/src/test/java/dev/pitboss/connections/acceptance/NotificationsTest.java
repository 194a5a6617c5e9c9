package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.TrackedConnection;
import dev.pitboss.connections.metrics.ConnectionMetrics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.management.ManagementFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Every way the tracker tells the outside world.
@Tag("slow")
final class NotificationsTest {
  private static final Duration HOLD = Duration.ofSeconds(5);
  private static final CallSite SITE = CallSite.declared("Cashier.java", "settle", 42);

  private final AtomicLong nanos = new AtomicLong();
  private final ConnectionTracker tracker =
      ConnectionTracker.builder(new FakePool(2))
          .nanoTime(nanos::get)
          .watchdogInterval(Duration.ofHours(1))
          .name("telling")
          .jmx()
          .build();

  @AfterEach
  void stop() {
    tracker.close();
  }

  private void overdue() throws SQLException {
    try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
      connection.clearWarnings();
      nanos.addAndGet(Duration.ofSeconds(6).toNanos());
      tracker.inspect();
    }
  }

  @Test
  void textNamesTheLineAtFault() throws SQLException {
    overdue();
    try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
      connection.clearWarnings();
      nanos.addAndGet(Duration.ofSeconds(61).toNanos());

      assertThat(tracker.report().toText())
          .contains("WARNING: 1 of ? connections out (? %), ? waiting, discrepancy 0")
          .contains("2 acquired, 1 released, 1 active, 1 leaked, 0 reclaimed")
          .containsPattern("Cashier\\.java::settle:L42 +2 +1 +1 +1 +0 +6000\\.00 +6000\\.00 +61000")
          .contains("overdue Cashier.java::settle:L42, 61000 ms of 5000 ms, thread")
          .contains("NotificationsTest.textNamesTheLineAtFault(NotificationsTest.java:");
    }
  }

  @Test
  void jmxShowsTheSameReport() throws Exception {
    overdue();
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    var name = new ObjectName("dev.pitboss.connections:type=ConnectionTracker,name=\"telling\"");
    var report = (CompositeData) server.getAttribute(name, "Report");
    var users = (CompositeData[]) report.get("topConnectionUsers");

    assertThat(report.get("status")).isEqualTo("HEALTHY");
    assertThat(users[0].get("site")).isEqualTo("Cashier.java::settle:L42");
    assertThat(users[0].get("leaks")).isEqualTo(1L);
    assertThat((String) server.getAttribute(name, "Text")).contains("Cashier.java::settle:L42");

    tracker.close();
    assertThat(server.isRegistered(name)).isFalse();
  }

  @Test
  void secondTrackerOfOneNameIsRefusedByJmx() {
    assertThatThrownBy(
            () -> ConnectionTracker.builder(new FakePool(1)).name("telling").jmx().build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("telling");
  }

  @Test
  void flightRecordingShowsTheLeak() throws Exception {
    var recorded = new ArrayBlockingQueue<RecordedEvent>(1);
    try (var recording = new RecordingStream()) {
      recording.enable("dev.pitboss.ConnectionLeak");
      recording.onEvent("dev.pitboss.ConnectionLeak", recorded::offer);
      recording.startAsync();
      overdue();
      recording.stop();
    }
    RecordedEvent leak = recorded.poll(10, TimeUnit.SECONDS);

    assertThat(leak).isNotNull();
    assertThat(leak.getString("site")).isEqualTo("Cashier.java::settle:L42");
    assertThat(leak.getString("verdict")).isEqualTo("OverdueIdle");
    assertThat(leak.getDuration("held")).isEqualTo(Duration.ofSeconds(6));
  }

  @Test
  void metersCountBorrowsAndLeaksByLine() throws SQLException {
    var registry = new SimpleMeterRegistry();
    overdue();
    new ConnectionMetrics(tracker, "main").bindTo(registry);
    for (int i = 0; i < 2; i++) {
      overdue();
    }
    try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
      connection.clearWarnings();
      var late = new SimpleMeterRegistry();
      new ConnectionMetrics(tracker, "main").bindTo(late);

      assertThat(late.get("connections.acquired").tag("pool", "main").functionCounter().count())
          .isEqualTo(4);
      assertThat(late.get("connections.released").functionCounter().count()).isEqualTo(3);
      assertThat(late.get("connections.active").gauge().value()).isEqualTo(1);
      assertThat(late.get("connections.discrepancy").gauge().value()).isZero();
    }
    assertThat(
            registry
                .get("connections.leaks.by.site")
                .tags("site", "Cashier.java::settle:L42", "verdict", "OverdueIdle")
                .counter()
                .count())
        .isEqualTo(2);
  }

  @Test
  void metersDoNotGrowWithTheNumberOfSites() throws SQLException {
    var registry = new SimpleMeterRegistry();
    new ConnectionMetrics(tracker, "main").bindTo(registry);
    for (int i = 0; i < 150; i++) {
      try (TrackedConnection connection =
          tracker.acquire(CallSite.declared("Generated.java", "request" + i, 1), HOLD)) {
        connection.clearWarnings();
        nanos.addAndGet(Duration.ofSeconds(6).toNanos());
        tracker.inspect();
      }
    }

    assertThat(registry.find("connections.leaks.by.site").counters()).hasSize(101);
    assertThat(registry.get("connections.leaks.by.site").tag("site", "other").counter().count())
        .isEqualTo(50);
  }
}
