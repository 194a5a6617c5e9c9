package dev.pitboss.connections.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.junit.NoLeaks;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.platform.testkit.engine.EngineExecutionResults;
import org.junit.platform.testkit.engine.EngineTestKit;

@Tag("slow")
final class NoLeaksTest {
  private static EngineExecutionResults run(Class<?> tests) {
    return EngineTestKit.engine("junit-jupiter").selectors(selectClass(tests)).execute();
  }

  @Test
  void testThatKeepsAConnectionFailsAndNamesTheLine() {
    EngineExecutionResults results = run(Leaky.class);

    results.testEvents().assertStatistics(statistics -> statistics.started(1).failed(1));
    assertThat(
            results.testEvents().failed().list().getFirst().getPayload().orElseThrow().toString())
        .contains("This test did not return every connection.")
        .contains("UNTRACKED:NoLeaksTest.java::keepsAConnection:L");
  }

  @Test
  void testThatGivesEverythingBackPasses() {
    run(Clean.class)
        .testEvents()
        .assertStatistics(statistics -> statistics.started(2).succeeded(2));
  }

  /// Tests of an application, with a tracker of their own.
  abstract static class Application {
    final ConnectionTracker tracker = ConnectionTracker.over(new FakePool(2));

    @BeforeEach
    void ready() {
      assertThat(ConnectionTracker.open()).contains(tracker);
    }

    @AfterEach
    void stop() {
      tracker.close();
    }
  }

  @NoLeaks(graceMillis = 20)
  static final class Leaky extends Application {
    @Test
    void keepsAConnection() throws SQLException {
      Connection kept = tracker.asDataSource().getConnection();
      assertThat(kept.isReadOnly()).isFalse();
    }
  }

  @NoLeaks
  static final class Clean extends Application {
    @Test
    void givesItsConnectionBack() throws SQLException {
      try (Connection connection = tracker.asDataSource().getConnection()) {
        assertThat(connection.isReadOnly()).isFalse();
      }
    }

    @Test
    void givesItsConnectionBackALittleLater() throws SQLException {
      Connection connection = tracker.asDataSource().getConnection();
      Thread.ofVirtual().start(() -> LeakPatterns.closeQuietly(connection));
      assertThat(connection.toString()).contains("NoLeaksTest.java");
    }
  }
}
