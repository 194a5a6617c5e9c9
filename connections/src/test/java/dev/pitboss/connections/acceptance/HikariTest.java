package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.HikariPools;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.TrackedConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.h2.jdbc.JdbcConnection;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class HikariTest {
  private static final Duration HOLD = Duration.ofSeconds(5);
  private static final CallSite SITE = CallSite.declared("Cashier.java", "settle", 42);

  private final HikariDataSource pool = HikariPools.tracked(config());
  private final ConnectionTracker tracker = ConnectionTracker.over(pool);

  private static HikariConfig config() {
    var config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:");
    config.setMaximumPoolSize(4);
    config.setMinimumIdle(1);
    config.setConnectionTimeout(2000);
    return config;
  }

  @AfterEach
  void stop() {
    tracker.close();
    pool.close();
  }

  @Test
  void reportShowsPoolAndBorrowers() throws SQLException {
    try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
      connection.clearWarnings();
      LeakReport report = tracker.report();

      assertThat(report.status()).isEqualTo(LeakReport.Status.HEALTHY);
      assertThat(report.checkedOut()).isEqualTo(1);
      assertThat(report.maxConnections()).isEqualTo(4);
      assertThat(report.available()).isEqualTo(3);
      assertThat(report.usagePercent()).isEqualTo(25);
      assertThat(report.waiting()).isZero();
      assertThat(report.trackingDiscrepancy()).isZero();
      assertThat(report.held())
          .singleElement()
          .satisfies(held -> {
            assertThat(held.site()).isEqualTo("Cashier.java::settle:L42");
            assertThat(held.holdMillis()).isEqualTo(5000);
            assertThat(held.threadId()).isEqualTo(Thread.currentThread().threadId());
          });
    }
    assertThat(tracker.report().checkedOut()).isZero();
    assertThat(tracker.report().held()).isEmpty();
  }

  @Test
  void borrowAroundTheTrackerIsCountedUnderItsOwnLine() throws SQLException {
    try (Connection around = pool.getConnection()) {
      String expected = Lines.above();
      around.beginRequest(); // requests an application marks itself are not borrows
      around.endRequest();
      LeakReport report = tracker.report();

      assertThat(report.topConnectionUsers())
          .singleElement()
          .satisfies(use -> {
            assertThat(use.site()).isEqualTo("UNTRACKED:" + expected);
            assertThat(use.active()).isEqualTo(1);
          });
      assertThat(report.trackingDiscrepancy()).isZero();
    }
    assertBalanced(1, 1);
  }

  @Test
  void trackedBorrowIsNotAlsoUntracked() throws SQLException {
    tracker.run(SITE, HOLD, connection -> connection.createStatement().execute("select 1"));
    try (Connection dropIn = tracker.asDataSource().getConnection()) {
      dropIn.clearWarnings();
    }

    assertThat(tracker.report().topConnectionUsers()).hasSize(2);
    assertBalanced(2, 2);
  }

  @Test
  void borrowsBeforeTheTrackerCameAreCounted() throws SQLException {
    try (HikariDataSource early = HikariPools.tracked(config());
        Connection before = early.getConnection();
        ConnectionTracker late = ConnectionTracker.over(early)) {
      assertThat(before.isReadOnly()).isFalse();
      assertThat(late.report().trackingStats().totalActive()).isEqualTo(1);
      assertThat(late.report().trackingDiscrepancy()).isZero();
    }
  }

  @Test
  void poolNotYetStartedGetsItsListeningConnectionsToo() throws SQLException {
    try (var lazy = new HikariDataSource()) {
      var driver = new JdbcDataSource();
      driver.setURL("jdbc:h2:mem:");
      lazy.setDataSource(driver);
      try (ConnectionTracker late = ConnectionTracker.over(lazy)) {
        assertThat(late.report().checkedOut()).isZero();
        try (Connection around = lazy.getConnection()) {
          assertThat(around.isReadOnly()).isFalse();
          assertThat(late.report().topConnectionUsers().getFirst().site())
              .startsWith("UNTRACKED:HikariTest.java");
        }
      }
    }
  }

  @Test
  void poolStartedWithoutUsShowsBorrowsAroundTheTrackerAsDiscrepancy() throws SQLException {
    try (var started = new HikariDataSource(config());
        ConnectionTracker late = ConnectionTracker.over(started);
        Connection around = started.getConnection()) {
      assertThat(around.isReadOnly()).isFalse();
      late.run(
          SITE, HOLD, _ -> assertThat(late.report().trackingStats().totalActive()).isEqualTo(1));

      assertThat(late.report().trackingDiscrepancy()).isEqualTo(1);
      assertThat(late.report().status()).isEqualTo(LeakReport.Status.WARNING);
    }
  }

  @Test
  void secondTrackerOverOnePoolIsRefused() {
    assertThatThrownBy(() -> ConnectionTracker.over(pool))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void driversConnectionCanStillBeReached() throws SQLException {
    try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
      assertThat(connection.isWrapperFor(JdbcConnection.class)).isTrue();
      assertThat(connection.unwrap(JdbcConnection.class).isClosed()).isFalse();
    }
  }

  @Test
  void evictedConnectionCountsOnce() throws SQLException {
    try (Connection around = pool.getConnection()) {
      pool.evictConnection(around);
    }
    try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
      pool.getHikariPoolMXBean().softEvictConnections();
      assertThat(connection.isValid(1)).isTrue();
    }
    awaitBalanced(2, 2);
  }

  @Test
  void connectionAbortedByItsBorrowerIsReplaced() throws SQLException {
    for (int i = 0; i < 10; i++) {
      try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
        connection.abort(Runnable::run);
      } catch (SQLException expected) {
        assertThat((Throwable) expected).hasMessageContaining("out of service");
      }
    }
    tracker.run(SITE, HOLD, connection -> assertThat(connection.isValid(1)).isTrue());
    awaitBalanced(11, 11);
  }

  @Test
  void millionCleanBorrowsAreSilent() throws SQLException {
    List<ConnectionEvent> events = new CopyOnWriteArrayList<>();
    tracker.addListener(events::add);
    for (int i = 0; i < 1_000_000; i++) {
      tracker.run(SITE, HOLD, Connection::clearWarnings);
    }

    assertThat(events).isEmpty();
    assertBalanced(1_000_000, 1_000_000);
    assertThat(tracker.report().trackingStats().totalLeaks()).isZero();
  }

  private void assertBalanced(long acquired, long released) {
    LeakReport.TrackingStats stats = tracker.report().trackingStats();
    assertThat(stats.totalAcquired()).isEqualTo(acquired);
    assertThat(stats.totalReleased()).isEqualTo(released);
    assertThat(stats.totalActive()).isZero();
    assertThat(tracker.report().trackingDiscrepancy()).isZero();
  }

  private void awaitBalanced(long acquired, long released) {
    long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
    while (tracker.report().trackingStats().totalActive() != 0 && System.nanoTime() < deadline) {
      Thread.onSpinWait();
    }
    assertBalanced(acquired, released);
  }
}
