package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.connections.CommitOutcomeUnknownException;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Uncommitted work is never stored, with any pool's handling of returned connections and any
/// driver's `abort`; and the next borrower finds a connection like any other.
@SuppressWarnings("MustBeClosedChecker") // leaks on purpose
@Tag("slow")
final class PoolsAndDriversTest {
  private static final Duration HOLD = Duration.ofSeconds(30);
  private static final AtomicInteger NAMES = new AtomicInteger();

  private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

  /// Every pool over a driver whose abort does nothing and one that refuses to close; every driver
  /// under pools that evict in a way of their own.
  static Stream<Arguments> poolsAndDrivers() {
    Stream<Arguments> pools =
        Stream.of(AnyPool.values())
            .flatMap(pool ->
                Stream.of(AnyDriver.H2, AnyDriver.DERBY).map(driver -> Arguments.of(pool, driver)));
    Stream<Arguments> drivers =
        Stream.of(AnyPool.HIKARI_TRACKED, AnyPool.HIKARI_STARTED, AnyPool.AGROAL, AnyPool.DBCP)
            .flatMap(pool ->
                Stream.of(
                        AnyDriver.HSQLDB, AnyDriver.SQLITE, AnyDriver.DUCKDB, AnyDriver.POSTGRESQL)
                    .map(driver -> Arguments.of(pool, driver)));
    return Stream.concat(pools, drivers);
  }

  private ConnectionTracker tracker(DataSource pool) {
    ConnectionTracker tracker =
        ConnectionTracker.builder(pool).watchdogInterval(Duration.ofMillis(10)).build();
    tracker.addListener(events::add);
    return tracker;
  }

  @ParameterizedTest
  @MethodSource("poolsAndDrivers")
  void lostTransactionIsRolledBackAndItsSlotIsGood(AnyPool kind, AnyDriver driver)
      throws Exception {
    try (AnyDriver.Target database = driver.open()) {
      DataSource pool = kind.make(database);
      try (ConnectionTracker tracker = tracker(pool)) {
        DataSource source = tracker.asDataSource();
        boolean autoCommit = isAutoCommit(source);
        for (int i = 1; i <= 2; i++) {
          int times = i;
          lose(source);
          Collecting.until(() -> reclaimed().size() == times);
          assertThat(database.rows()).as("uncommitted rows").isEqualTo(i - 1);

          try (Connection next = source.getConnection()) {
            assertThat(next.getAutoCommit()).isEqualTo(autoCommit);
            execute(next, "INSERT INTO ledger VALUES (" + i + ")");
          }
          assertThat(database.rows()).as("the next borrower's row").isEqualTo(i);
        }
        assertThat(reclaimed())
            .allSatisfy(event -> {
              assertThat(event.transactionLost()).isTrue();
              assertThat(event.verified()).isTrue();
            });
        assertNothingElseHappened(tracker);
      } finally {
        AnyPool.close(pool);
      }
    }
  }

  /// The control: the pool alone, and what the tracker did once, to set the connection free as it
  /// is.
  @Test
  void agroalAloneCommitsWhatIsClosedUncommitted() throws Exception {
    try (AnyDriver.Target database = AnyDriver.H2.open()) {
      DataSource pool = AnyPool.AGROAL.make(database);
      try (Connection connection = pool.getConnection()) {
        connection.setAutoCommit(false);
        execute(connection, "INSERT INTO ledger VALUES (100)");
      }
      assertThat(database.rows()).isEqualTo(1);
      AnyPool.close(pool);
    }
  }

