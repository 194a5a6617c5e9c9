package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.PoolView;
import dev.pitboss.connections.ReclaimPolicy;
import dev.pitboss.connections.TrackedConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// A connection that a living borrower holds past its time goes out of the pool for good, and the
/// pool lends another one.
@SuppressWarnings("MustBeClosedChecker") // leaks on purpose
@Tag("slow")
final class EvictionTest {
  private static final CallSite SITE = CallSite.declared("Cashier.java", "settle", 42);
  private static final Duration LONG = Duration.ofHours(1);

  private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

  /// Pools that let a single connection be dropped.
  static Stream<AnyPool> evicting() {
    return Stream.of(AnyPool.values()).filter(EvictionTest::evicts);
  }

  private static boolean evicts(AnyPool pool) {
    return switch (pool) {
      case HIKARI_TRACKED,
          HIKARI_STARTED,
          AGROAL,
          DBCP_TRACKED,
          TOMCAT,
          C3P0,
          VIBUR,
          DRUID,
          UCP,
          BEECP,
          ATOMIKOS,
          IRONJACAMAR ->
          true;
      case DBCP, DBCP_SHARED, DBCP_PER_USER, BITRONIX -> false;
    };
  }

  private ConnectionTracker tracker(DataSource pool) {
    ConnectionTracker tracker =
        ConnectionTracker.builder(pool)
            .reclaim(ReclaimPolicy.NOTHING.andOverdueIdle())
            .watchdogInterval(Duration.ofMillis(10))
            .build();
    tracker.addListener(events::add);
    return tracker;
  }

  @ParameterizedTest
  @MethodSource("evicting")
  void overdueConnectionIsReplacedAndItsHandleRefuses(AnyPool kind) throws Exception {
    try (AnyDriver.Target database = AnyDriver.H2.open()) {
      DataSource pool = kind.make(database);
      try (ConnectionTracker tracker = tracker(pool)) {
        TrackedConnection stale = tracker.acquire(SITE, Duration.ofMillis(20));
        Statement kept = stale.createStatement();
        kept.execute("SET @secret = 'mine'");
        Collecting.until(() -> verified() == 1);

        for (int i = 0; i < 2; i++) {
          try (TrackedConnection next = tracker.acquire(SITE, LONG)) {
            assertThat(secret(next)).as("of another session").isNull();
            assertThatThrownBy(() -> kept.execute("SET @secret = 'again'"))
                .isInstanceOf(SQLException.class);
            stale.close();
            assertThat(secret(next)).isNull();
          }
        }
        assertThat(tracker.report().trackingDiscrepancy()).isZero();
        assertThat(tracker.report().checkedOut()).isZero();
      } finally {
        AnyPool.close(pool);
      }
    }
  }

  /// The control: a pool that cannot drop a connection keeps it with its borrower, who could still
  /// use it.
  @ParameterizedTest
  @EnumSource(names = {"DBCP", "DBCP_SHARED", "BITRONIX"})
  void overdueConnectionOfAnyOtherPoolStaysWithItsBorrower(AnyPool kind) throws Exception {
    try (AnyDriver.Target database = AnyDriver.H2.open()) {
      DataSource pool = kind.make(database);
      try (ConnectionTracker tracker = tracker(pool);
          TrackedConnection late = tracker.acquire(SITE, Duration.ofMillis(20))) {
        Collecting.until(() -> !events.isEmpty());
        assertThat(late.isValid(1)).isTrue();
        assertThat(verified()).isZero();
      } finally {
        AnyPool.close(pool);
      }
    }
  }

  /// What the pool's own numbers say, by its view.
  @ParameterizedTest
  @MethodSource("evicting")
  void viewCountsWhatIsOut(AnyPool kind) throws Exception {
    try (AnyDriver.Target database = AnyDriver.H2.open()) {
      DataSource pool = kind.make(database);
      try {
        PoolView view = PoolView.of(pool).orElseThrow();
        try (Connection out = pool.getConnection()) {
          assertThat(out.isValid(1)).isTrue();
          assertThat(view.checkedOut())
              .isIn(1, PoolView.UNKNOWN); // Agroal counts only when told to
          assertThat(view.maxSize()).isEqualTo(1);
        }
        Collecting.until(() -> view.checkedOut() <= 0);
      } finally {
        AnyPool.close(pool);
      }
    }
  }

  private static String secret(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT @secret")) {
      assertThat(rows.next()).isTrue();
      return rows.getString(1);
    }
  }

  private long verified() {
    return events.stream()
        .filter(
            event -> event instanceof ConnectionEvent.Reclaimed reclaimed && reclaimed.verified())
        .count();
  }
}
