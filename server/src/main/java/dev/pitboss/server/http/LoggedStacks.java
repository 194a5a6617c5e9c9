package dev.pitboss.server.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// Which failures were logged with their stack of late: the same failure of many requests fills no
/// disk. Thread-safe.
final class LoggedStacks {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(1);

  /// Far more than there are places that fail; beyond them all count as one.
  private static final int MAX_KINDS = 200;

  private final Map<String, Long> loggedAtNanos = new ConcurrentHashMap<>();

  /// Whether the stack is to be logged: the last one of the same class and place is a second old.
  boolean isDue(Throwable failure) {
    StackTraceElement[] stack = failure.getStackTrace();
    String kind = failure.getClass().getName() + (stack.length == 0 ? "" : " at " + stack[0]);
    String counted =
        loggedAtNanos.containsKey(kind) || loggedAtNanos.size() < MAX_KINDS ? kind : "other";
    long now = System.nanoTime();
    boolean[] isDue = new boolean[1];
    loggedAtNanos.compute(
        counted,
        (_, last) -> {
          isDue[0] = last == null || now - last >= EVERY_NANOS;
          return isDue[0] ? Long.valueOf(now) : last;
        });
    return isDue[0];
  }
}
