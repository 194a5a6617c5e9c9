package dev.pitboss.connections.testng;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pitboss.connections.ConnectionTracker;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.Test;
import org.testng.ITestResult;
import org.testng.TestListenerAdapter;
import org.testng.TestNG;

/// TestNG wants its classes and methods public.
@SuppressWarnings("required.method.not.called") // leaks are the point
final class NoLeaksListenerTest {
  private static TestListenerAdapter run(Class<?> tests) {
    var results = new TestListenerAdapter();
    var testNg = new TestNG(false);
    testNg.setVerbose(0);
    testNg.setTestClasses(new Class<?>[] {tests});
    testNg.addListener(new NoLeaksListener(Duration.ofMillis(20)));
    testNg.addListener(results);
    testNg.run();
    return results;
  }

  @Test
  void testThatKeepsAConnectionFailsAndNamesTheLine() {
    TestListenerAdapter results = run(Leaky.class);

    assertThat(results.getPassedTests()).isEmpty();
    assertThat(results.getFailedTests())
        .extracting(ITestResult::getThrowable)
        .hasSize(2)
        .anySatisfy(failure ->
            assertThat(failure)
                .hasMessageContaining("This test did not return every connection.")
                .hasMessageContaining("UNTRACKED:NoLeaksListenerTest.java::keepsAConnection:L"))
        .anySatisfy(failure -> {
          assertThat(failure).hasMessage("wrong");
          assertThat(failure.getSuppressed()[0].getMessage())
              .contains("::keepsAConnectionAndFails:L");
        });
  }

  @Test
  void testThatGivesEverythingBackPasses() {
    TestListenerAdapter results = run(Clean.class);

    assertThat(results.getFailedTests()).isEmpty();
    assertThat(results.getPassedTests()).hasSize(2);
  }

  @Test
  void graceIsNotNegative() {
    assertThatThrownBy(() -> new NoLeaksListener(Duration.ofMillis(-1)))
        .hasMessage("grace must not be negative, got PT-0.001S");
  }

  /// Tests of an application, with a tracker of their own.
  public abstract static class Application {
    final ConnectionTracker tracker;

    Application() {
      var database = new JdbcDataSource();
      database.setUrl("jdbc:h2:mem:");
      tracker = ConnectionTracker.over(database);
    }
  }

  /// Keeps what it borrows.
  public static final class Leaky extends Application {
    /// For TestNG.
    public Leaky() {}

    @org.testng.annotations.Test
    public void keepsAConnection() throws SQLException {
      Connection kept = tracker.asDataSource().getConnection();
      assertThat(kept.isReadOnly()).isFalse();
    }

    @org.testng.annotations.Test
    public void keepsAConnectionAndFails() throws SQLException {
      Connection kept = tracker.asDataSource().getConnection();
      assertThat(kept.isReadOnly()).isFalse();
      throw new AssertionError("wrong");
    }
  }

  /// Gives everything back.
  public static final class Clean extends Application {
    /// For TestNG.
    public Clean() {}

    @org.testng.annotations.Test
    public void givesItsConnectionBack() throws SQLException {
      try (Connection connection = tracker.asDataSource().getConnection()) {
        assertThat(connection.isReadOnly()).isFalse();
      }
    }

    @org.testng.annotations.Test(expectedExceptions = IllegalStateException.class)
    public void failsAsExpected() throws SQLException {
      try (Connection connection = tracker.asDataSource().getConnection()) {
        assertThat(connection.isReadOnly()).isFalse();
      }
      throw new IllegalStateException("expected");
    }
  }
}
