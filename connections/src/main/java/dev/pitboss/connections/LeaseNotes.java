package dev.pitboss.connections;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// Rarely needed notes on a lease. Guarded by its lease.
final class LeaseNotes {
  List<String> stack = List.of();
  String traceId = "";
  @Nullable Boolean lentWithAutoCommit;
  long heldNanos;
  boolean nested;
  boolean escapeReported;
  @Nullable LeakVerdict reported;
  @Nullable Cancellation cancellation;
  private @Nullable SessionState session;

  /// Notes what is known of the calling thread, which borrows: a walk of its stack, and its trace.
  void found() {
    stack = Callers.stack(PoolState.MAX_STACK_FRAMES);
    traceId = TraceIds.current();
  }

  SessionState session() {
    SessionState known = session;
    if (known == null) {
      known = new SessionState();
      session = known;
    }
    return known;
  }

  /// The watchdog's requests to stop a running statement.
  ///
  /// @param firstNanos when it was first asked to stop
  /// @param latestNanos when it was last asked
  record Cancellation(long firstNanos, long latestNanos) {}
}
