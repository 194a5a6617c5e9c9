package dev.pitboss.connections;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TrackedHikariPoolTest {
  private static final Duration HOLD = Duration.ofSeconds(10);
  private static final Duration SHORT = Duration.ofMillis(50);
  private static final AtomicInteger DATABASES = new AtomicInteger();

  private final TrackedHikariPool pool = pool(4);
  private final ConnectionTracker tracker = pool.tracker();
  private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

  TrackedHikariPoolTest() {
    tracker.addListener(events::add);
  }

  @AfterEach
  void close() {
    pool.close();
  }

  @Test
  void scopedBorrowIsCountedForTheLineThatHandedTheWorkOver() throws SQLException {
    int one =
        tracker.call(HOLD, connection -> number(connection, "SELECT 1")); // the line of the lambda
    tracker.run(HOLD, connection -> number(connection, "SELECT 2"));

    assertThat(one).isEqualTo(1);
    assertThat(tracker.report().topConnectionUsers())
        .extracting(LeakReport.SiteUse::site)
        .allMatch(site ->
            site.matches(
                "TrackedHikariPoolTest\\.java::"
                    + "scopedBorrowIsCountedForTheLineThatHandedTheWorkOver:L\\d+"))
        .doesNotHaveDuplicates()
        .hasSize(2);
    assertEverythingIsBack();
  }

  @Test
  void wrapperThatPassesALambdaThroughIsNotTheSite() throws SQLException {
    PassingOn.read(tracker, connection -> number(connection, "SELECT 1"));

    assertThat(onlySite().site())
        .startsWith("TrackedHikariPoolTest.java::wrapperThatPassesALambdaThroughIsNotTheSite:L");
  }

  @Test
  void sameLineIsOneSiteHoweverOftenItBorrows() throws SQLException {
    for (int i = 0; i < 100; i++) {
      tracker.call(HOLD, connection -> number(connection, "SELECT 1"));
    }

    assertThat(onlySite().acquired()).isEqualTo(100);
    assertThat(onlySite().released()).isEqualTo(100);
  }

  @Test
  void workThatThrowsGivesItsConnectionBack() {
    assertThatThrownBy(() ->
            tracker.run(
                HOLD,
                connection -> {
                  throw new IllegalStateException("in the middle");
                }))
        .hasMessage("in the middle");
    assertThatThrownBy(() -> tracker.call(HOLD, connection -> number(connection, "nonsense")))
        .isInstanceOf(SQLException.class);

    assertEverythingIsBack();
  }

  @Test
  void transactionCommitsWhatReturnsAndRollsBackWhatThrows() throws SQLException {
    tracker.run(HOLD, connection -> execute(connection, "CREATE TABLE t (n INT)"));
    tracker.inTransaction(HOLD, connection -> execute(connection, "INSERT INTO t VALUES (1)"));
    assertThatThrownBy(() ->
            tracker.inTransaction(
                HOLD,
                connection -> {
                  execute(connection, "INSERT INTO t VALUES (2)");
                  throw new AssertionError("an error, not even an exception");
                }))
        .isInstanceOf(AssertionError.class);

    assertThat(
            tracker.<Integer, RuntimeException>call(HOLD, c -> number(c, "SELECT sum(n) FROM t")))
        .isEqualTo(1);
    assertThat(events).isEmpty();
    assertEverythingIsBack();
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // forgetting is what is tested
  void closingTwiceGivesBackOnceAndUsingAfterwardsThrows() throws SQLException {
    TrackedConnection connection = tracker.acquire(CallSite.here(), HOLD);
    connection.close();
    connection.close();

    assertThat(connection.isClosed()).isTrue();
    assertThatThrownBy(connection::createStatement)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("TrackedHikariPoolTest.java::closingTwice");
    assertThat(onlySite().released()).isEqualTo(1);
    assertEverythingIsBack();
  }

  @Test
  void borrowPastTheTrackerShowsAsUntrackedWithItsLineAndComesBackToo() throws SQLException {
    LeakReport during;
    try (Connection connection = pool.pool().getConnection()) {
      assertThat(number(connection, "SELECT 1")).isEqualTo(1);
      during = tracker.report();
    }

    assertThat(during.topConnectionUsers().getFirst().site())
        .matches(
            "UNTRACKED:TrackedHikariPoolTest\\.java::"
                + "borrowPastTheTrackerShowsAsUntrackedWithItsLineAndComesBackToo:L\\d+");
    assertThat(during.topConnectionUsers().getFirst().active()).isEqualTo(1);
    assertThat(during.trackingDiscrepancy()).isZero();
    assertEverythingIsBack();
  }

  @Test
  void plainDataSourceCountsForItsCallersLine() throws SQLException {
    try (Connection connection = tracker.asDataSource().getConnection()) {
      assertThat(tracker.report().checkedOut()).isEqualTo(1);
      assertThat(onlySite().site())
          .startsWith("UNTRACKED:TrackedHikariPoolTest.java::plainDataSourceCountsForItsCallers");
      assertThat(number(connection, "SELECT 1")).isEqualTo(1);
    }

    assertEverythingIsBack();
  }

  @Test
  void closingTheUnwrappedConnectionCountsOnceAsWell() throws SQLException {
    try (TrackedConnection connection = tracker.acquire(CallSite.here(), HOLD)) {
      connection.unwrap(PhysicalConnection.class).endRequest();
      assertThat(onlySite().released()).isEqualTo(1);
    }

    assertThat(onlySite().released()).isEqualTo(1);
    assertThat(tracker.report().trackingStats().totalActive()).isZero();
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // forgetting is what is tested
  void connectionThatIsNeverClosedIsReportedWithItsLineUntilItComesBack() throws Exception {
    TrackedConnection forgotten = tracker.acquire(CallSite.here(), SHORT);

    await(() -> !events.isEmpty());
    assertThat(onlySite().leaks()).isEqualTo(1);
    ConnectionEvent.KeptTooLong event = (ConnectionEvent.KeptTooLong) events.getFirst();
    assertThat(event.verdict()).isEqualTo(new LeakVerdict.Suspect());
    assertThat(event.borrow().site().toString())
        .matches(
            "TrackedHikariPoolTest\\.java::"
                + "connectionThatIsNeverClosedIsReportedWithItsLineUntilItComesBack:L\\d+");
    LeakReport report = tracker.report();
    assertThat(report.status()).isEqualTo("DEGRADED");
    assertThat(report.held()).hasSize(1).allMatch(Borrow::overdue);
    assertThat(report.trackingStats().leakRatio()).isEqualTo(1);

    forgotten.close();

    assertThat(onlySite().leaks()).isZero();
    assertThat(events).hasSize(2);
    assertThat(events.getLast()).isInstanceOf(ConnectionEvent.ReturnedLate.class);
    assertEverythingIsBack();
  }

  @Test
  void slowScopeIsOverdueButNoLeak() throws Exception {
    tracker.run(SHORT, _ -> await(() -> !events.isEmpty()));

    assertThat(((ConnectionEvent.KeptTooLong) events.getFirst()).verdict())
        .isEqualTo(new LeakVerdict.Overdue());
    assertThat(onlySite().leaks()).isZero();
    assertThat(onlySite().maxMillis()).isGreaterThanOrEqualTo((double) SHORT.toMillis());
    assertEverythingIsBack();
  }

  @Test
  void transactionLeftOpenIsRolledBackAndReported() throws SQLException {
    tracker.run(HOLD, connection -> execute(connection, "CREATE TABLE t (n INT)"));
    try (TrackedConnection connection = tracker.acquire(CallSite.here(), HOLD)) {
      connection.setAutoCommit(false);
      execute(connection, "INSERT INTO t VALUES (1)");
    }

    assertThat(events).hasOnlyElementsOfType(ConnectionEvent.TransactionLeftOpen.class).hasSize(1);
    assertThat(
            tracker.<Integer, RuntimeException>call(HOLD, c -> number(c, "SELECT count(*) FROM t")))
        .isZero();
  }

  @Test
  @SuppressWarnings("MustBeClosedChecker") // forgetting is what is tested
  void listenerThatThrowsHarmsNobody() throws Exception {
    tracker.addListener(event -> {
      throw new IllegalStateException("bad listener");
    });

    for (int i = 0; i < 2; i++) {
      TrackedConnection forgotten = tracker.acquire(CallSite.here(), SHORT);
      int expected = 2 * i + 1;
      await(() -> events.size() == expected);
      forgotten.close();
    }

    assertEverythingIsBack();
  }

  @Test
  void thousandThreadsWithFailuresKeepTheBooksBalanced() throws Exception {
    AtomicBoolean done = new AtomicBoolean();
    AtomicInteger broken = new AtomicInteger();
    Thread auditor =
        Thread.ofPlatform()
            .start(() -> {
              while (!done.get()) {
                for (LeakReport.SiteUse site : tracker.report().topConnectionUsers()) {
                  boolean balanced =
                      site.acquired() == site.released() + site.reclaimed() + site.active();
                  broken.addAndGet(balanced && site.active() >= 0 ? 0 : 1);
                }
              }
            });

    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 1_000; i++) {
        threads.execute(this::borrowInSomeWay);
      }
    }
    done.set(true);
    auditor.join();

    assertThat(broken).hasValue(0);
    assertThat(tracker.report().trackingStats().totalAcquired()).isGreaterThan(500);
    assertThat(tracker.report().topConnectionUsers()).hasSizeBetween(4, 5);
    assertEverythingIsBack();
  }

  @Test
  void poolThatCannotBeWrappedIsRefused() {
    HikariConfig config = new HikariConfig();
    config.setJdbcUrl("jdbc:h2:mem:none");

    assertThatThrownBy(() -> TrackedHikariPool.open(config, HOLD))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("setDataSource");
  }

  private void borrowInSomeWay() {
    try {
      switch (ThreadLocalRandom.current().nextInt(5)) {
        case 0 -> tracker.run(HOLD, connection -> number(connection, "SELECT 1"));
        case 1 -> tracker.inTransaction(HOLD, connection -> number(connection, "nonsense"));
        case 2 -> {
          try (Connection connection = pool.pool().getConnection()) {
            number(connection, "SELECT 1");
          }
        }
        case 3 -> {
          try (Connection connection = tracker.asDataSource().getConnection()) {
            execute(connection, "nonsense");
          }
        }
        default ->
            tracker.run(
                HOLD,
                connection -> {
                  throw new IllegalStateException("on purpose");
                });
      }
    } catch (SQLException | IllegalStateException _) {
      // half of the work is meant to fail
    }
  }

  private LeakReport.SiteUse onlySite() {
    List<LeakReport.SiteUse> sites = tracker.report().topConnectionUsers();
    assertThat(sites).hasSize(1);
    return sites.getFirst();
  }

  private void assertEverythingIsBack() {
    LeakReport report = tracker.report();
    assertThat(report.topConnectionUsers())
        .allSatisfy(site -> {
          assertThat(site.released()).as(site.site()).isEqualTo(site.acquired());
          assertThat(site.active()).isZero();
        });
    assertThat(report.checkedOut()).isZero();
    assertThat(report.held()).isEmpty();
    assertThat(report.trackingDiscrepancy()).isZero();
    assertThat(report.status()).isEqualTo("UP");
  }

  private static TrackedHikariPool pool(int size) {
    JdbcDataSource database = new JdbcDataSource();
    database.setURL("jdbc:h2:mem:tracked" + DATABASES.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
    HikariConfig config = new HikariConfig();
    config.setDataSource(database);
    config.setMaximumPoolSize(size);
    return TrackedHikariPool.open(config, HOLD);
  }

  private static int number(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getInt(1);
    }
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private static void await(BooleanSupplier condition) {
    long giveUp = System.nanoTime() + Duration.ofSeconds(10).toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).isLessThan(giveUp);
      Thread.onSpinWait();
    }
  }

  /// Stands for an application's own wrapper around the tracker.
  private static final class PassingOn {
    static int read(ConnectionTracker tracker, ConnectionFunction<Integer, SQLException> work)
        throws SQLException {
      return tracker.call(HOLD, work);
    }
  }
}
