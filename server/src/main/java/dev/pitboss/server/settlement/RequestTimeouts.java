package dev.pitboss.server.settlement;

import dev.pitboss.server.scheduling.VitalThread;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/// Completes requests whose deadline has passed with `Busy`. All have the same time-out, so the
/// oldest request is checked first, by one thread for all: a timer for each bet costs more than
/// some games. Thread-safe.
final class RequestTimeouts implements AutoCloseable {
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Queue<PendingRequest<?>> waiting = new ConcurrentLinkedQueue<>();
  private final Thread thread = VitalThread.unstarted("request-timeouts", this::run);
  private volatile boolean closing;

  static RequestTimeouts start() {
    RequestTimeouts timeouts = new RequestTimeouts();
    timeouts.thread.start();
    return timeouts;
  }

  /// Has the ticket answered when its time is over.
  void watch(PendingRequest<?> pending) {
    waiting.add(pending);
  }

  /// Stops once no request waits.
  @Override
  public void close() {
    closing = true;
    try {
      thread.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (!closing || !waiting.isEmpty()) {
        Thread.sleep(LOOK);
        for (PendingRequest<?> first = waiting.peek();
            first != null && (first.isAnswered() || first.isLate());
            first = waiting.peek()) {
          waiting.remove();
          first.giveUp();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread()
          .interrupt(); // never done; waiting requests are answered by their lanes
    }
  }
}
