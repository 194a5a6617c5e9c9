package dev.pitboss.connections.agent;

import dev.pitboss.connections.internal.Threads;
import java.util.concurrent.atomic.AtomicLongArray;

/// How many borrows of each thread have been tracked.
///
/// A data source that wraps what another one hands out returns a connection that does not look
/// tracked, although the thread has been through the inner source's woven call since the outer call
/// began: it must not count twice. A count rather than a time, because reading the clock costs as
/// much as the rest of a tracked borrow. A table of fixed size; two threads that share a place may
/// overwrite each other, and then such a borrow counts in both. Thread-safe.
final class Recent {
  private static final int PLACES = 1024;

  /// The mark of a thread whose place is another's: no count.
  private static final long NONE = -1;

  private final AtomicLongArray threads = new AtomicLongArray(PLACES);
  private final AtomicLongArray borrows = new AtomicLongArray(PLACES);

  /// What [#isSince] wants to know about a call that begins now.
  long mark() {
    long thread = Threads.currentId();
    int place = place(thread);
    return threads.getAcquire(place) == thread ? borrows.getPlain(place) : NONE;
  }

  /// Notes that the calling thread's borrow is tracked now.
  void note() {
    long thread = Threads.currentId();
    int place = place(thread);
    borrows.setPlain(place, borrows.getPlain(place) + 1);
    threads.setRelease(place, thread);
  }

  /// Whether the calling thread has had a borrow tracked since it called [#mark()].
  boolean isSince(long mark) {
    long thread = Threads.currentId();
    int place = place(thread);
    return threads.getAcquire(place) == thread && borrows.getPlain(place) != mark;
  }

  private static int place(long thread) {
    return (int) (thread & (PLACES - 1)); // ids count upwards: neighbours never collide
  }
}
