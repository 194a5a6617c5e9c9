package dev.pitboss.connections;

import dev.pitboss.connections.internal.Threads;
import java.util.Deque;
import java.util.concurrent.ConcurrentLinkedDeque;
import org.jspecify.annotations.Nullable;

/// Slots that no physical connection owns, for borrows from a pool that does not tell which
/// connection it lends.
///
/// Every borrow takes one and gives it back, so that must cost next to nothing: the first few
/// hundred threads, among which an application's pools of threads are, each keep one slot in a
/// place that no other thread touches. All other slots are in a queue. Thread-safe.
final class SpareSlots {
  private static final int OWNERS = 512;

  private final @Nullable ConnectionSlot[] kept = new @Nullable ConnectionSlot[OWNERS];
  private final Deque<ConnectionSlot> queue = new ConcurrentLinkedDeque<>();

  /// A slot that was put back, if there is one.
  @Nullable ConnectionSlot take() {
    long thread = Threads.currentId();
    if (thread < OWNERS) {
      ConnectionSlot own = kept[(int) thread];
      if (own != null) {
        kept[(int) thread] = null;
        return own;
      }
    }
    return queue.poll();
  }

  /// Keeps an empty slot for the next borrow.
  void putBack(ConnectionSlot spare) {
    long thread = Threads.currentId();
    if (thread < OWNERS && kept[(int) thread] == null) {
      kept[(int) thread] = spare;
    } else {
      queue.push(spare);
    }
  }
}
