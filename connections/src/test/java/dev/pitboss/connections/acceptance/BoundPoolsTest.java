package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.PoolView;
import dev.pitboss.connections.ReclaimPolicy;
import dev.pitboss.connections.TrackedConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Pools that drivers bring, and pools over XA data sources: the same table, view and eviction.
@SuppressWarnings("MustBeClosedChecker") // leaks on purpose
@Tag("slow")
final class BoundPoolsTest {
  private static final CallSite SITE = CallSite.declared("Cashier.java", "settle", 42);
  private static final Duration LONG = Duration.ofHours(1);

  private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

  private ConnectionTracker tracker(DataSource pool, ReclaimPolicy policy) {
    ConnectionTracker tracker =
        ConnectionTracker.builder(pool)
            .reclaim(policy)
            .watchdogInterval(Duration.ofMillis(10))
            .build();
    tracker.addListener(events::add);
    return tracker;
  }

  @ParameterizedTest
  @EnumSource
  void tableOfTheReadmeIsWhatThePoolDoes(BoundPool kind) throws Exception {
    kind.assumeInstalled();
    String cells =
        String.join(
            " | ",
            kind.label,
            PoolFacts.atClose(kind::make, BoundPool::close, kind.driver),
            PoolFacts.inherited(kind::make, BoundPool::close, kind.driver),
            "none",
            PoolFacts.withTracker(kind::make, BoundPool::close, kind.driver));
    assertThat(Files.readAllLines(Path.of("README.md"))).contains("| " + cells + " |");
  }

  @ParameterizedTest
  @EnumSource
  void overdueConnectionIsReplacedAndItsHandleRefuses(BoundPool kind) throws Exception {
    kind.assumeInstalled();
    try (AnyDriver.Target database = kind.driver.open()) {
      DataSource pool = kind.make(database);
      try (ConnectionTracker tracker = tracker(pool, ReclaimPolicy.NOTHING.andOverdueIdle())) {
        TrackedConnection stale = tracker.acquire(SITE, Duration.ofMillis(20));
        final long session = session(stale, kind);
        Statement kept = stale.createStatement();
        Collecting.until(() -> verified() == 1);

        for (int i = 0; i < 2; i++) {
          try (TrackedConnection next = tracker.acquire(SITE, LONG)) {
            assertThat(session(next, kind)).as("another session").isNotEqualTo(session);
            assertThatThrownBy(() -> kept.execute("SELECT 1")).isInstanceOf(SQLException.class);
            stale.close();
            assertThat(next.isValid(1)).isTrue();
          }
        }
        Collecting.until(() -> tracker.report().checkedOut() == 0);
        assertThat(tracker.report().trackingDiscrepancy()).isZero();
      } finally {
        BoundPool.close(pool);
      }
    }
  }

  /// The control: without that policy it stays with its borrower.
  @ParameterizedTest
  @EnumSource
  void overdueConnectionStaysWithItsBorrowerWhereNothingIsTakenBack(BoundPool kind)
      throws Exception {
    kind.assumeInstalled();
    try (AnyDriver.Target database = kind.driver.open()) {
      DataSource pool = kind.make(database);
      try (ConnectionTracker tracker = tracker(pool, ReclaimPolicy.NOTHING);
          TrackedConnection late = tracker.acquire(SITE, Duration.ofMillis(20))) {
        Collecting.until(() -> !events.isEmpty());
        assertThat(late.isValid(1)).isTrue();
        assertThat(verified()).isZero();
      } finally {
        BoundPool.close(pool);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void lostTransactionIsRolledBackAndItsSlotIsGood(BoundPool kind) throws Exception {
    kind.assumeInstalled();
    try (AnyDriver.Target database = kind.driver.open()) {
      DataSource pool = kind.make(database);
      try (ConnectionTracker tracker = tracker(pool, ReclaimPolicy.PROVEN_LEAKS)) {
        lose(tracker);
        Collecting.until(() -> verified() == 1);
        assertThat(database.rows()).isZero();
        try (TrackedConnection next = tracker.acquire(SITE, LONG)) {
          assertThat(next.getAutoCommit()).isTrue();
          PoolFacts.insert(next, 1);
        }
        assertThat(database.rows()).isEqualTo(1);
      } finally {
        BoundPool.close(pool);
      }
    }
  }

  private static void lose(ConnectionTracker tracker) throws SQLException {
    TrackedConnection lost = tracker.acquire(SITE, LONG);
    lost.setAutoCommit(false);
    PoolFacts.insert(lost, 1);
  }

  @ParameterizedTest
  @EnumSource
  void viewCountsWhatIsOut(BoundPool kind) throws Exception {
    kind.assumeInstalled();
    try (AnyDriver.Target database = kind.driver.open()) {
      DataSource pool = kind.make(database);
      try {
        PoolView view = PoolView.of(pool).orElseThrow();
        try (Connection out = pool.getConnection()) {
          assertThat(out.isValid(1)).isTrue();
          assertThat(view.checkedOut()).isEqualTo(1);
          assertThat(view.size()).isEqualTo(1);
          assertThat(view.maxSize()).isEqualTo(1);
        }
        Collecting.until(() -> view.checkedOut() == 0);
      } finally {
        BoundPool.close(pool);
      }
    }
  }

  private static long session(Connection connection, BoundPool kind) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(kind.driver.session())) {
      assertThat(rows.next()).isTrue();
      return rows.getLong(1);
    }
  }

  private long verified() {
    return events.stream()
        .filter(
            event -> event instanceof ConnectionEvent.Reclaimed reclaimed && reclaimed.verified())
        .count();
  }
}
