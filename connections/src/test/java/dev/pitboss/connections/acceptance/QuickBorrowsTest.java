package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.TrackedConnection;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Borrows of a line that has borrowed often: until the watchdog or a report looks, only their
/// handles know of them.
@SuppressWarnings("MustBeClosedChecker") // leaks on purpose
final class QuickBorrowsTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final CallSite SITE = CallSite.declared("Cashier.java", "settle", 42);

  /// The first 64 are timed, and then one in 64.
  private static final int BEFORE = 70;

  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch mayClose = new CountDownLatch(1);
  private volatile boolean hangs;
  private final FakePool pool = new FakePool(1);
  private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

  private final ConnectionTracker tracker =
      ConnectionTracker.builder(Sources.of(() -> hanging(pool.getConnection())))
          .watchdogInterval(LONG) // only the test looks
          .build();

  private Connection hanging(Connection pooled) {
    return (Connection)
        Proxy.newProxyInstance(
            QuickBorrowsTest.class.getClassLoader(),
            new Class<?>[] {Connection.class},
            (_, method, arguments) -> {
              if (hangs && method.getName().equals("close")) {
                closing.countDown();
                assertThat(mayClose.await(30, TimeUnit.SECONDS)).isTrue();
              }
              return method.invoke(pooled, arguments);
            });
  }

  @BeforeEach
  void borrowOften() throws SQLException {
    tracker.addListener(events::add);
    for (int i = 0; i < BEFORE; i++) {
      tracker.acquire(SITE, LONG).close();
    }
  }

  @AfterEach
  void close() {
    tracker.close();
  }

  private LeakReport.HeldBorrow onlyHeld() {
    List<LeakReport.HeldBorrow> held = tracker.report().held();
    assertThat(held).hasSize(1);
    return held.getFirst();
  }

  private void assertCounts(long acquired, long released) {
    var stats = tracker.report().trackingStats();
    assertThat(stats.totalAcquired()).isEqualTo(acquired);
    assertThat(stats.totalReleased()).isEqualTo(released);
    assertThat(tracker.report().trackingDiscrepancy()).isZero();
  }

  @Test
  void openBorrowIsShownWithLineThreadAndStatement() throws SQLException {
    try (TrackedConnection connection = tracker.acquire(SITE, LONG)) {
      connection.prepareStatement("select name from player where id = 7").close();

      LeakReport.HeldBorrow held = onlyHeld();
      assertThat(held.site()).isEqualTo(SITE.toString());
      assertThat(held.holdMillis()).isEqualTo(LONG.toMillis());
      assertThat(held.threadName()).isEqualTo(Thread.currentThread().getName());
      assertThat(held.threadId()).isEqualTo(Thread.currentThread().threadId());
      assertThat(held.lastSql()).isEqualTo("select name from player where id = ?");
      assertThat(held.state()).isEqualTo(LeakReport.HeldBorrow.State.IDLE);
      assertCounts(BEFORE + 1, BEFORE);
    }
    assertCounts(BEFORE + 1, BEFORE + 1);
  }

  @Test
  void lostBorrowIsProvenAndTakenBack() throws Exception {
    tracker.acquire(SITE, LONG);
    Collecting.until(() -> {
      tracker.inspect();
      return tracker.report().trackingStats().totalReclaimed() == 1;
    });

    assertCounts(BEFORE + 1, BEFORE);
    assertThat(tracker.report().topConnectionUsers().getFirst().leaks()).isEqualTo(1);
    assertThat(pool.checkedOut()).isZero();
  }

  /// The control: what the test itself still has is not lost.
  @Test
  void keptBorrowIsNotTakenBack() throws Exception {
    TrackedConnection kept = tracker.acquire(SITE, LONG);
    for (int i = 0; i < 5; i++) {
      tracker.inspect();
      System.gc();
    }
    tracker.inspect();
    assertThat(tracker.report().trackingStats().totalLeaks()).isZero();
    assertThat(kept.isClosed()).isFalse();
    kept.close();
  }

  @Test
  void closeThatHangsIsShownAsBusy() throws Exception {
    TrackedConnection connection = tracker.acquire(SITE, LONG);
    hangs = true;
    Thread closer = Thread.ofPlatform().start(() -> closeQuietly(connection));
    assertThat(closing.await(30, TimeUnit.SECONDS)).isTrue();

    assertThat(onlyHeld().state()).isEqualTo(LeakReport.HeldBorrow.State.BUSY);
    assertCounts(BEFORE + 1, BEFORE);
    mayClose.countDown();
    closer.join();
    assertThat(tracker.report().held()).isEmpty();
    assertCounts(BEFORE + 1, BEFORE + 1);
  }

  private static void closeQuietly(Connection connection) {
    try {
      connection.close();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void closedHandleIsRefusedAndNamesItsLine() throws SQLException {
    TrackedConnection closed = tracker.acquire(SITE, LONG);
    closed.close();
    try (TrackedConnection next = tracker.acquire(SITE, LONG)) {
      assertThat(closed.isClosed()).isTrue();
      assertThatThrownBy(closed::createStatement)
          .isInstanceOf(SQLException.class)
          .hasMessageContaining(SITE.toString())
          .hasMessageContaining("was returned to its pool");
      assertThat(next.isClosed()).isFalse();
      assertThat(onlyHeld().state()).isEqualTo(LeakReport.HeldBorrow.State.IDLE);
    }
    assertCounts(BEFORE + 2, BEFORE + 2);
  }

  @Test
  void closeByAnotherThreadIsNoted() throws Exception {
    TrackedConnection connection = tracker.acquire(SITE, LONG);
    Thread closer = Thread.ofPlatform().start(() -> closeQuietly(connection));
    closer.join();

    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            ConnectionEvent.ClosedElsewhere.class,
            event -> {
              assertThat(event.borrow().threadId()).isEqualTo(Thread.currentThread().threadId());
              assertThat(event.closingThreadId()).isEqualTo(closer.threadId());
            });
    assertCounts(BEFORE + 1, BEFORE + 1);
  }

  @Test
  void holdOfEachBorrowIsItsOwn() throws SQLException {
    try (TrackedConnection first = tracker.acquire(SITE, Duration.ofSeconds(3))) {
      assertThat(first.isClosed()).isFalse();
      assertThat(onlyHeld().holdMillis()).isEqualTo(3000);
    }
    try (TrackedConnection second = tracker.acquire(SITE, Duration.ofSeconds(4))) {
      assertThat(second.isClosed()).isFalse();
      assertThat(onlyHeld().holdMillis()).isEqualTo(4000);
    }
  }
}
