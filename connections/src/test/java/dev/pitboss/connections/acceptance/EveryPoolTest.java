package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.errorprone.annotations.Immutable;
import com.zaxxer.hikari.HikariConfig;
import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.DbcpPools;
import dev.pitboss.connections.HikariPools;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.ReclaimPolicy;
import dev.pitboss.connections.TrackedConnection;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import javax.sql.DataSource;
import org.apache.commons.dbcp2.BasicDataSource;
import org.apache.tomcat.jdbc.pool.PoolProperties;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// What holds for one pool holds for all of them.
@SuppressWarnings("MustBeClosedChecker") // leaks on purpose
@Tag("slow")
final class EveryPoolTest {
  private static final String URL = "jdbc:h2:mem:";
  private static final int SIZE = 2;
  private static final Duration LONG = Duration.ofHours(1);
  private static final CallSite SITE = CallSite.declared("Cashier.java", "settle", 42);

  @Immutable
  private interface Maker {
    DataSource make() throws SQLException;
  }

  enum Pool {
    HIKARI(EveryPoolTest::hikari),
    AGROAL(EveryPoolTest::agroal),
    DBCP(EveryPoolTest::dbcp),
    TOMCAT(EveryPoolTest::tomcat);

    private final Maker maker;

    Pool(Maker maker) {
      this.maker = maker;
    }
  }

  private static DataSource hikari() {
    var config = new HikariConfig();
    config.setJdbcUrl(URL);
    config.setMaximumPoolSize(SIZE);
    config.setConnectionTimeout(5000);
    return HikariPools.tracked(config);
  }

