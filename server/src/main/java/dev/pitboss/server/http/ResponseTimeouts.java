package dev.pitboss.server.http;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Ends the waiting of requests that take too long. All of a kind have the same time, so those that
/// came first are looked at first, and one timer does for all: a timer of its own would cost a
/// request as much as finding its route. Confined to one event loop.
final class ResponseTimeouts {
  /// Every request is answered within three seconds; this leaves time to look, and to write the
  /// answer.
  private static final long NANOS = Duration.ofMillis(2_750).toNanos();

  /// A request that compares a password and hashes another one waits for two turns besides: longer
  /// than both waits of `PasswordHashing` and the usual time.
  private static final long PASSWORD_NANOS = Duration.ofSeconds(13).toNanos();

  /// How long a request may take.
  enum Time {
    USUAL(NANOS),
    /// Of one that hashes a password.
    PASSWORD(PASSWORD_NANOS);

    private final long nanos;

    Time(long nanos) {
      this.nanos = nanos;
    }
  }

  private static final long LOOK_MILLIS = 50;

  /// What waits, with since when, in the order of that.
  private final Map<Time, Map<Waiting, Long>> waiting = new EnumMap<>(Time.class);

  private ResponseTimeouts() {
    for (Time time : Time.values()) {
      waiting.put(time, new LinkedHashMap<>());
    }
  }

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

  void watch(Waiting one, Time time) {
    of(time).put(one, System.nanoTime());
  }

  /// It was answered.
  void forget(Waiting one, Time time) {
    of(time).remove(one);
  }

  private void look() {
    long now = System.nanoTime();
    for (Time time : Time.values()) {
      look(of(time), now - time.nanos);
    }
  }

  /// Ends what waits since before that moment.
  private static void look(Map<Waiting, Long> waiting, long latest) {
    while (!waiting.isEmpty()) {
      Map.Entry<Waiting, Long> first = waiting.entrySet().iterator().next();
      if (first.getValue() - latest > 0) {
        return;
      }
      waiting.remove(first.getKey());
      first.getKey().end();
    }
  }

  private Map<Waiting, Long> of(Time time) {
    return Objects.requireNonNull(waiting.get(time));
  }
}
