package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.LeakVerdict;
import dev.pitboss.connections.TrackedConnection;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@SuppressWarnings("MustBeClosedChecker") // these tests misuse connections on purpose
@Tag("slow")
final class BorrowingTest {
  private static final Duration HOLD = Duration.ofSeconds(5);
  private static final CallSite SITE = CallSite.declared("Cashier.java", "settle", 42);

  private final FakePool pool = new FakePool(2);
  private final ConnectionTracker tracker = ConnectionTracker.over(pool);
  private final List<ConnectionEvent> events = new CopyOnWriteArrayList<>();

  @BeforeEach
  void listen() {
    tracker.addListener(events::add);
  }

  @AfterEach
  void everythingCameBack() {
    tracker.close();
    assertThat(pool.checkedOut()).isZero();
    assertThat(tracker.report().trackingStats().totalActive()).isZero();
  }

  @Test
  void scopeGivesTheResultAndReturnsTheConnection() throws SQLException {
    int answer =
        tracker.call(
            HOLD,
            connection -> {
              assertThat(pool.checkedOut()).isEqualTo(1);
              assertThat(tracker.report().trackingStats().totalActive()).isEqualTo(1);
              return connection.isReadOnly() ? 0 : 42;
            });

    assertThat(answer).isEqualTo(42);
    assertThat(events).isEmpty();
  }

  @Test
  void checkedExceptionOfTheBodyComesThroughAndTheConnectionGoesBack() {
    assertThatThrownBy(() ->
            tracker.run(
                HOLD,
                _ -> {
                  throw new IOException("disk full");
                }))
        .isInstanceOf(IOException.class)
        .hasMessage("disk full");
    assertThat(pool.checkedOut()).isZero();
  }

  @Test
  void transactionCommitsAndRestoresAutocommit() throws SQLException {
    tracker.inTransaction(HOLD, connection -> connection.createStatement().executeUpdate("update"));

    assertThat(pool.physical.getFirst().calls)
        .containsSubsequence("setAutoCommit", "executeUpdate", "commit", "setAutoCommit")
        .doesNotContain("rollback");
    assertThat(pool.physical.getFirst().jdbc.getAutoCommit()).isTrue();
  }

  @Test
  void errorRollsTheTransactionBack() throws SQLException {
    assertThatThrownBy(() ->
            tracker.inTransaction(
                HOLD,
                _ -> {
                  throw new AssertionError("impossible state");
                }))
        .isInstanceOf(AssertionError.class);

    assertThat(pool.physical.getFirst().calls).contains("rollback").doesNotContain("commit");
    assertThat(pool.physical.getFirst().jdbc.getAutoCommit()).isTrue();
  }

  @Test
  void failedRollbackIsSuppressedOntoItsCause() {
    pool.driver.fail("rollback", "connection reset");

    assertThatThrownBy(() ->
            tracker.inTransaction(
                HOLD,
                _ -> {
                  throw new IllegalStateException("cause");
                }))
        .isInstanceOf(IllegalStateException.class)
        .satisfies(cause ->
            assertThat(cause.getSuppressed())
                .extracting(Throwable::getMessage)
                .containsExactly("connection reset"));
  }

  @Test
  void failedCommitIsTheCallersToKnow() {
    pool.driver.fail("commit", "deferred constraint");

    assertThatThrownBy(() -> tracker.inTransaction(HOLD, _ -> 1)).hasMessage("deferred constraint");
    assertThat(pool.physical.getFirst().calls).contains("rollback");
  }

  @Test
  void secondCloseDoesNotReturnTheNextBorrowersConnection() throws SQLException {
    TrackedConnection first = tracker.acquire(SITE, HOLD);
    first.close();
    try (TrackedConnection second = tracker.acquire(SITE, HOLD)) {
      first.close();

      assertThat(pool.checkedOut()).isEqualTo(1);
      assertThat(second.isClosed()).isFalse();
      assertThat(first.isClosed()).isTrue();
    }
    assertThat(site("Cashier.java::settle:L42").acquired()).isEqualTo(2);
    assertThat(site("Cashier.java::settle:L42").released()).isEqualTo(2);
  }

