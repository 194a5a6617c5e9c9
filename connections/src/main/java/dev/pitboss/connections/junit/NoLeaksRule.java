package dev.pitboss.connections.junit;

import dev.pitboss.connections.testing.ConnectionBalance;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.rules.TestRule;
import org.junit.runner.Description;
import org.junit.runners.model.MultipleFailureException;
import org.junit.runners.model.Statement;

/// [NoLeaks] for JUnit 4: fails a test that does not give back every connection it borrowed, and
/// names the lines that borrowed them. What `@Before` and `@After` methods do belongs to the test.
///
/// ```java
/// @Rule public final NoLeaksRule noLeaks = new NoLeaksRule();
/// ```
///
/// Watches every [dev.pitboss.connections.ConnectionTracker] that is open when the test starts.
/// Tests that share a tracker must not run at the same time. Thread-safe.
public final class NoLeaksRule implements TestRule {
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(1);

  private final Duration grace;

  /// Waits one second for work in the background.
  public NoLeaksRule() {
    this(DEFAULT_GRACE);
  }

  /// @param grace how long work in the background may still take to give its connections back after
  ///   the test, not below zero
  public NoLeaksRule(Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace must not be negative, got " + grace);
    }
    this.grace = grace;
  }

  @Override
  public Statement apply(Statement test, Description description) {
    return new Statement() {
      @Override
      @SuppressWarnings("IllegalCatch") // a test fails with anything
      public void evaluate() throws Throwable {
        ConnectionBalance before = ConnectionBalance.now();
        List<Throwable> failures = new ArrayList<>();
        try {
          test.evaluate();
        } catch (Throwable failure) {
          failures.add(failure);
        }
        try {
          before.assertRestored(grace);
        } catch (AssertionError missing) {
          failures.add(missing);
        }
        MultipleFailureException.assertEmpty(failures);
      }
    };
  }
}
