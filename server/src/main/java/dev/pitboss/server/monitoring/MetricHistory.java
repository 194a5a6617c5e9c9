package dev.pitboss.server.monitoring;

import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// The numbers of the last hour, one set a second: what the live charts begin with. Thread-safe.
public final class MetricHistory {
  /// The longest time a chart shows.
  public static final int MAX_SECONDS = 3_600;

  /// As many as a chart can show apart.
  private static final int MAX_POINTS = 120;

  private final Deque<Sample> oldestFirst = new ArrayDeque<>();

  /// The numbers of one moment.
  ///
  /// @param inUse connections that are with a borrower
  /// @param waiting threads that wait for one
  /// @param settled requests that moved something, since the start
  /// @param borrowed connections borrowed since the start
  /// @param acquireP99Millis all but one borrow in a hundred waited no longer
  /// @param requests answered since the start
  /// @param latencyP50Millis half of the requests of the last ten seconds took no longer; 0 without
  ///   any
  @Json
  public record Sample(
      Instant at,
      int inUse,
      int waiting,
      long settled,
      long borrowed,
      double acquireP99Millis,
      long requests,
      double latencyP50Millis,
      double latencyP95Millis,
      double latencyP99Millis) {
    /// Both moments as one: what is counted as it was at the later, what is measured as it was at
    /// its worst.
    Sample then(Sample later) {
      return new Sample(
          later.at,
          Math.max(inUse, later.inUse),
          Math.max(waiting, later.waiting),
          later.settled,
          later.borrowed,
          Math.max(acquireP99Millis, later.acquireP99Millis),
          later.requests,
          Math.max(latencyP50Millis, later.latencyP50Millis),
          Math.max(latencyP95Millis, later.latencyP95Millis),
          Math.max(latencyP99Millis, later.latencyP99Millis));
    }
  }

  /// A chart's worth of them.
  ///
  /// @param samples oldest first; over a longer time each stands for several seconds
  @Json
  public record Series(List<Sample> samples) {}

  synchronized void add(Sample sample) {
    oldestFirst.addLast(sample);
    if (oldestFirst.size() > MAX_SECONDS) {
      oldestFirst.removeFirst();
    }
  }

  /// Those of the last so many seconds.
  ///
  /// @param seconds 1 to 3 600
  public synchronized Series last(int seconds) {
    List<Sample> wanted =
        oldestFirst.stream().skip(Math.max(0, oldestFirst.size() - (long) seconds)).toList();
    int each = Math.max(1, Math.ceilDiv(seconds, MAX_POINTS));
    List<Sample> points = new ArrayList<>();
    for (int start = 0; start < wanted.size(); start += each) {
      wanted.subList(start, Math.min(start + each, wanted.size())).stream()
          .reduce(Sample::then)
          .ifPresent(points::add);
    }
    return new Series(points);
  }
}
