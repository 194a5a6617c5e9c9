package dev.pitboss.connections;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLongArray;

/// The threads that are inside the pool right now on the tracker's behalf.
///
/// A pool says *that* a connection is handed out, on the borrowing thread, but not to whom. A
/// thread listed here came through the tracker; any other went around it.
///
/// Ids of threads are never used twice. The first few thousand, which pooled threads have, each own
/// a place that no other thread writes: two plain writes per borrow. Later ones, of virtual
/// threads, compete for the places of a small open-addressed table; when its neighbourhood is full
/// (thousands of threads waiting), a set takes over.
final class BorrowersInProgress {
  private static final int OWNERS = 4096;
  private static final int OWNERS_PER_LINE = 8;
  private static final int SIZE = 512;
  private static final int PROBES = 4;
  private static final int OVERFLOWED = -1;
  private static final int OWNED = -2;
  private static final long FREE = 0;

  private final AtomicIntegerArray owned = new AtomicIntegerArray(OWNERS);
  private final AtomicLongArray table = new AtomicLongArray(SIZE);
  private final Set<Long> overflow = ConcurrentHashMap.newKeySet();

  /// Lists the thread and returns the ticket that [#leave] wants back.
  int arrive(long threadId) {
    if (threadId < OWNERS) {
      int place = place(threadId);
      owned.setRelease(place, owned.getPlain(place) + 1);
      return OWNED;
    }
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
    switch (ticket) {
      case OWNED -> {
        int place = place(threadId);
        owned.setRelease(place, owned.getPlain(place) - 1);
      }
      case OVERFLOWED -> overflow.remove(threadId);
      default -> table.setRelease(ticket, FREE);
    }
  }

  boolean contains(long threadId) {
    if (threadId < OWNERS) {
      return owned.getAcquire(place(threadId)) > 0;
    }
    int start = start(threadId);
    for (int probe = 0; probe < PROBES; probe++) {
      if (table.getAcquire((start + probe) & (SIZE - 1)) == threadId) {
        return true;
      }
    }
    return !overflow.isEmpty() && overflow.contains(threadId);
  }

  /// Threads made one after the other work at the same time: their places lie apart, each in a
  /// cache line of its own.
  private static int place(long threadId) {
    int lines = OWNERS / OWNERS_PER_LINE;
    return ((int) threadId % lines) * OWNERS_PER_LINE + (int) threadId / lines;
  }

  /// Thread ids count upwards: the golden ratio spreads neighbours over the table and its cache
  /// lines.
  private static int start(long threadId) {
    return (int)
        ((threadId * 0x9E3779B97F4A7C15L) >>> (Long.SIZE - Integer.numberOfTrailingZeros(SIZE)));
  }
}
