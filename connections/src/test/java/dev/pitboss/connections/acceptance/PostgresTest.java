package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.ReclaimPolicy;
import dev.pitboss.connections.TrackedConnection;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What is taken back or kept too long, against sessions of a real server: who has which session is
/// told by the server itself.
@SuppressWarnings("MustBeClosedChecker") // kept and lost on purpose
@Tag("slow")
final class PostgresTest {
  private static final Duration LONG = Duration.ofMinutes(10);
  private static final CallSite FIRST = CallSite.here("first");
  private static final CallSite SECOND = CallSite.here("second");

  private final HikariDataSource pool = Database.POSTGRESQL.pool(1);

  @BeforeEach
  void makeTable() throws SQLException {
    try (Connection connection = Database.POSTGRESQL.pool(1).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("drop table if exists chip");
      statement.execute("create table chip (id int primary key)");
    }
  }

  @AfterEach
  void closePool() {
    pool.close();
  }

  private ConnectionTracker tracker(ReclaimPolicy policy) {
    return ConnectionTracker.builder(pool)
        .reclaim(policy)
        .watchdogInterval(Duration.ofMillis(10))
        .build();
  }

  private static int session(Connection connection) throws SQLException {
    return (int) number(connection, "select pg_backend_pid()");
  }

  private static long number(Connection connection, String query) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /// Everything a stale handle could do to a session.
  private static List<ThrowingCallable> attempts(
      TrackedConnection stale, Statement statement, ResultSet rows) {
    return List.of(
        stale::commit,
        stale::rollback,
        () -> stale.setAutoCommit(true),
        () -> stale.createStatement().execute("delete from chip"),
        () -> stale.prepareStatement("delete from chip").execute(),
        () -> stale.setReadOnly(true),
        () -> stale.unwrap(org.postgresql.PGConnection.class),
        () -> statement.execute("delete from chip"),
        rows::next,
        () -> rows.getStatement().execute("delete from chip"));
  }

  @Test
  void aKeptHandleNeverTouchesTheNextBorrowersSession() throws SQLException {
    try (ConnectionTracker tracker = tracker(ReclaimPolicy.NOTHING)) {
      TrackedConnection stale = tracker.acquire(FIRST, LONG);
      Statement statement = stale.createStatement();
      ResultSet rows = statement.executeQuery("select 1");
      int session = session(stale);
      stale.close();

      try (TrackedConnection next = tracker.acquire(SECOND, LONG)) {
        assertThat(session(next)).as("the very same session").isEqualTo(session);
        next.setAutoCommit(false);
        try (Statement insert = next.createStatement()) {
          insert.execute("insert into chip values (1)");
        }
        for (ThrowingCallable attempt : attempts(stale, statement, rows)) {
          assertThatThrownBy(attempt).isInstanceOf(SQLException.class);
        }
        statement.cancel(); // these three say nothing, and do nothing
        stale.close();
        stale.abort(Runnable::run);
        assertThat(stale.isClosed()).isTrue();
        assertThat(number(next, "select count(*) from chip")).isEqualTo(1);
        next.commit();
      }
      assertThat(tracker.report().trackingStats().totalReleased()).isEqualTo(2);
      try (Connection connection = tracker.acquire(SECOND, LONG)) {
        assertThat(number(connection, "select count(*) from chip")).isEqualTo(1);
      }
    }
  }

  @Test
  void aPoolAloneLetsACastAwayStatementIntoTheNextBorrowersSession() throws SQLException {
    // The control: what the driver's own statement, kept past the borrow, can do.
    try (HikariDataSource bare = Database.POSTGRESQL.pool(1)) {
      Connection first = bare.getConnection();
      Connection driver = first.unwrap(org.postgresql.jdbc.PgConnection.class);
      first.close();
      try (Connection next = bare.getConnection();
          Statement statement = next.createStatement()) {
        next.setAutoCommit(false);
        statement.execute("insert into chip values (1)");
        driver.rollback();
        assertThat(number(next, "select count(*) from chip")).isZero();
      }
    }
  }

