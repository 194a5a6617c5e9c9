package dev.pitboss.connections;

import java.time.Duration;
import java.util.List;

/// A borrow as it stood when something happened to it. Immutable.
///
/// @param site the line that borrowed
/// @param held for how long the connection had been out: at least, to the watchdog's interval
/// @param hold for how long it may be out
/// @param threadId the borrowing thread; ids are never used twice in one virtual machine
/// @param threadName its name at that time, empty for an unnamed virtual thread
/// @param stack the borrowing stack, innermost frame first; empty unless the site leaked before
/// @param transaction whether a transaction is open on the connection
/// @param lastSql the text of the statement that was prepared or run last, with `?` for each value
///   in it, at most about 1,000 characters; empty before the first one
/// @param traceId the trace in which the thread borrowed, from OpenTelemetry or the logging
///   context; empty without one, or unless the site leaked before
public record Borrow(
    CallSite site,
    Duration held,
    Duration hold,
    long threadId,
    String threadName,
    List<String> stack,
    TransactionState transaction,
    String lastSql,
    String traceId) {
  /// Takes its own copy of the stack.
  public Borrow {
    stack = List.copyOf(stack);
  }

  /// A borrow of whose work nothing is known.
  public Borrow(
      CallSite site,
      Duration held,
      Duration hold,
      long threadId,
      String threadName,
      List<String> stack) {
    this(site, held, hold, threadId, threadName, stack, TransactionState.UNKNOWN, "", "");
  }

  @Override
  public String toString() {
    return "%s held %d ms of %d ms by thread %d%s%s"
        .formatted(
            site,
            held.toMillis(),
            hold.toMillis(),
            threadId,
            threadName.isEmpty() ? "" : " \"" + threadName + "\"",
            traceId.isEmpty() ? "" : ", trace " + traceId);
  }
}