  @Test
  void everythingIsRefusedAfterClose() throws SQLException {
    TrackedConnection connection = tracker.acquire(SITE, HOLD);
    Statement statement = connection.createStatement();
    ResultSet rows = statement.executeQuery("select");
    connection.close();

    assertThatThrownBy(connection::createStatement)
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("Cashier.java::settle:L42 was returned to its pool");
    assertThatThrownBy(() -> statement.execute("delete")).isInstanceOf(SQLException.class);
    assertThatThrownBy(rows::next).isInstanceOf(SQLException.class);
    assertThatThrownBy(() -> connection.setClientInfo("ApplicationName", "x"))
        .isInstanceOf(SQLException.class);
    assertThat(statement.isClosed()).isTrue();
    assertThat(rows.isClosed()).isTrue();
    rows.close();
    statement.close();
  }

  @Test
  void connectionThatEscapedItsScopeIsRefusedAndReportedOnce() throws SQLException {
    List<Connection> escaped = new ArrayList<>();
    tracker.run(HOLD, escaped::add);

    assertThatThrownBy(escaped.getFirst()::commit).isInstanceOf(SQLException.class);
    assertThatThrownBy(escaped.getFirst()::commit).isInstanceOf(SQLException.class);
    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            ConnectionEvent.Leak.class,
            leak -> assertThat(leak.verdict()).isEqualTo(new LeakVerdict.ScopeExit()));
  }

  @Test
  void transactionLeftOpenIsRolledBackAndReported() throws SQLException {
    try (Connection connection = tracker.acquire(SITE, HOLD)) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate("update");
      }
    }

    assertThat(pool.physical.getFirst().calls).contains("rollback");
    assertThat(events).singleElement().isInstanceOf(ConnectionEvent.TransactionLeftOpen.class);
    pool.physical.getFirst().jdbc.setAutoCommit(true);
  }

  @Test
  void committedTransactionIsNotReported() throws SQLException {
    try (Connection connection = tracker.acquire(SITE, HOLD)) {
      connection.setAutoCommit(false);
      try (Statement statement = connection.createStatement()) {
        statement.executeUpdate("update");
      }
      connection.commit();
      connection.setAutoCommit(true);
    }

    assertThat(events).isEmpty();
  }

  @Test
  void statementsAndResultSetsLeftOpenAreReported() throws SQLException {
    try (Connection connection = tracker.acquire(SITE, HOLD)) {
      PreparedStatement kept = connection.prepareStatement("select");
      assertThat(kept.executeQuery()).isNotNull();
      try (Statement closed = connection.createStatement()) {
        assertThat(closed.executeQuery("select")).isNotNull(); // closed with its statement
      }
    }

    assertThat(events)
        .singleElement()
        .isInstanceOfSatisfying(
            ConnectionEvent.StatementsLeftOpen.class,
            left -> {
              assertThat(left.statements()).isEqualTo(1);
              assertThat(left.resultSets()).isEqualTo(1);
            });
  }

  @Test
  void childrenLeadBackToTheTrackedConnection() throws SQLException {
    try (Connection connection = tracker.acquire(SITE, HOLD);
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("select")) {
      assertThat(statement.getConnection()).isSameAs(connection);
      assertThat(connection.unwrap(TrackedConnection.class)).isSameAs(connection);
      assertThat(rows.next()).isFalse();
    }
    assertThat(events).isEmpty();
  }

  @Test
  void closeByAnotherThreadIsNoted() throws Exception {
    TrackedConnection connection = tracker.acquire(SITE, HOLD);
    Thread.ofVirtual()
        .start(() -> {
          try {
            connection.close();
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        })
        .join();

    assertThat(events).singleElement().isInstanceOf(ConnectionEvent.ClosedElsewhere.class);
  }

  @Test
  void throwingListenerHarmsNoBorrower() throws SQLException {
    tracker.addListener(_ -> {
      throw new IllegalStateException("listener");
    });
    try (Connection connection = tracker.acquire(SITE, HOLD)) {
      assertThat(connection.createStatement()).isNotNull();
    }
    assertThat(events).hasSize(1);
  }

  @Test
  void holdMustBePositive() {
    assertThatThrownBy(() -> tracker.run(Duration.ZERO, _ -> {}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("PT0S");
  }

  @Test
  void poolThatTimesOutCountsNothing() throws SQLException {
    try (Connection first = tracker.acquire(SITE, HOLD);
        Connection second = tracker.acquire(SITE, HOLD)) {
      assertThat(first).isNotSameAs(second);
      assertThatThrownBy(() -> tracker.run(SITE, HOLD, _ -> {}))
          .hasMessageContaining("all 2 connections are out");
      assertThat(site("Cashier.java::settle:L42").acquired()).isEqualTo(2);
    }
  }

  private LeakReport.SiteUse site(String name) {
    return tracker.report().topConnectionUsers().stream()
        .filter(use -> use.site().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
