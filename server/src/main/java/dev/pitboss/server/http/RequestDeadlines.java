package dev.pitboss.server.http;

import java.util.concurrent.TimeUnit;

/// How long a client may take over a request, and a server over its response. Pure.
final class RequestDeadlines {
  /// Documented as 5 s; the rest is the time between two looks.
  private static final long HEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(4_500);

  private static final long BODY_NANOS = TimeUnit.MILLISECONDS.toNanos(4_500);

  /// A health check on a spare connection has its request ready.
  private static final long SPARE_HEAD_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Between two requests.
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(30);

  /// Between two requests, when connections are running out.
  private static final long IDLE_NEARLY_FULL_NANOS = TimeUnit.SECONDS.toNanos(2);

  /// Every route answers within the longest of [ResponseTimeouts.Time]; without any answer
  /// something of ours is wrong.
  private static final long ANSWER_NANOS = TimeUnit.SECONDS.toNanos(16);

  /// What is received on a connection.
  enum Receiving {
    /// Nothing has come.
    FIRST,
    /// A request has ended, and no next has begun.
    NOTHING,
    HEAD,
    BODY,
    /// Nothing more: there was a fault.
    NO_MORE
  }

  /// Result of a look at a connection.
  enum Verdict {
    FINE,
    CLOSE,
    SLOW_HEAD,
    SLOW_BODY
  }

  private RequestDeadlines() {}

  /// Whether a request that was received whole has exceeded the deadline for any response.
  static boolean isAnswerTooLate(long waitedNanos) {
    return waitedNanos > ANSWER_NANOS;
  }

  /// What is to be done about a connection that has received that for so long.
  ///
  /// @param isNearlyFull whether connections are running out
  static Verdict verdict(
      Receiving receiving,
      long waitedNanos,
      boolean isInFlight,
      boolean isSpare,
      boolean isNearlyFull) {
    long head = isSpare ? SPARE_HEAD_NANOS : HEAD_NANOS;
    return switch (receiving) {
      // nothing was asked, so nothing is answered
      case FIRST -> waitedNanos > head ? Verdict.CLOSE : Verdict.FINE;
      case HEAD -> waitedNanos > head ? Verdict.SLOW_HEAD : Verdict.FINE;
      case BODY -> waitedNanos > BODY_NANOS ? Verdict.SLOW_BODY : Verdict.FINE;
      case NOTHING -> {
        long idle = isNearlyFull ? IDLE_NEARLY_FULL_NANOS : IDLE_NANOS;
        yield !isInFlight && waitedNanos > idle ? Verdict.CLOSE : Verdict.FINE;
      }
      case NO_MORE -> Verdict.FINE; // answered in its turn
    };
  }
}