  @Test
  void aRevokedSessionIsGoneFromTheServerAndItsWorkUndone() throws Exception {
    try (ConnectionTracker tracker = tracker(ReclaimPolicy.PROVEN_LEAKS.andOverdueIdle())) {
      TrackedConnection held = tracker.acquire(FIRST, Duration.ofMillis(50));
      held.setAutoCommit(false);
      Statement insert = held.createStatement();
      insert.execute("insert into chip values (1)");
      int session = session(held);

      try (TrackedConnection next = tracker.acquire(SECOND, LONG)) {
        assertThat(session(next)).isNotEqualTo(session);
        await(() -> sessions(next, session) == 0);
        assertThat(number(next, "select count(*) from chip")).isZero();
        assertThatThrownBy(() -> insert.execute("insert into chip values (2)"))
            .isInstanceOf(SQLException.class);
        assertThatThrownBy(held::commit)
            .isInstanceOf(SQLException.class)
            .hasMessageContaining("taken back");
        held.close();
        assertThat(number(next, "select count(*) from chip")).isZero();
      }
      assertThat(tracker.report().trackingStats().totalReclaimed()).isEqualTo(1);
      assertThat(tracker.report().trackingDiscrepancy()).isZero();
    }
  }

  @Test
  void aLostTransactionLetsGoOfItsLocks() throws Exception {
    try (ConnectionTracker tracker = tracker(ReclaimPolicy.PROVEN_LEAKS)) {
      loseInTransaction(tracker);
      Collecting.until(() -> tracker.report().trackingStats().totalReclaimed() == 1);
      try (TrackedConnection next = tracker.acquire(SECOND, LONG);
          Statement statement = next.createStatement()) {
        statement.execute("set lock_timeout = '2s'");
        statement.execute(
            "insert into chip values (1)"); // would wait for the lost transaction's key
      }
    }
  }

  private static void loseInTransaction(ConnectionTracker tracker) throws SQLException {
    TrackedConnection lost = tracker.acquire(FIRST, LONG);
    lost.setAutoCommit(false);
    lost.createStatement().execute("insert into chip values (1)");
  }

  @Test
  void anOverdueStatementIsCancelledOnTheServer() throws Exception {
    ReclaimPolicy policy = ReclaimPolicy.PROVEN_LEAKS.andOverdueBusy(Duration.ofSeconds(30));
    try (ConnectionTracker tracker = tracker(policy);
        TrackedConnection busy = tracker.acquire(FIRST, Duration.ofMillis(100));
        Statement statement = busy.createStatement()) {
      assertThatThrownBy(() -> statement.execute("select pg_sleep(60)"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57014"));
      assertThat(tracker.report().trackingStats().totalReclaimed()).isZero();
    }
  }

  @Test
  void aSessionThatDoesNotHeedItsCancellationIsTakenBack() throws Exception {
    ReclaimPolicy policy = ReclaimPolicy.PROVEN_LEAKS.andOverdueBusy(Duration.ofMillis(300));
    try (ConnectionTracker tracker = tracker(policy)) {
      TrackedConnection busy = tracker.acquire(FIRST, Duration.ofMillis(100));
      Thread worker = Thread.ofVirtual().start(() -> sleepUninterruptibly(busy));
      await(() -> tracker.report().trackingStats().totalReclaimed() == 1);
      worker.join();
      tracker.run(SECOND, LONG, next -> assertThat(number(next, "select 1")).isEqualTo(1));
      assertThat(tracker.report().trackingDiscrepancy()).isZero();
    }
  }

  private static void sleepUninterruptibly(Connection connection) {
    for (boolean cancelled = false; ; cancelled = true) {
      try (Statement statement = connection.createStatement()) {
        statement.execute("select pg_sleep(5)");
      } catch (SQLException e) {
        if (cancelled && !"57014".equals(e.getSQLState())) {
          return; // taken away
        }
      }
    }
  }

  private static long sessions(Connection connection, int session) {
    try {
      return number(connection, "select count(*) from pg_stat_activity where pid = " + session);
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 1000 && !condition.getAsBoolean(); i++) {
      Thread.sleep(10);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }
}
