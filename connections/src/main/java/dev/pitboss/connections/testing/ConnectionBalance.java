package dev.pitboss.connections.testing;

import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/// What every open tracker counts at one moment, and the assertion that nothing is missing later.
/// Immutable.
///
/// ```java
/// ConnectionBalance before = ConnectionBalance.now();
/// cashier.settle(bet);
/// before.assertRestored(Duration.ofSeconds(1));
/// ```
///
/// JUnit and TestNG do that by themselves: see `dev.pitboss.connections.junit` and
/// `dev.pitboss.connections.testng`.
public final class ConnectionBalance {
  private static final long POLL_MILLIS = 10;

  private final List<Before> trackers;

  private ConnectionBalance(List<Before> trackers) {
    this.trackers = trackers;
  }

  private record Before(ConnectionTracker tracker, long active, long leaks) {
    static Before of(ConnectionTracker tracker) {
      LeakReport.TrackingStats stats = tracker.report().trackingStats();
      return new Before(tracker, stats.totalActive(), stats.totalLeaks());
    }

    boolean isBalanced() {
      LeakReport.TrackingStats stats = tracker.report().trackingStats();
      return stats.totalActive() <= active && stats.totalLeaks() <= leaks;
    }
  }

  /// The counts of every [ConnectionTracker] that is open now.
  public static ConnectionBalance now() {
    return new ConnectionBalance(ConnectionTracker.open().stream().map(Before::of).toList());
  }

  /// Asserts that as few connections are out as at the start, and that no leak has been found
  /// since.
  ///
  /// @param grace how long work in the background may still take to give its connections back; not
  ///   below zero
  /// @throws AssertionError if a connection is missing after that; it names the lines
  /// @throws InterruptedException if the thread is interrupted while it waits
  public void assertRestored(Duration grace) throws InterruptedException {
    if (grace.isNegative()) {
      throw new IllegalArgumentException("grace must not be negative, got " + grace);
    }
    long deadline = System.nanoTime() + grace.toNanos();
    while (!trackers.stream().allMatch(Before::isBalanced) && System.nanoTime() < deadline) {
      Thread.sleep(POLL_MILLIS);
    }
    List<String> unbalanced =
        trackers.stream()
            .filter(before -> !before.isBalanced())
            .map(before -> before.tracker().report().toText())
            .toList();
    if (!unbalanced.isEmpty()) {
      throw new AssertionError(
          unbalanced.stream()
              .collect(
                  Collectors.joining("\n", "This test did not return every connection.\n", "")));
    }
  }
}
