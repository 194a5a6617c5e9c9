package dev.pitboss.connections.agent;

import dev.pitboss.connections.internal.Threads;
import java.util.concurrent.atomic.AtomicLongArray;

/// When each thread's latest borrow was tracked.
///
/// A data source that wraps what another one hands out returns a connection that does not look
/// tracked, although the thread has been through the inner source's woven call since the outer call
/// began: it must not count twice. A table of fixed size; two threads that share a place may
/// overwrite each other, and then such a borrow counts in both. Thread-safe.
final class Recent {
  private static final int PLACES = 1024;

  private final AtomicLongArray threads = new AtomicLongArray(PLACES);
  private final AtomicLongArray nanos = new AtomicLongArray(PLACES);

  /// Notes that the calling thread's borrow is tracked now.
  void note() {
    long thread = Threads.currentId();
    int place = place(thread);
    nanos.setPlain(place, System.nanoTime());
    threads.setRelease(place, thread);
  }

  /// Whether the calling thread has had a borrow tracked since `beforeNanos`.
  boolean isSince(long beforeNanos) {
    long thread = Threads.currentId();
    int place = place(thread);
    return threads.getAcquire(place) == thread && nanos.getPlain(place) - beforeNanos > 0;
  }

  private static int place(long thread) {
    return (int) (thread & (PLACES - 1)); // ids count upwards: neighbours never collide
  }
}
