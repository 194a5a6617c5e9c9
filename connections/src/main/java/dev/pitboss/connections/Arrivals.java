package dev.pitboss.connections;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLongArray;

/// The threads that are inside the pool right now on the tracker's behalf.
///
/// A pool says *that* a connection is handed out, on the borrowing thread, but not to whom. A
/// thread listed here came through the tracker; any other went around it. A small open-addressed
/// table of thread ids makes this two writes per borrow; when its neighbourhood is full (thousands
/// of threads waiting), a set takes over.
final class Arrivals {
  private static final int SIZE = 512;
  private static final int PROBES = 4;
  private static final int OVERFLOWED = -1;
  private static final long FREE = 0;

  private final AtomicLongArray table = new AtomicLongArray(SIZE);
  private final Set<Long> overflow = ConcurrentHashMap.newKeySet();

  /// Lists the thread and returns the ticket that [#leave] wants back.
  int arrive(long threadId) {
    int start = start(threadId);
    for (int probe = 0; probe < PROBES; probe++) {
      int place = (start + probe) & (SIZE - 1);
      if (table.getPlain(place) == FREE && table.compareAndSet(place, FREE, threadId)) {
        return place;
      }
    }
    overflow.add(threadId);
    return OVERFLOWED;
  }

  void leave(int ticket, long threadId) {
    if (ticket == OVERFLOWED) {
      overflow.remove(threadId);
    } else {
      table.setRelease(ticket, FREE);
    }
  }

  boolean contains(long threadId) {
    int start = start(threadId);
    for (int probe = 0; probe < PROBES; probe++) {
      if (table.getAcquire((start + probe) & (SIZE - 1)) == threadId) {
        return true;
      }
    }
    return !overflow.isEmpty() && overflow.contains(threadId);
  }

  /// Thread ids count upwards: the golden ratio spreads neighbours over the table and its cache
  /// lines.
  private static int start(long threadId) {
    return (int)
        ((threadId * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - Integer.numberOfTrailingZeros(SIZE)));
  }
}
