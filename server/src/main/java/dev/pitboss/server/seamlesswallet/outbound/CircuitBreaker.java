package dev.pitboss.server.seamlesswallet.outbound;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Keeps a wallet that hangs or fails from taking all there is: so many calls at once and no more,
/// and after a row of failures none for a moment. Thread-safe.
final class CircuitBreaker {
  /// What a wallet that answers in 20 ms needs for 3 000 bets a second.
  static final int MAX_CALLS = 64;

  /// One lost answer is chance, so many in a row are not.
  private static final int FAILURES = 20;

  /// Short: who comes first after it finds out whether the wallet is back.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private final Semaphore calls = new Semaphore(MAX_CALLS);
  private final AtomicInteger failuresInARow = new AtomicInteger();
  private final AtomicLong closedUntilNanos = new AtomicLong(System.nanoTime());

  /// Lets a call pass, which then says how it ended; false when it may not be made.
  boolean enter() {
    if (failuresInARow.get() >= FAILURES && System.nanoTime() - closedUntilNanos.get() < 0) {
      return false;
    }
    return calls.tryAcquire();
  }

  /// A call has ended.
  ///
  /// @param isAnswered whether the wallet said anything that can be believed
  void leave(boolean isAnswered) {
    calls.release();
    if (isAnswered) {
      failuresInARow.set(0);
    } else if (failuresInARow.incrementAndGet() >= FAILURES) {
      closedUntilNanos.set(System.nanoTime() + PAUSE.toNanos());
    }
  }
}
