package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.LeakVerdict;
import dev.pitboss.connections.TrackedConnection;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@SuppressWarnings("resource") // held on purpose
@Tag("slow")
final class WatchdogTest {
  private static final Duration HOLD = Duration.ofSeconds(5);
  private static final CallSite SITE = CallSite.declared("Cashier.java", "settle", 42);

  private final AtomicLong nanos = new AtomicLong();
  private final FakePool pool = new FakePool(3);
  private final ConnectionTracker tracker =
      ConnectionTracker.builder(pool)
          .nanoTime(nanos::get)
          .watchdogInterval(Duration.ofHours(1))
          .build();
  private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void listen() {
    tracker.addListener(events::add);
  }

  @AfterEach
  void stop() {
    tracker.close();
  }

  private void pass(Duration time) {
    nanos.addAndGet(time.toNanos());
    tracker.inspect();
  }

  @Test
  void forgottenConnectionIsReportedOnceWithItsSite() throws SQLException {
    try (TrackedConnection forgotten = tracker.acquire(SITE, HOLD)) {
      forgotten.clearWarnings();
      pass(Duration.ofSeconds(6));
      pass(Duration.ofSeconds(6));

      assertThat(events)
          .singleElement()
          .isInstanceOfSatisfying(
              ConnectionEvent.Leak.class,
              leak -> {
                assertThat(leak.borrow().site()).isEqualTo(SITE);
                assertThat(leak.borrow().held()).isEqualTo(Duration.ofSeconds(6));
                assertThat(leak.verdict())
                    .isEqualTo(new LeakVerdict.OverdueIdle(Duration.ofSeconds(6)));
              });
      assertThat(tracker.report().status()).isEqualTo(LeakReport.Status.WARNING);
      assertThat(tracker.report().held().getFirst().state())
          .isEqualTo(LeakReport.HeldBorrow.State.OVERDUE);
    }
    assertThat(use().leaks()).isEqualTo(1);
    assertThat(use().released()).isEqualTo(1);
    assertThat(use().maxMillis()).isEqualTo(12_000);
    assertThat(tracker.report().status()).isEqualTo(LeakReport.Status.HEALTHY);
  }

  @Test
  void connectionGivenBackInTimeIsSilent() throws SQLException {
    try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
      connection.clearWarnings();
      pass(Duration.ofSeconds(5));
    }
    pass(Duration.ofSeconds(60));

    assertThat(events).isEmpty();
    assertThat(use().leaks()).isZero();
    assertThat(use().avgMillis()).isEqualTo(5000);
  }

  @Test
  void longJobAtWorkIsOverdueButNoLeak() throws SQLException {
    try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
      for (int i = 0; i < 12; i++) {
        pass(Duration.ofMillis(500));
        connection.clearWarnings();
      }

      assertThat(verdicts()).containsExactly(new LeakVerdict.OverdueBusy());
      assertThat(use().leaks()).isZero();
    }
  }

  @Test
  void jobThatFallsIdleAfterItsHoldBecomesALeak() throws SQLException {
    try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
      pass(HOLD);
      connection.clearWarnings();
      pass(Duration.ofMillis(100));
      pass(Duration.ofSeconds(2));
      pass(Duration.ofSeconds(2));

      assertThat(verdicts())
          .containsExactly(
              new LeakVerdict.OverdueBusy(), new LeakVerdict.OverdueIdle(Duration.ofMillis(2100)));
      assertThat(use().leaks()).isEqualTo(1);
    }
  }

  @Test
  void unwrappedConnectionIsOnlySuspected() throws SQLException {
    try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
      assertThat(connection.unwrap(Proxy.class)).isNotNull(); // the pool's own connection
      pass(Duration.ofSeconds(6));
      assertThat(verdicts()).containsExactly(new LeakVerdict.Suspect());
      assertThat(use().leaks()).isZero();
    }
  }

  @Test
  void borrowThatIsNotTimedIsReportedALookLateButNeverEarly() throws SQLException {
    for (int i = 0; i < 65; i++) { // from here on one in sixteen is timed
      tracker.run(SITE, HOLD, Connection::clearWarnings);
    }
    try (TrackedConnection connection = tracker.acquire(SITE, HOLD)) {
      pass(Duration.ofSeconds(4));
      pass(Duration.ofSeconds(5));
      assertThat(events).isEmpty();

      pass(Duration.ofSeconds(1));
      assertThat(verdicts()).containsExactly(new LeakVerdict.OverdueIdle(Duration.ofSeconds(6)));
      assertThat(connection.held()).isEqualTo(Duration.ofSeconds(6));
    }
    assertThat(use().maxMillis()).isEqualTo(6000);
    assertThat(use().avgMillis()).isZero();
  }

  @Test
  void borrowThroughTheDropInGetsTheDefaultHold() throws SQLException {
    try (Connection connection = tracker.asDataSource().getConnection()) {
      assertThat(connection.isReadOnly()).isFalse();
      pass(ConnectionTracker.DEFAULT_HOLD);
      assertThat(events).isEmpty();
      pass(Duration.ofMillis(1));
      assertThat(events).hasSize(1);
    }
  }

  @Test
  void leakingSiteRemembersTheWholeStackFromThenOn() throws SQLException {
    try (TrackedConnection first = tracker.acquire(SITE, HOLD)) {
      pass(Duration.ofSeconds(6));
      assertThat(first.held()).isEqualTo(Duration.ofSeconds(6));
    }
    try (TrackedConnection second = tracker.acquire(SITE, HOLD)) {
      assertThat(second.site()).isEqualTo(SITE);
      assertThat(tracker.report().held().getFirst().stack().getFirst())
          .contains("leakingSiteRemembersTheWholeStackFromThenOn(WatchdogTest.java:");
    }
  }

  @Test
  void watchdogFindsOverdueBorrowsByItself() throws Exception {
    try (ConnectionTracker live =
            ConnectionTracker.builder(new FakePool(1))
                .watchdogInterval(Duration.ofMillis(5))
                .build();
        TrackedConnection forgotten = live.acquire(SITE, Duration.ofMillis(20))) {
      long deadline = System.nanoTime() + Duration.ofSeconds(5).toNanos();
      while (live.report().trackingStats().totalLeaks() == 0 && System.nanoTime() < deadline) {
        Thread.sleep(5);
      }
      assertThat(live.report().trackingStats().totalLeaks()).isEqualTo(1);
      assertThat(forgotten.held()).isGreaterThan(Duration.ofMillis(20));
    }
  }

  private List<LeakVerdict> verdicts() {
    return events.stream()
        .map(
            event -> event instanceof ConnectionEvent.Leak(_, LeakVerdict verdict) ? verdict : null)
        .toList();
  }

  private LeakReport.SiteUse use() {
    return tracker.report().topConnectionUsers().getFirst();
  }
}
