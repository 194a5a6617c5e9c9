package dev.pitboss.server.logging;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.LongSupplier;

/// Lets at most one line per interval and kind into a log, and counts the others: the next line of
/// the kind says how many were left out. Thread-safe.
public final class ThrottledLog {
  /// Of most logs.
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  /// Kinds come from code and SQLSTATEs, so there are few; kinds beyond the maximum share a line.
  private static final int MAX_KINDS = 256;

  private static final String OTHERS = "others";

  private final LongSupplier nanoTime;
  private final long intervalNanos;
  private final Map<String, Last> lastOfKind = new HashMap<>();

  private record Last(UUID id, long at, long suppressed) {}

  /// What writes a line to a log.
  @FunctionalInterface
  public interface Line {
    /// Writes it, with its id and suffix.
    ///
    /// @param id of the line, which everything left out until the next one shares
    /// @param suffix how many lines of the kind were left out before; empty when none were
    void write(UUID id, String suffix);
  }

  /// One line per second, by the system's monotonic clock.
  public ThrottledLog() {
    this(System::nanoTime);
  }

  /// One line per second, by a clock of the test's own.
  ///
  /// @param nanoTime the clock, as `System.nanoTime()`
  public ThrottledLog(LongSupplier nanoTime) {
    this(INTERVAL, nanoTime);
  }

  /// One line per interval.
  ///
  /// @param interval between two lines of a kind, above zero
  /// @param nanoTime the clock, as `System.nanoTime()`
  public ThrottledLog(Duration interval, LongSupplier nanoTime) {
    this.intervalNanos = interval.toNanos();
    this.nanoTime = nanoTime;
  }

  /// Has the line written, unless one of its kind was within the last interval.
  ///
  /// @return the id of the line that stands for this event
  public UUID log(String kind, Line line) {
    long now = nanoTime.getAsLong();
    UUID id;
    long suppressed;
    synchronized (lastOfKind) {
      String key = lastOfKind.size() < MAX_KINDS || lastOfKind.containsKey(kind) ? kind : OTHERS;
      Last last = lastOfKind.get(key);
      if (last != null && now - last.at() < intervalNanos) {
        lastOfKind.put(key, new Last(last.id(), last.at(), last.suppressed() + 1));
        return last.id();
      }
      id = UUID.randomUUID();
      suppressed = last == null ? 0 : last.suppressed();
      lastOfKind.put(key, new Last(id, now, 0));
    }
    line.write(id, suppressed == 0 ? "" : " [" + suppressed + " similar messages suppressed]");
    return id;
  }
}
