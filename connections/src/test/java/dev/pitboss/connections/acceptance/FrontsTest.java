package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.errorprone.annotations.Immutable;
import com.p6spy.engine.spy.P6DataSource;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import javax.sql.DataSource;
import net.ttddyy.dsproxy.support.ProxyDataSourceBuilder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.datasource.LazyConnectionDataSourceProxy;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

/// Data sources that applications put in front of their pool, before or behind the tracker: a
/// borrow counts once, under the application's line, and is proven lost all the same.
@SuppressWarnings("MustBeClosedChecker") // leaks on purpose
@Tag("slow")
final class FrontsTest {
  @Immutable
  private interface Wrapping {
    DataSource around(DataSource source);
  }

  enum Front {
    P6SPY(P6DataSource::new),
    DATASOURCE_PROXY(source -> ProxyDataSourceBuilder.create(source).build()),
    LAZY(FrontsTest::lazy),
    TRANSACTION_AWARE(TransactionAwareDataSourceProxy::new);

    private final Wrapping wrapping;

    Front(Wrapping wrapping) {
      this.wrapping = wrapping;
    }
  }

  /// Told what a connection is like: otherwise the first borrower's call borrows one more, to see.
  private static DataSource lazy(DataSource source) {
    var lazy = new LazyConnectionDataSourceProxy();
    lazy.setTargetDataSource(source);
    lazy.setDefaultAutoCommit(true);
    lazy.setDefaultTransactionIsolation(Connection.TRANSACTION_READ_COMMITTED);
    return lazy;
  }

  private static ConnectionTracker tracker(DataSource pool) {
    return ConnectionTracker.builder(pool).watchdogInterval(Duration.ofMillis(10)).build();
  }

  @ParameterizedTest
  @EnumSource
  void borrowThroughAFrontOfTheTrackerIsTheApplications(Front front) throws Exception {
    try (AnyDriver.Target database = AnyDriver.H2.open()) {
      DataSource pool = AnyPool.HIKARI_TRACKED.make(database);
      try (ConnectionTracker tracker = tracker(pool)) {
        borrowAndLose(tracker, front.wrapping.around(tracker.asDataSource()));
      } finally {
        AnyPool.close(pool);
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void trackerInFrontOfAFrontCountsOnce(Front front) throws Exception {
    try (AnyDriver.Target database = AnyDriver.H2.open()) {
      DataSource pool = AnyPool.HIKARI_STARTED.make(database);
      try (ConnectionTracker tracker = tracker(front.wrapping.around(pool))) {
        borrowAndLose(tracker, tracker.asDataSource());
      } finally {
        AnyPool.close(pool);
      }
    }
  }

  private static void borrowAndLose(ConnectionTracker tracker, DataSource source) throws Exception {
    String line = use(source);
    assertThat(tracker.report().topConnectionUsers())
        .singleElement()
        .satisfies(use -> {
          assertThat(use.site()).isEqualTo("UNTRACKED:" + line);
          assertThat(use.acquired()).isEqualTo(1);
          assertThat(use.released()).isEqualTo(1);
        });

    lose(source);
    Collecting.until(() -> tracker.report().trackingStats().totalReclaimed() == 1);
    use(source); // the pool of one lends again
    LeakReport report = tracker.report();
    assertThat(report.trackingStats().totalLeaks()).isEqualTo(1);
    assertThat(report.trackingStats().totalAcquired()).isEqualTo(3);
    assertThat(report.trackingStats().totalActive()).isZero();
    assertThat(report.trackingDiscrepancy()).isZero();
  }

  /// Some fronts borrow only when the connection is first used.
  ///
  /// @return the line of the borrow
  private static String use(DataSource source) throws SQLException {
    try (Statement statement = source.getConnection().createStatement()) {
      String line = Lines.above();
      statement.execute("SELECT 1");
      statement.getConnection().close();
      return line;
    }
  }

  private static void lose(DataSource source) throws SQLException {
    Connection lost = source.getConnection();
    lost.createStatement().execute("SELECT 1");
  }
}