  @ParameterizedTest
  @EnumSource
  void rollbackThatFailsOnceIsRepeated(AnyPool kind) throws Exception {
    var faults = new FaultyDriver.Faults();
    try (AnyDriver.Target database = AnyDriver.H2.open()) {
      DataSource pool = kind.make(faulty(database, faults));
      try (ConnectionTracker tracker = tracker(pool)) {
        isAutoCommit(tracker.asDataSource());
        faults.fail("rollback", 1, new SQLException("not now", "HY000"));
        lose(tracker.asDataSource());
        Collecting.until(() -> reclaimed().size() == 1);

        assertThat(database.rows()).isZero();
        assertThat(insertsNext(tracker, database)).isTrue();
        assertNothingElseHappened(tracker);
      } finally {
        AnyPool.close(pool);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void transactionWhoseRollbackAlwaysFailsIsNeverStored(AnyPool kind) throws Exception {
    var faults = new FaultyDriver.Faults();
    try (AnyDriver.Target database = AnyDriver.H2.open()) {
      DataSource pool = kind.make(faulty(database, faults));
      try (ConnectionTracker tracker = tracker(pool)) {
        isAutoCommit(tracker.asDataSource());
        faults.fail("rollback", Integer.MAX_VALUE, new SQLException("never", "HY000"));
        lose(tracker.asDataSource());
        Collecting.until(() -> reclaimed().size() == 1);
        faults.fail("rollback", 0, new SQLException("healed"));

        assertThat(database.rows()).isZero();
        assertThat(events)
            .filteredOn(ConnectionEvent.TransactionUnsettled.class::isInstance)
            .as("what the tracker could not do")
            .hasSize(1);
        insertsNext(tracker, database);
        assertThat(database.rows()).as("not the lost row").isLessThanOrEqualTo(1);
      } finally {
        AnyPool.close(pool);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void bodyThatThrowsIsNotCommittedByAPoolWhenItsRollbackFails(AnyPool kind) throws Exception {
    var faults = new FaultyDriver.Faults();
    try (AnyDriver.Target database = AnyDriver.H2.open()) {
      DataSource pool = kind.make(faulty(database, faults));
      try (ConnectionTracker tracker = tracker(pool)) {
        isAutoCommit(tracker.asDataSource());
        assertThatThrownBy(() ->
                tracker.inTransaction(
                    HOLD,
                    connection -> {
                      execute(connection, "INSERT INTO ledger VALUES (-1)");
                      faults.fail("rollback", 1, new SQLException("not now", "HY000"));
                      throw new IllegalStateException("in the middle");
                    }))
            .hasMessage("in the middle");

        assertThat(database.rows()).isZero();
        assertThat(insertsNext(tracker, database)).isTrue();
        Collecting.until( // c3p0 takes its connection back in a thread of its own
            () -> tracker.report().trackingDiscrepancy() == 0);
      } finally {
        AnyPool.close(pool);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void commitOfUnknownOutcomeGetsNoSecondCommit(AnyPool kind) throws Exception {
    var faults = new FaultyDriver.Faults();
    try (AnyDriver.Target database = AnyDriver.H2.open()) {
      DataSource pool = kind.make(faulty(database, faults));
      try (ConnectionTracker tracker = tracker(pool)) {
        isAutoCommit(tracker.asDataSource());
        faults.fail("commit", 1, new SQLException("answer lost", "08006"));
        assertThatThrownBy(() ->
                tracker.inTransaction(
                    HOLD, connection -> execute(connection, "INSERT INTO ledger VALUES (-1)")))
            .isInstanceOf(CommitOutcomeUnknownException.class);

        assertThat(database.rows()).as("this driver had not committed").isZero();
        insertsNext(tracker, database);
        assertThat(database.rows()).isLessThanOrEqualTo(1);
        assertThat(tracker.report().trackingStats().totalActive()).isZero();
      } finally {
        AnyPool.close(pool);
      }
    }
  }

  @Test
  void sessionIsLentAgainAsItWasEvenByAPoolThatResetsNothing() throws Exception {
    try (AnyDriver.Target database = AnyDriver.HSQLDB.open()) {
      DataSource pool = AnyPool.VIBUR.make(database);
      try (ConnectionTracker tracker = tracker(pool)) {
        int isolation;
        try (Connection connection = tracker.asDataSource().getConnection()) {
          isolation = connection.getTransactionIsolation();
        }
        loseChanged(tracker.asDataSource());
        Collecting.until(() -> reclaimed().size() == 1);

        try (Connection next = tracker.asDataSource().getConnection()) {
          assertThat(next.getTransactionIsolation()).isEqualTo(isolation);
          assertThat(next.isReadOnly()).isFalse();
          assertThat(next.getAutoCommit()).isTrue();
        }
      } finally {
        AnyPool.close(pool);
      }
    }
  }

  private static void loseChanged(DataSource source) throws SQLException {
    Connection connection = source.getConnection();
    connection.setTransactionIsolation(Connection.TRANSACTION_SERIALIZABLE);
    connection.setReadOnly(true);
    connection.setAutoCommit(false);
    connection.getMetaData();
  }

  private static AnyDriver.Target faulty(AnyDriver.Target real, FaultyDriver.Faults faults) {
    return FaultyDriver.over(real, "f" + NAMES.incrementAndGet(), faults);
  }

  private static boolean isAutoCommit(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      return connection.getAutoCommit();
    }
  }

  private static void lose(DataSource source) throws SQLException {
    Connection connection = source.getConnection();
    connection.setAutoCommit(false);
    execute(connection, "INSERT INTO ledger VALUES (-100)");
  }

  /// Whether a borrow of the only connection succeeds; some pools may have lost it to a driver in
  /// which everything fails.
  private static boolean insertsNext(ConnectionTracker tracker, AnyDriver.Target database)
      throws SQLException {
    long before = database.rows();
    try (Connection next = tracker.asDataSource().getConnection()) {
      execute(next, "INSERT INTO ledger VALUES (7)");
    } catch (SQLException _) {
      return false;
    }
    return database.rows() == before + 1;
  }

  private static int execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      return statement.executeUpdate(sql);
    }
  }

  private List<ConnectionEvent.Reclaimed> reclaimed() {
    return events.stream()
        .filter(ConnectionEvent.Reclaimed.class::isInstance)
        .map(ConnectionEvent.Reclaimed.class::cast)
        .toList();
  }

  private void assertNothingElseHappened(ConnectionTracker tracker) throws InterruptedException {
    assertThat(events)
        .allMatch(event ->
            event instanceof ConnectionEvent.Leak
                || event instanceof ConnectionEvent.Reclaimed
                || (event instanceof ConnectionEvent.TransactionUnsettled unsettled
                    && wasTooSlow(unsettled)));
    // c3p0 takes connections back on a thread of its own
    Collecting.until(() -> tracker.report().trackingDiscrepancy() == 0);
    assertThat(tracker.report().trackingStats().totalActive()).isZero();
  }

  /// Whether a stalled machine kept the rollback from ending within its two seconds, so that the
  /// session was ended instead. A rollback that fails is told at once.
  private boolean wasTooSlow(ConnectionEvent.TransactionUnsettled unsettled) {
    Duration proven =
        events.subList(0, events.indexOf(unsettled)).stream()
            .filter(ConnectionEvent.Leak.class::isInstance)
            .reduce((_, last) -> last)
            .map(leak -> leak.borrow().held())
            .orElse(Duration.ZERO);
    return unsettled.sessionEnded()
        && unsettled.borrow().held().minus(proven).compareTo(Duration.ofSeconds(2)) >= 0;
  }
}
