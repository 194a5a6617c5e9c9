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
public record Borrow(
    CallSite site,
    Duration held,
    Duration hold,
    long threadId,
    String threadName,
    List<String> stack) {
  /// Takes its own copy of the stack.
  public Borrow {
    stack = List.copyOf(stack);
  }

  @Override
  public String toString() {
    return "%s held %d ms of %d ms by thread %d%s"
        .formatted(
            site,
            held.toMillis(),
            hold.toMillis(),
            threadId,
            threadName.isEmpty() ? "" : " \"" + threadName + "\"");
  }
}
