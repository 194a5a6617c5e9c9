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
import dev.pitboss.connections.LeakVerdict;
import dev.pitboss.connections.ReclaimPolicy;
import dev.pitboss.connections.TrackedConnection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.h2.jdbc.JdbcConnection;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@SuppressWarnings("MustBeClosedChecker") // leaks on purpose
@Tag("slow")
final class ReclaimTest {
  private static final Duration LONG = Duration.ofHours(1);
  private static final CallSite SITE = CallSite.declared("Cashier.java", "settle", 42);

  private static final String ENDLESS =
      "select count(*) from system_range(1, 1000000000000) where mod(x, 7) = 3";

  private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

  private static HikariDataSource pool(int size) {
    var config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:");
    config.setMaximumPoolSize(size);
    config.setConnectionTimeout(5000);
    return HikariPools.tracked(config);
  }

  private ConnectionTracker tracker(HikariDataSource pool, ReclaimPolicy policy) {
    ConnectionTracker tracker =
        ConnectionTracker.builder(pool)
            .reclaim(policy)
            .watchdogInterval(Duration.ofMillis(10))
            .build();
    tracker.addListener(events::add);
    return tracker;
  }

  @Test
  void lostConnectionIsProvenTakenBackAndReplaced() throws Exception {
    try (HikariDataSource pool = pool(1);
        ConnectionTracker tracker = tracker(pool, ReclaimPolicy.PROVEN_LEAKS)) {
      for (int i = 1; i <= 3; i++) {
        leak(tracker);
        int leaks = i;
        Collecting.until(() -> tracker.report().trackingStats().totalReclaimed() == leaks);
        tracker.run(SITE, LONG, connection -> assertThat(connection.isValid(1)).isTrue());
      }

      LeakReport.SiteUse use = tracker.report().topConnectionUsers().getFirst();
      assertThat(use.leaks()).isEqualTo(3);
      assertThat(use.reclaimed()).isEqualTo(3);
      assertThat(use.acquired()).isEqualTo(6);
      assertThat(use.released()).isEqualTo(3);
      assertThat(tracker.report().trackingDiscrepancy()).isZero();
      Collecting.until(() -> reclaimed().size() == 3);
      assertThat(reclaimed())
          .allSatisfy(event -> {
            assertThat(event.verified()).isTrue();
            assertThat(event.verdict()).isEqualTo(new LeakVerdict.Proven());
            assertThat(event.transactionLost()).isTrue();
            assertThat(event.borrow().site()).isEqualTo(SITE);
          });
    }
  }

  private static void leak(ConnectionTracker tracker) throws SQLException {
    TrackedConnection connection = tracker.acquire(SITE, LONG);
    connection.setAutoCommit(false);
    connection.createStatement().execute("select 1");
  }

  @Test
  void connectionKeptByItsResultSetAloneIsInUse() throws Exception {
    try (HikariDataSource pool = pool(1);
        ConnectionTracker tracker = tracker(pool, ReclaimPolicy.PROVEN_LEAKS)) {
      ResultSet rows = rowsOfLostConnection(tracker);
      for (int i = 0; i < 5; i++) {
        System.gc();
        Thread.sleep(20);
      }
      assertThat(rows.next()).isTrue();
      assertThat(tracker.report().trackingStats().totalLeaks()).isZero();

      rows.getStatement().getConnection().close();
      assertThat(tracker.report().trackingStats().totalReleased()).isEqualTo(1);
    }
  }

  private static ResultSet rowsOfLostConnection(ConnectionTracker tracker) throws SQLException {
    return tracker.acquire(SITE, LONG).createStatement().executeQuery("select 1");
  }

  @Test
  void handleIsNotLostWhileItsLastCallStillRuns() throws Exception {
    try (HikariDataSource pool = pool(1);
        ConnectionTracker tracker = tracker(pool, ReclaimPolicy.PROVEN_LEAKS)) {
      Thread lastCall = Thread.ofPlatform().start(() -> sleepInTheDatabase(tracker));
      while (lastCall.isAlive()) {
        System.gc();
        assertThat(lastCall.isAlive() ? verdicts() : List.of()).isEmpty();
        Thread.sleep(10);
      }
      Collecting.until(() ->
          tracker.report().trackingStats().totalReclaimed()
              == 1); // after the call it is lost indeed
    }
  }

