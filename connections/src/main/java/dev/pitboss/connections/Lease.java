package dev.pitboss.connections;

import java.util.concurrent.atomic.AtomicReference;

/// One borrow, from the moment it is counted until the moment it is counted back. Whoever ends it
/// first (close, the pool's own return, the end of the physical connection) is the only one who
/// counts.
final class Lease {
  private enum State {
    HELD,
    /// Past its hold, and reported so.
    OVERDUE,
    ENDED
  }

  private final SiteCounts counts;
  private final long startNanos;
  private final long holdNanos;
  private final boolean scoped;
  private final long threadId = Thread.currentThread().threadId();
  private final String threadName = Thread.currentThread().getName();
  private final AtomicReference<State> state = new AtomicReference<>(State.HELD);

  Lease(SiteCounts counts, long startNanos, long holdNanos, boolean scoped) {
    this.counts = counts;
    this.startNanos = startNanos;
    this.holdNanos = holdNanos;
    this.scoped = scoped;
  }

  SiteCounts counts() {
    return counts;
  }

  /// Whether a scope's end will surely give it back.
  boolean isScoped() {
    return scoped;
  }

  boolean isHeld() {
    return state.get() != State.ENDED;
  }

  long heldNanos(long nowNanos) {
    return nowNanos - startNanos;
  }

  /// Marks it overdue when it is held past its time; true for the first caller only.
  boolean becomesOverdue(long nowNanos) {
    return heldNanos(nowNanos) > holdNanos && state.compareAndSet(State.HELD, State.OVERDUE);
  }

  /// How a lease ended.
  enum Ending {
    IN_TIME,
    AFTER_OVERDUE,
    ENDED_BEFORE
  }

  /// Ends it; only one caller gets another answer than [Ending#ENDED_BEFORE].
  Ending end() {
    return switch (state.getAndSet(State.ENDED)) {
      case HELD -> Ending.IN_TIME;
      case OVERDUE -> Ending.AFTER_OVERDUE;
      case ENDED -> Ending.ENDED_BEFORE;
    };
  }

  Borrow describe(long nowNanos) {
    return new Borrow(
        counts.site(),
        heldNanos(nowNanos) / TrackerCore.NANOS_PER_MILLI,
        holdNanos / TrackerCore.NANOS_PER_MILLI,
        scoped,
        state.get() == State.OVERDUE,
        threadId,
        threadName);
  }
}
