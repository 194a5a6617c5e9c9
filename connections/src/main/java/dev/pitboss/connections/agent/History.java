package dev.pitboss.connections.agent;

import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakReport;
import dev.pitboss.connections.internal.Threads;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The last ten minutes of every pool, one sample per second.
///
/// Read from the counts that borrows keep anyway, by a thread of its own: no borrow does anything
/// for it. Thread-safe.
final class History {
  /// Ten minutes: enough to see a leak come, and some 40 kB per pool.
  static final int MAX_SAMPLES = 600;

  /// More than the agent has trackers; an application may make further ones itself.
  private static final int MAX_POOLS = 128;

  private static final long EVERY_MILLIS = 1000;
  private static final double NANOS_PER_SECOND = 1e9;

  /// A pool at one second.
  ///
  /// @param at when
  /// @param inUse connections out
  /// @param waiting threads that wait for one; −1 if unknown
  /// @param acquiredPerSecond borrows per second since the sample before
  /// @param leaks leaks so far
  record Sample(Instant at, int inUse, int waiting, double acquiredPerSecond, long leaks) {}

  private static final class Track {
    final Deque<Sample> samples = new ArrayDeque<>();
    long acquired;
    long atNanos;
  }

  private final Map<String, Track> tracks = new HashMap<>(); // guarded by this

  /// Takes samples from now on.
  void start(Supplier<List<ConnectionTracker>> trackers) {
    Threads.daemon("connections-history", () -> run(trackers)).start();
  }

  private void run(Supplier<List<ConnectionTracker>> trackers) {
    while (true) {
      try {
        sample(trackers.get());
      } catch (RuntimeException ignored) {
        // a pool that fails while it is closed: the next second is another one
      }
      try {
        Thread.sleep(EVERY_MILLIS);
      } catch (InterruptedException ignored) {
        return; // by a program that ends all threads
      }
    }
  }

  private void sample(List<ConnectionTracker> trackers) {
    Set<String> open = new HashSet<>();
    for (ConnectionTracker tracker : trackers) {
      open.add(tracker.name());
      add(tracker.name(), tracker.report(), System.nanoTime());
    }
    synchronized (this) {
      tracks.keySet().retainAll(open);
    }
  }

  /// Adds a sample, and drops the oldest one when there are too many.
  synchronized void add(String pool, LeakReport report, long nanos) {
    Track track = tracks.get(pool);
    long acquired = report.trackingStats().totalAcquired();
    double perSecond = 0;
    if (track == null) {
      if (tracks.size() >= MAX_POOLS) {
        return;
      }
      track = new Track();
      tracks.put(pool, track);
    } else {
      double seconds = Math.max(1, nanos - track.atNanos) / NANOS_PER_SECOND;
      perSecond = Math.max(0, acquired - track.acquired) / seconds;
    }
    track.acquired = acquired;
    track.atNanos = nanos;
    if (track.samples.size() == MAX_SAMPLES) {
      track.samples.removeFirst();
    }
    track.samples.addLast(
        new Sample(
            Instant.now().truncatedTo(ChronoUnit.MILLIS),
            report.checkedOut(),
            report.waiting(),
            Math.round(perSecond * 10) / 10.0,
            report.trackingStats().totalLeaks()));
  }

  /// Of one pool, the oldest first.
  synchronized List<Sample> of(String pool) {
    Track track = tracks.get(pool);
    return track == null ? List.of() : List.copyOf(track.samples);
  }
}
