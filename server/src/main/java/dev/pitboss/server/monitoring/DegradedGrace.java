package dev.pitboss.server.monitoring;

import java.time.Duration;

/// Believes a condition that has held at every look for some time. A condition that is seen once
/// and gone at the next look is a reading between two others, not a state. Thread-safe.
final class DegradedGrace {
  private final long nanos;
  private boolean isSeen;
  private long since;

  DegradedGrace(Duration time) {
    this.nanos = time.toNanos();
  }

  /// Notes a look, and says whether the condition is believed.
  ///
  /// @param now by a monotonic clock
  synchronized boolean holds(boolean condition, long now) {
    if (!condition) {
      isSeen = false;
      return false;
    }
    if (!isSeen) {
      isSeen = true;
      since = now;
    }
    return now - since >= nanos;
  }
}