  private static DataSource agroal() throws SQLException {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(pool ->
                pool.maxSize(SIZE)
                    .acquisitionTimeout(Duration.ofSeconds(5))
                    .connectionFactoryConfiguration(driver -> driver.jdbcUrl(URL))));
  }

  private static DataSource dbcp() {
    BasicDataSource pool = DbcpPools.tracked();
    pool.setUrl(URL);
    pool.setMaxTotal(SIZE);
    pool.setMaxWait(Duration.ofSeconds(5));
    return pool;
  }

  private static DataSource tomcat() {
    var properties = new PoolProperties();
    properties.setUrl(URL);
    properties.setDriverClassName("org.h2.Driver");
    properties.setMaxActive(SIZE);
    properties.setMaxIdle(SIZE);
    properties.setInitialSize(1);
    properties.setMaxWait(5000);
    return new org.apache.tomcat.jdbc.pool.DataSource(properties);
  }

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
  void trackedBorrowCountsOnceAndThePoolAgrees(Pool kind) throws Exception {
    DataSource pool = kind.maker.make();
    try (ConnectionTracker tracker = tracker(pool, ReclaimPolicy.NOTHING)) {
      for (int i = 0; i < 3; i++) {
        try (TrackedConnection connection = tracker.acquire(SITE, LONG)) {
          assertThat(connection.isValid(1)).isTrue();
          assertThat(tracker.report().checkedOut()).isEqualTo(1);
          assertThat(tracker.report().trackingDiscrepancy()).isZero();
          assertThat(tracker.report().maxConnections()).isEqualTo(SIZE);
        }
      }
      assertThat(tracker.report().topConnectionUsers())
          .singleElement()
          .satisfies(use -> {
            assertThat(use.acquired()).isEqualTo(3);
            assertThat(use.released()).isEqualTo(3);
          });
      assertThat(tracker.report().checkedOut()).isZero();
    } finally {
      close(pool);
    }
  }

  @ParameterizedTest
  @EnumSource
  void borrowAroundTheTrackerIsCountedUnderItsOwnLine(Pool kind) throws Exception {
    DataSource pool = kind.maker.make();
    try (ConnectionTracker tracker = tracker(pool, ReclaimPolicy.NOTHING)) {
      tracker.run(SITE, LONG, Connection::clearWarnings);
      try (Connection around = pool.getConnection()) {
        String expected = Lines.above();
        assertThat(around.isValid(1)).isTrue();
        LeakReport report = tracker.report();

        assertThat(report.topConnectionUsers().getFirst().site())
            .isEqualTo("UNTRACKED:" + expected);
        assertThat(report.trackingStats().totalActive()).isEqualTo(1);
        assertThat(report.trackingDiscrepancy()).isZero();
      }
      assertThat(tracker.report().trackingStats().totalActive()).isZero();
      assertThat(tracker.report().trackingStats().totalAcquired()).isEqualTo(2);
      assertThat(tracker.report().trackingDiscrepancy()).isZero();
    } finally {
      close(pool);
    }
  }

  @ParameterizedTest
  @EnumSource
  void leakedConnectionsAreReplaced(Pool kind) throws Exception {
    DataSource pool = kind.maker.make();
    try (ConnectionTracker tracker = tracker(pool, ReclaimPolicy.PROVEN_LEAKS)) {
      for (int leaks = 1; leaks <= 2 * SIZE; leaks++) {
        leak(tracker);
        int expected = leaks;
        Collecting.until(() -> verified() == expected);
      }
      assertThat(tracker.report().checkedOut()).isZero();
      assertThat(tracker.report().trackingDiscrepancy()).isZero();
      assertThat(tracker.report().trackingStats().totalReclaimed()).isEqualTo(2 * SIZE);
      tracker.run(SITE, LONG, connection -> assertThat(connection.isValid(1)).isTrue());
    } finally {
      close(pool);
    }
  }

  private static void leak(ConnectionTracker tracker) throws SQLException {
    TrackedConnection connection = tracker.acquire(SITE, LONG);
    connection.setAutoCommit(false);
    connection.createStatement().execute("select 1");
  }

  @ParameterizedTest
  @EnumSource
  void staleHandleNeverReachesTheNextBorrowersSession(Pool kind) throws Exception {
    DataSource pool = kind.maker.make();
    try (ConnectionTracker tracker = tracker(pool, ReclaimPolicy.NOTHING.andOverdueIdle())) {
      TrackedConnection stale = tracker.acquire(SITE, Duration.ofMillis(20));
      Statement kept = stale.createStatement();
      kept.execute("set @secret = 'mine'");
      Collecting.until(() -> verified() == 1);

      for (int i = 0; i < 2 * SIZE; i++) {
        try (TrackedConnection next = tracker.acquire(SITE, LONG);
            Statement statement = next.createStatement();
            var rows = statement.executeQuery("select @secret")) {
          assertThat(rows.next()).isTrue();
          assertThat(rows.getString(1)).isNull(); // a session of its own
          assertThatThrownBy(() -> kept.execute("set @secret = 'again'"))
              .isInstanceOf(SQLException.class);
          stale.close();
        }
      }
      assertThat(tracker.report().trackingDiscrepancy()).isZero();
    } finally {
      close(pool);
    }
  }

  @ParameterizedTest
  @EnumSource
  void booksBalanceAfterACrowd(Pool kind) throws Exception {
    DataSource pool = kind.maker.make();
    try (ConnectionTracker tracker = tracker(pool, ReclaimPolicy.PROVEN_LEAKS)) {
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (int i = 0; i < 200; i++) {
          boolean around = i % 2 == 0;
          threads.execute(() -> borrow(around ? pool : tracker.asDataSource()));
        }
      }
      LeakReport report = tracker.report();
      assertThat(report.trackingStats().totalAcquired()).isEqualTo(200);
      assertThat(report.trackingStats().totalReleased()).isEqualTo(200);
      assertThat(report.trackingDiscrepancy()).isZero();
      assertThat(events).isEmpty();
    } finally {
      close(pool);
    }
  }

  private static void borrow(DataSource source) {
    try (Connection connection = source.getConnection()) {
      connection.clearWarnings();
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private long verified() {
    return events.stream()
        .filter(
            event -> event instanceof ConnectionEvent.Reclaimed reclaimed && reclaimed.verified())
        .count();
  }

  private static void close(DataSource pool) throws Exception {
    switch (pool) {
      case AutoCloseable closeable -> closeable.close();
      case org.apache.tomcat.jdbc.pool.DataSource tomcat -> tomcat.close();
      case DataSource other -> throw new IllegalStateException("cannot close " + other);
    }
  }
}