  private static void sleepInTheDatabase(ConnectionTracker tracker) {
    try {
      Statement statement = tracker.acquire(SITE, LONG).createStatement();
      statement.execute("create alias sleep for 'java.lang.Thread.sleep(long)'");
      statement.execute("call sleep(500)");
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void statementCancelledByAnotherThreadEnds() throws Exception {
    try (HikariDataSource pool = pool(1);
        ConnectionTracker tracker = tracker(pool, ReclaimPolicy.PROVEN_LEAKS);
        TrackedConnection connection = tracker.acquire(SITE, LONG);
        Statement statement = connection.createStatement()) {
      Thread canceller = Thread.ofVirtual().start(() -> cancelSoon(statement));
      assertThatThrownBy(() -> statement.execute(ENDLESS)).isInstanceOf(SQLException.class);
      canceller.interrupt();
      canceller.join();
    }
  }

  /// A cancellation that comes before the statement runs is lost, so it is repeated.
  private static void cancelSoon(Statement statement) {
    try {
      while (true) {
        Thread.sleep(50);
        statement.cancel();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void unwrappedConnectionIsSuspectedButLeftAlone() throws Exception {
    try (HikariDataSource pool = pool(1);
        ConnectionTracker tracker = tracker(pool, ReclaimPolicy.PROVEN_LEAKS)) {
      JdbcConnection inner = innerOfLostConnection(tracker);
      Collecting.until(() -> verdicts().contains(new LeakVerdict.Suspect()));

      assertThat(inner.isClosed()).isFalse();
      assertThat(tracker.report().trackingStats().totalReclaimed()).isZero();
    }
  }

  private static JdbcConnection innerOfLostConnection(ConnectionTracker tracker)
      throws SQLException {
    return tracker.acquire(SITE, LONG).unwrap(JdbcConnection.class);
  }

  @Test
  void policyNothingOnlyReports() throws Exception {
    try (HikariDataSource pool = pool(1);
        ConnectionTracker tracker = tracker(pool, ReclaimPolicy.NOTHING)) {
      leak(tracker);
      Collecting.until(() -> verdicts().contains(new LeakVerdict.Proven()));

      assertThat(tracker.report().trackingStats().totalActive()).isEqualTo(1);
      assertThat(reclaimed()).isEmpty();
    }
  }

  @Test
  void unknownPoolGetsItsProvenLeakBackToo() throws Exception {
    var pool = new FakePool(1);
    try (ConnectionTracker tracker = ConnectionTracker.over(pool)) {
      leak(tracker);
      Collecting.until(() -> pool.checkedOut() == 0);

      Collecting.until(() -> tracker.report().trackingStats().totalReclaimed() == 1);
      assertThat(pool.physical.getFirst().calls).contains("rollback");
    }
  }

  @Test
  void overdueIdleConnectionIsRevokedIfWanted() throws Exception {
    try (HikariDataSource pool = pool(1);
        ConnectionTracker tracker = tracker(pool, ReclaimPolicy.PROVEN_LEAKS.andOverdueIdle())) {
      TrackedConnection stale = tracker.acquire(SITE, Duration.ofMillis(20));
      Statement kept = stale.createStatement();
      Collecting.until(() -> !reclaimed().isEmpty());

      try (TrackedConnection next = tracker.acquire(SITE, LONG)) {
        assertThatThrownBy(stale::commit).hasMessageContaining("taken back by the tracker");
        assertThatThrownBy(() -> kept.execute("drop all objects")).isInstanceOf(SQLException.class);
        stale.close();
        assertThat(stale.isClosed()).isTrue();
        assertThat(next.isValid(1)).isTrue();
        assertThat(tracker.report().checkedOut()).isEqualTo(1);
      }
      assertThat(tracker.report().trackingDiscrepancy()).isZero();
      assertThat(tracker.report().trackingStats().totalReclaimed()).isEqualTo(1);
    }
  }

  @Test
  void overdueBusyStatementIsCancelledIfWanted() throws Exception {
    try (HikariDataSource pool = pool(1);
        ConnectionTracker tracker =
            tracker(pool, ReclaimPolicy.NOTHING.andOverdueBusy(Duration.ofSeconds(20)))) {
      tracker.run(
          SITE,
          Duration.ofMillis(50),
          connection -> {
            try (Statement statement = connection.createStatement()) {
              assertThatThrownBy(() ->
                      statement.execute(
                          "select count(*) from system_range(1, 1000000000000) where mod(x, 7) = 3"))
                  .isInstanceOf(SQLException.class);
            }
          });
      assertThat(verdicts()).containsExactly(new LeakVerdict.OverdueBusy());
      assertThat(tracker.report().trackingStats().totalReleased()).isEqualTo(1);
    }
  }

  @Test
  void idleApplicationIsAskedToCollectIfWanted() throws Exception {
    try (HikariDataSource pool = pool(1);
        ConnectionTracker tracker =
            ConnectionTracker.builder(pool)
                .watchdogInterval(Duration.ofMillis(10))
                .reclaim(ReclaimPolicy.PROVEN_LEAKS.collectingAtMostEvery(Duration.ofMillis(50)))
                .build()) {
      leakBriefly(tracker);
      long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
      while (tracker.report().trackingStats().totalReclaimed() == 0
          && System.nanoTime() < deadline) {
        Thread.sleep(10);
      }
      assertThat(tracker.report().trackingStats().totalReclaimed()).isEqualTo(1);
      assertThat(tracker.report().trackingStats().totalLeaks()).isEqualTo(1);
    }
  }

  private static void leakBriefly(ConnectionTracker tracker) throws SQLException {
    assertThat(tracker.acquire(SITE, Duration.ofMillis(10)).isReadOnly()).isFalse();
  }

  @Test
  void threadThatWaitsForASecondConnectionIsReportedWithTheHoldersInTheFailure() throws Exception {
    var pool = new FakePool(1);
    try (ConnectionTracker tracker = ConnectionTracker.over(pool);
        TrackedConnection first = tracker.acquire(SITE, LONG)) {
      tracker.addListener(events::add);
      assertThatThrownBy(() -> tracker.acquire(SITE, LONG))
          .satisfies(refusal ->
              assertThat(refusal.getSuppressed()[0])
                  .hasMessageContaining("out now:")
                  .hasMessageContaining("Cashier.java::settle:L42 held"));

      assertThat(events)
          .singleElement()
          .isInstanceOfSatisfying(
              ConnectionEvent.NestedAcquire.class,
              nested -> assertThat(nested.borrow().site()).isEqualTo(first.site()));
    }
  }

  private List<LeakVerdict> verdicts() {
    return events.stream()
        .filter(ConnectionEvent.Leak.class::isInstance)
        .map(event -> ((ConnectionEvent.Leak) event).verdict())
        .toList();
  }

  private List<ConnectionEvent.Reclaimed> reclaimed() {
    return events.stream()
        .filter(ConnectionEvent.Reclaimed.class::isInstance)
        .map(ConnectionEvent.Reclaimed.class::cast)
        .toList();
  }
}
