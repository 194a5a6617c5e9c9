package dev.pitboss.connections.testng;

import dev.pitboss.connections.testing.ConnectionBalance;
import java.time.Duration;
import org.testng.IInvokedMethod;
import org.testng.IInvokedMethodListener;
import org.testng.ITestResult;

/// Fails a test method that does not give back every connection it borrowed, and names the lines
/// that borrowed them. Configuration methods are not watched: what they borrow is out before and
/// after.
///
/// ```java
/// @Listeners(NoLeaksListener.class)
/// public class CashierTest { … }
/// ```
///
/// TestNG applies a listener to the whole suite, wherever it is named. Watches every
/// [dev.pitboss.connections.ConnectionTracker] that is open when the method starts. Methods that
/// share a tracker must not run at the same time. Thread-safe.
public final class NoLeaksListener implements IInvokedMethodListener {
  private static final String BEFORE = NoLeaksListener.class.getName();
  private static final Duration DEFAULT_GRACE = Duration.ofSeconds(1);

  private final Duration grace;

  /// Waits one second for work in the background.
  public NoLeaksListener() {
    this(DEFAULT_GRACE);
  }

  /// @param grace how long work in the background may still take to give its connections back after
  ///   the method, not below zero
  public NoLeaksListener(Duration grace) {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace must not be negative, got " + grace);
    }
    this.grace = grace;
  }

  @Override
  public void beforeInvocation(IInvokedMethod method, ITestResult result) {
    if (method.isTestMethod()) {
      result.setAttribute(BEFORE, ConnectionBalance.now());
    }
  }

  @Override
  public void afterInvocation(IInvokedMethod method, ITestResult result) {
    if (!(result.removeAttribute(BEFORE) instanceof ConnectionBalance before)) {
      return;
    }
    try {
      before.assertRestored(grace);
    } catch (AssertionError missing) {
      fail(result, missing);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// A failure of the test itself stays the first to be read.
  private static void fail(ITestResult result, AssertionError missing) {
    Throwable failure = result.getThrowable();
    if (failure == null || result.isSuccess()) {
      result.setThrowable(missing);
    } else {
      failure.addSuppressed(missing);
    }
    result.setStatus(ITestResult.FAILURE);
  }
}
