package dev.pitboss.connections.junit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.connections.ConnectionTracker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.After;
import org.junit.Rule;
import org.junit.jupiter.api.Test;
import org.junit.runner.JUnitCore;
import org.junit.runner.Result;
import org.junit.runner.notification.Failure;

/// JUnit 4 wants its classes and methods public.
@SuppressWarnings("required.method.not.called") // leaks are the point
final class NoLeaksRuleTest {
  @Test
  void testThatKeepsAConnectionFailsAndNamesTheLine() {
    Result result = JUnitCore.runClasses(Leaky.class);

    assertThat(result.getFailures()).hasSize(1);
    assertThat(result.getFailures().get(0).getMessage())
        .contains("This test did not return every connection.")
        .contains("UNTRACKED:NoLeaksRuleTest.java::keepsAConnection:L");
  }

  @Test
  void failureOfTheTestItselfIsReportedToo() {
    Result result = JUnitCore.runClasses(LeakyAndWrong.class);

    assertThat(result.getFailures())
        .extracting(Failure::getMessage)
        .hasSize(2)
        .anySatisfy(message -> assertThat(message).isEqualTo("wrong"))
        .anySatisfy(message -> assertThat(message).contains("::keepsAConnectionAndFails:L"));
  }

  @Test
  void testThatGivesEverythingBackPasses() {
    Result result = JUnitCore.runClasses(Clean.class);

    assertThat(result.getFailures()).isEmpty();
    assertThat(result.getRunCount()).isEqualTo(2);
  }

  @Test
  void graceIsNotNegative() {
    assertThatThrownBy(() -> new NoLeaksRule(Duration.ofMillis(-1)))
        .hasMessage("grace must not be negative, got PT-0.001S");
  }

  /// Tests of an application, with a tracker of their own.
  public abstract static class Application {
    @Rule public final NoLeaksRule noLeaks;
    final ConnectionTracker tracker;

    Application(Duration grace) {
      var database = new JdbcDataSource();
      database.setUrl("jdbc:h2:mem:");
      tracker = ConnectionTracker.over(database);
      noLeaks = new NoLeaksRule(grace);
    }
  }

  /// Keeps what it borrows.
  public static final class Leaky extends Application {
    /// For JUnit.
    public Leaky() {
      super(Duration.ofMillis(20));
    }

    @org.junit.Test
    public void keepsAConnection() throws SQLException {
      Connection kept = tracker.asDataSource().getConnection();
      assertThat(kept.isReadOnly()).isFalse();
    }
  }

  /// Keeps what it borrows and fails.
  public static final class LeakyAndWrong extends Application {
    /// For JUnit.
    public LeakyAndWrong() {
      super(Duration.ZERO);
    }

    @org.junit.Test
    public void keepsAConnectionAndFails() throws SQLException {
      Connection kept = tracker.asDataSource().getConnection();
      assertThat(kept.isReadOnly()).isFalse();
      throw new AssertionError("wrong");
    }
  }

  /// Gives everything back.
  public static final class Clean extends Application {
    private Connection later;

    /// For JUnit.
    public Clean() throws SQLException {
      super(Duration.ofSeconds(1));
      later = tracker.asDataSource().getConnection();
      later.close();
    }

    @org.junit.Test
    public void givesItsConnectionBack() throws SQLException {
      try (Connection connection = tracker.asDataSource().getConnection()) {
        assertThat(connection.isReadOnly()).isFalse();
      }
    }

    @org.junit.Test
    public void givesItsConnectionBackAfterwards() throws SQLException {
      later = tracker.asDataSource().getConnection();
      assertThat(later.isReadOnly()).isFalse();
    }

    @After
    public void close() throws SQLException {
      later.close();
    }
  }
}
