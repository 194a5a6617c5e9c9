package dev.pitboss.connections;

import java.time.Duration;

/// Refuses times that are not above zero.
final class Positive {
  private Positive() {}

  static Duration duration(Duration duration) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException("hold must be positive: " + duration);
    }
    return duration;
  }
}
