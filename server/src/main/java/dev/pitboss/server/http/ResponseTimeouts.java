package dev.pitboss.server.http;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/// Ends the waiting of requests that take too long. All have the same time, so those that came
/// first are looked at first, and one timer does for all: a timer of its own would cost a request
/// as much as finding its route. Confined to one event loop.
final class ResponseTimeouts {
  /// Every request is answered within three seconds; this leaves time to look, and to write the
  /// answer.
  private static final long NANOS = Duration.ofMillis(2_750).toNanos();

  private static final long LOOK_MILLIS = 50;

  /// What waits, with since when, in the order of that.
  private final Map<Waiting, Long> waiting = new LinkedHashMap<>();

  private ResponseTimeouts() {}

  /// For the event loop this is called on, until that closes.
  static ResponseTimeouts onThisLoop(Vertx vertx) {
    ResponseTimeouts deadlines = new ResponseTimeouts();
    vertx.setPeriodic(LOOK_MILLIS, _ -> deadlines.look());
    return deadlines;
  }

  /// Waits for an answer.
  interface Waiting {
    /// There is no time left.
    void end();
  }

  void watch(Waiting one) {
    waiting.put(one, System.nanoTime());
  }

  /// It was answered.
  void forget(Waiting one) {
    waiting.remove(one);
  }

  private void look() {
    long now = System.nanoTime();
    while (!waiting.isEmpty()) {
      Map.Entry<Waiting, Long> first = waiting.entrySet().iterator().next();
      if (now - first.getValue() < NANOS) {
        return;
      }
      waiting.remove(first.getKey());
      first.getKey().end();
    }
  }
}
