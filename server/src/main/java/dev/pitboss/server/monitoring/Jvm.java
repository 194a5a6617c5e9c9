package dev.pitboss.server.monitoring;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/// What the JVM tells of itself, over the last minute where it counts. Thread-safe.
final class Jvm {
  private static final Duration WINDOW = Traffic.WINDOW;

  private final Deque<Moment> oldestFirst = new ArrayDeque<>();

  private record Moment(long nanos, long collections, long collectionMillis, long cpuNanos) {}

  /// Looks at what is counted.
  ///
  /// @param nanos by a monotonic clock
  synchronized void look(long nanos) {
    oldestFirst.addLast(now(nanos));
    while (oldestFirst.size() > 2 && oldestFirst.getFirst().nanos() < nanos - WINDOW.toNanos()) {
      oldestFirst.removeFirst();
    }
  }

  private static Moment now(long nanos) {
    long collections = 0;
    long millis = 0;
    for (GarbageCollectorMXBean collector : ManagementFactory.getGarbageCollectorMXBeans()) {
      collections += Math.max(0, collector.getCollectionCount());
      millis += Math.max(0, collector.getCollectionTime());
    }
    long cpuNanos =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    return new Moment(nanos, collections, millis, Math.max(0, cpuNanos));
  }

  /// How the process is doing.
  synchronized JvmReport report() {
    MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
    int processors = Runtime.getRuntime().availableProcessors();
    Moment none = new Moment(0, 0, 0, 0);
    Moment first = oldestFirst.isEmpty() ? none : oldestFirst.getFirst();
    Moment last = oldestFirst.isEmpty() ? none : oldestFirst.getLast();
    long elapsed = last.nanos() - first.nanos();
    return new JvmReport(
        ManagementFactory.getRuntimeMXBean().getUptime() / 1_000,
        heap.getUsed(),
        heap.getMax() < 0 ? heap.getCommitted() : heap.getMax(),
        last.collections() - first.collections(),
        last.collectionMillis() - first.collectionMillis(),
        elapsed <= 0 ? 0 : 100.0 * (last.cpuNanos() - first.cpuNanos()) / elapsed / processors,
        processors,
        ManagementFactory.getThreadMXBean().getThreadCount());
  }
}
