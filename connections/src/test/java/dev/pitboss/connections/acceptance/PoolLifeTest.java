package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.HikariPools;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.LeakVerdict;
import dev.pitboss.connections.TrackedConnection;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Sessions that end under their borrower, pools that are closed, and borrows that come back late.
@SuppressWarnings("MustBeClosedChecker") // leaks on purpose
@Tag("slow")
final class PoolLifeTest {
  private static final Duration HOLD = Duration.ofSeconds(30);

  private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

  private ConnectionTracker tracker(DataSource pool) {
    ConnectionTracker tracker =
        ConnectionTracker.builder(pool).watchdogInterval(Duration.ofMillis(10)).build();
    tracker.addListener(events::add);
    return tracker;
  }

  @ParameterizedTest
  @EnumSource(names = {"HIKARI_TRACKED", "AGROAL", "DBCP_TRACKED", "TOMCAT", "HIKARI_STARTED"})
  void sessionKilledWhileBorrowedIsCountedReportedAndNotLentAgain(AnyPool kind) throws Exception {
    try (AnyDriver.Target database = AnyDriver.POSTGRESQL.open()) {
      DataSource pool = kind.make(database);
      try (ConnectionTracker tracker = tracker(pool)) {
        for (int i = 0; i < 3; i++) {
          assertThatThrownBy(() -> useKilled(tracker.asDataSource(), database.keepsOpen()))
              .isInstanceOf(SQLException.class);
          assertThat(select(tracker.asDataSource())).isEqualTo(1);
        }
        assertThat(events).hasSize(3).allMatch(ConnectionEvent.SessionLost.class::isInstance);
        assertBalanced(tracker, 6);
      } finally {
        AnyPool.close(pool);
      }
    }
  }

  /// Here the pool itself has to notice; the tracker only listens.
  @ParameterizedTest
  @EnumSource(names = {"HIKARI_TRACKED", "AGROAL", "DBCP_TRACKED", "TOMCAT"})
  void sessionKilledWhileBorrowedAroundTheTrackerIsNoPhantom(AnyPool kind) throws Exception {
    try (AnyDriver.Target database = AnyDriver.POSTGRESQL.open()) {
      DataSource pool = kind.make(database);
      try (ConnectionTracker tracker = tracker(pool)) {
        assertThatThrownBy(() -> useKilled(pool, database.keepsOpen()))
            .isInstanceOf(SQLException.class);
        Collecting.until(() -> tracker.report().trackingStats().totalActive() == 0);
        assertBalanced(tracker, 1);
        assertThat(events).isEmpty();
      } finally {
        AnyPool.close(pool);
      }
    }
  }

  @Test
  void deadSessionInATransactionIsReplaced() throws Exception {
    try (AnyDriver.Target database = AnyDriver.H2.open()) {
      DataSource pool = AnyPool.AGROAL.make(database);
      try (ConnectionTracker tracker = tracker(pool)) {
        assertThatThrownBy(() ->
                tracker.inTransaction(
                    HOLD,
                    connection -> {
                      long session = number(connection, "SELECT SESSION_ID()");
                      number(database.keepsOpen(), "SELECT ABORT_SESSION(" + session + ")");
                      return number(connection, "SELECT 1");
                    }))
            .isInstanceOf(SQLException.class);
        assertThat(tracker.<Long, SQLException>inTransaction(HOLD, c -> number(c, "SELECT 1")))
            .isEqualTo(1);
        assertThat(events).hasOnlyElementsOfType(ConnectionEvent.SessionLost.class).hasSize(1);
        assertBalanced(tracker, 2);
      } finally {
        AnyPool.close(pool);
      }
    }
  }

  @Test
  void abortByTheBorrowerIsNoLostSession() throws Exception {
    try (AnyDriver.Target database = AnyDriver.POSTGRESQL.open()) {
      DataSource pool = AnyPool.HIKARI_TRACKED.make(database);
      try (ConnectionTracker tracker = tracker(pool)) {
        try (Connection connection = tracker.asDataSource().getConnection()) {
          connection.abort(Runnable::run);
          assertThatThrownBy(() -> number(connection, "SELECT 1")).isInstanceOf(SQLException.class);
        }
        assertThat(events).isEmpty();
        assertThat(select(tracker.asDataSource())).isEqualTo(1);
        assertBalanced(tracker, 2);
      } finally {
        AnyPool.close(pool);
      }
    }
  }

  private static void useKilled(DataSource source, Connection admin) throws SQLException {
    try (Connection connection = source.getConnection()) {
      long session = number(connection, "SELECT pg_backend_pid()");
      number(admin, "SELECT CASE WHEN pg_terminate_backend(" + session + ") THEN 1 END");
      while (number(admin, "SELECT count(*) FROM pg_stat_activity WHERE pid = " + session) > 0) {
        Thread.onSpinWait();
      }
      number(connection, "SELECT 1");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"HIKARI_TRACKED", "HIKARI_STARTED", "AGROAL", "DBCP", "DRUID"})
  void trackerEndsWithItsPool(AnyPool kind) throws Exception {
    String name = "closed-with-" + kind;
    MBeanServer server = ManagementFactory.getPlatformMBeanServer();
    var bean =
        new ObjectName("dev.pitboss.connections:type=ConnectionTracker,name=\"" + name + "\"");
    for (int i = 0; i < 2; i++) { // the second takes the name over, however soon it comes
      try (AnyDriver.Target database = AnyDriver.H2.open()) {
        DataSource pool = kind.make(database);
        ConnectionTracker tracker = ConnectionTracker.builder(pool).name(name).jmx().build();
        assertThat(select(tracker.asDataSource())).isEqualTo(1);
        assertThat(server.isRegistered(bean)).isTrue();
        Collecting.until(
            () -> threads(name) == 1); // the first tracker's thread may be about to end
        AnyPool.close(pool);
      }
    }
    Collecting.until(() -> threads(name) == 0);
    assertThat(server.isRegistered(bean)).isFalse();
    assertThat(ConnectionTracker.open()).noneMatch(tracker -> tracker.name().equals(name));
  }

