package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.connections.CallSite;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.TrackedConnection;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
final class CallSiteTest {
  private static final Duration HOLD = Duration.ofSeconds(5);
  private static final CallSite HERE = CallSite.here("settle");

  private final ConnectionTracker tracker = ConnectionTracker.over(new FakePool(2));

  @AfterEach
  void stop() {
    tracker.close();
  }

  @Test
  void declaredSiteNamesFileMethodAndLine() {
    assertThat(CallSite.declared("Cashier.java", "settle", 7))
        .hasToString("Cashier.java::settle:L7");
    assertThat(HERE.toString()).matches("CallSiteTest\\.java::settle:L\\d+");
    assertThat(CallSite.here()).hasToString(Lines.here());
  }

  @Test
  void lambdaIsNamedByTheLineThatPassesIt() throws SQLException {
    tracker.run(HOLD, TrackedConnection::clearWarnings);
    String expected = Lines.above();

    assertThat(sites()).containsExactly(expected);
  }

  @Test
  void lambdaInsideALambdaIsNamedByTheMethodItIsWrittenIn() {
    Runnable work = () -> borrow();
    work.run();

    assertThat(sites()).singleElement().asString().startsWith("CallSiteTest.java::borrow:L");
  }

  private void borrow() {
    Runnable inner =
        () -> {
          try {
            tracker.run(HOLD, Connection::clearWarnings);
          } catch (SQLException e) {
            throw new IllegalStateException(e);
          }
        };
    inner.run();
  }

  @Test
  void wrapperThatPassesALambdaThroughDoesNotBecomeTheSite() throws SQLException {
    int answer = Passing.call(tracker, _ -> 7);
    String expected = Lines.above();

    assertThat(answer).isEqualTo(7);
    assertThat(sites()).containsExactly(expected);
  }

  @Test
  void wrapperThatAdaptsALambdaCanNameItsCaller() throws SQLException {
    Adapting.run(tracker, () -> {});
    String expected = Lines.above();

    assertThat(sites()).containsExactly(expected);
  }

  @Test
  void dropInDataSourceNamesItsCallersLine() throws SQLException {
    DataSource dropIn = tracker.asDataSource();
    for (int i = 0; i < 3; i++) {
      try (Connection connection = dropIn.getConnection()) {
        connection.clearWarnings();
      }
    }
    try (Connection connection = dropIn.getConnection("user", "password")) {
      String expected = Lines.above();
      connection.clearWarnings();
      assertThat(sites()).hasSize(2).contains("UNTRACKED:" + expected);
    }
    assertThat(tracker.report().topConnectionUsers().getFirst().acquired()).isEqualTo(3);
  }

  @Test
  void frameworkNamedByTheApplicationIsPassedOver() throws SQLException {
    String passing = Passing.class.getName();
    try (ConnectionTracker own =
        ConnectionTracker.builder(new FakePool(1)).framework(passing).build()) {
      Passing.borrowFrom(own.asDataSource());
      String expected = Lines.above();

      assertThat(own.report().topConnectionUsers())
          .extracting(LeakReport.SiteUse::site)
          .containsExactly("UNTRACKED:" + expected);
    }
  }

  @Test
  void equalSitesShareARow() throws SQLException {
    tracker.run(CallSite.declared("A.java", "a", 1), HOLD, Connection::clearWarnings);
    tracker.run(CallSite.declared("A.java", "a", 1), HOLD, Connection::clearWarnings);

    assertThat(tracker.report().topConnectionUsers())
        .singleElement()
        .satisfies(use -> assertThat(use.acquired()).isEqualTo(2));
  }

  @Test
  void sitesMadeUpPerRequestAreBounded() throws SQLException {
    for (int i = 0; i < 5000; i++) {
      tracker.run(
          CallSite.declared("Generated.java", "request" + i, 1), HOLD, Connection::clearWarnings);
    }

    LeakReport report = tracker.report();
    assertThat(report.trackingStats().totalAcquired()).isEqualTo(5000);
    assertThat(report.topConnectionUsers().getFirst().site()).isEqualTo("(other sites)::any:L0");
    assertThat(report.topConnectionUsers().getFirst().acquired()).isEqualTo(5000 - 4096);
  }

  @Test
  void nonsenseIsRefused() {
    assertThatThrownBy(() -> CallSite.declared(" ", "m", 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> CallSite.declared("A.java", "m", -1)).hasMessageContaining("L-1");
  }

  private List<String> sites() {
    return tracker.report().topConnectionUsers().stream().map(LeakReport.SiteUse::site).toList();
  }
}
