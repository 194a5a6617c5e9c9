package dev.pitboss.server.crash;

import java.time.Duration;

/// The right to run the table, for a bounded time that its holder keeps extending. What counts in
/// the end is the guard, which the database takes away with the lease; this only tells the holder
/// to stop in time. Thread-safe.
final class Lease {
  /// How long it lasts by the database's clock. A take-over waits no longer.
  static final Duration TIME = Duration.ofSeconds(4);

  /// The holder's clock may be this much behind when it stops.
  private static final Duration MARGIN = Duration.ofMillis(500);

  private final long epoch;
  private final long guardId;
  private volatile long lastsUntilNanos;

  /// @param epoch counts the owners
  /// @param askedAtNanos when it was asked for, `System.nanoTime()`
  Lease(long epoch, long guardId, long askedAtNanos) {
    this.epoch = epoch;
    this.guardId = guardId;
    extend(askedAtNanos);
  }

  long epoch() {
    return epoch;
  }

  /// What stands while it is held.
  long guardId() {
    return guardId;
  }

  /// Whether its time is surely not over.
  boolean isHeld() {
    return System.nanoTime() < lastsUntilNanos;
  }

  /// It was given for another while.
  void extend(long askedAtNanos) {
    lastsUntilNanos = askedAtNanos + TIME.minus(MARGIN).toNanos();
  }

  /// It was lost.
  void end() {
    lastsUntilNanos = System.nanoTime();
  }
}