  private static long threads(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals("connections-watchdog-" + name))
        .count();
  }

  @Test
  void trackerOfAClosedPoolWaitsForWhatIsOut() throws Exception {
    try (AnyDriver.Target database = AnyDriver.H2.open()) {
      DataSource pool = AnyPool.DBCP_TRACKED.make(database);
      ConnectionTracker tracker = tracker(pool);
      TrackedConnection held = (TrackedConnection) tracker.asDataSource().getConnection();
      AnyPool.close(pool);
      tracker.inspect();
      assertThat(ConnectionTracker.open()).contains(tracker);
      held.close();
      Collecting.until(() -> !ConnectionTracker.open().contains(tracker));
    }
  }

  @Test
  void unnamedTrackersGetFreeNames() {
    try (ConnectionTracker first = ConnectionTracker.builder(new FakePool(1)).jmx().build();
        ConnectionTracker second = ConnectionTracker.builder(new FakePool(1)).jmx().build()) {
      assertThat(first.name()).startsWith("pool");
      assertThat(second.name()).startsWith("pool").isNotEqualTo(first.name());
    }
  }

  @Test
  void overdueBorrowThatComesBackSaysSo() throws SQLException {
    var nanos = new AtomicLong();
    try (ConnectionTracker tracker =
        ConnectionTracker.builder(new FakePool(1))
            .nanoTime(nanos::get)
            .watchdogInterval(Duration.ofHours(1))
            .build()) {
      tracker.addListener(events::add);
      try (Connection connection = tracker.asDataSource().getConnection()) {
        connection.clearWarnings();
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
        tracker.inspect();
        assertThat(events).hasOnlyElementsOfType(ConnectionEvent.Leak.class).hasSize(1);
      }
      assertThat(events)
          .last()
          .isInstanceOfSatisfying(
              ConnectionEvent.ReturnedLate.class,
              late -> {
                assertThat(late.verdict()).isInstanceOf(LeakVerdict.OverdueIdle.class);
                assertThat(late.borrow().held()).isEqualTo(Duration.ofSeconds(60));
              });
      try (Connection connection = tracker.asDataSource().getConnection()) {
        connection.clearWarnings();
        nanos.addAndGet(Duration.ofSeconds(60).toNanos());
      }
      assertThat(events).as("late, but not reported before").hasSize(2);
    }
  }

  @Test
  void reclaimFromAPoolWhoseHandlesNeverSayClosedIsConfirmedAtOnce() throws Exception {
    var faults = new FaultyDriver.Faults();
    try (AnyDriver.Target database = AnyDriver.H2.open()) {
      AnyDriver.Target faulty = FaultyDriver.over(database, "neverclosed", faults);
      DataSource pool =
          Sources.of(
              () -> DriverManager.getConnection(faulty.url(), faulty.user(), faulty.password()));
      try (ConnectionTracker tracker = tracker(pool)) {
        faults.answer("isClosed", false);
        lose(tracker.asDataSource());
        Collecting.until(
            () -> events.stream().anyMatch(ConnectionEvent.Reclaimed.class::isInstance));
        assertThat(events)
            .last()
            .isInstanceOfSatisfying(
                ConnectionEvent.Reclaimed.class, event -> assertThat(event.verified()).isTrue());
      }
    }
  }

  private static void lose(DataSource source) throws SQLException {
    assertThat(number(source.getConnection(), "SELECT 1")).isEqualTo(1);
  }

  /// Compares what an application sees of values that it kept past the close of their connection.
  @ParameterizedTest
  @EnumSource(names = {"H2", "POSTGRESQL", "HSQLDB"})
  void valuesOutliveTheirConnectionAsWithTheBarePool(AnyDriver driver) throws Exception {
    try (AnyDriver.Target database = driver.open()) {
      var config = new HikariConfig();
      config.setJdbcUrl(database.url());
      config.setUsername(database.user());
      config.setPassword(database.password());
      config.setMaximumPoolSize(1);
      try (var pool = HikariPools.tracked(config);
          ConnectionTracker tracker = tracker(pool)) {
        List<String> bare = DetachedValues.seen(pool, driver);
        assertThat(DetachedValues.seen(tracker.asDataSource(), driver)).isEqualTo(bare);
        assertThat(bare).as("worth a comparison").hasSizeGreaterThan(12);
      }
    }
  }

  private static long select(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return number(connection, "SELECT 1");
    }
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static void assertBalanced(ConnectionTracker tracker, long borrows)
      throws InterruptedException {
    Collecting.until(
        () -> tracker.report().trackingDiscrepancy() == 0); // pools close in the background
    LeakReport report = tracker.report();
    assertThat(report.trackingStats().totalAcquired()).isEqualTo(borrows);
    assertThat(report.trackingStats().totalReleased()).isEqualTo(borrows);
    assertThat(report.trackingStats().totalLeaks()).isZero();
  }
}
