package dev.pitboss.server.monitoring;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.distribution.CountAtBucket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/// Rates and percentiles of the last minute, from the histograms that count in any case: they are
/// read once a second, as a scraper would, and cost a request nothing more. Thread-safe.
final class Traffic {
  /// What the figures are of. Shorter would flutter, longer would hide what has just begun.
  static final Duration WINDOW = Duration.ofMinutes(1);

  /// Of the charts, which should show a change within seconds.
  static final Duration SHORT_WINDOW = Duration.ofSeconds(10);

  private static final double[] BOUNDS_MILLIS =
      Arrays.stream(Metrics.latencyBuckets()).mapToDouble(it -> it.toNanos() / 1e6).toArray();

  /// One row of counts: a column for each bucket, cumulative as the histogram's, and these three.
  private static final int ALL = BOUNDS_MILLIS.length;

  private static final int CLIENT_ERRORS = ALL + 1;
  private static final int SERVER_ERRORS = ALL + 2;
  private static final int COLUMNS = ALL + 3;

  private static final List<RouteGroup> GROUPS = List.of(RouteGroup.values());

  /// The rows are the groups, and after them settlement.
  private static final int SETTLEMENT = GROUPS.size();

  private final MeterRegistry registry;
  private final Deque<Moment> oldestFirst = new ArrayDeque<>();

  /// All counts since the start, at one moment of a monotonic clock.
  private static final class Moment {
    private static final Moment NONE = new Moment(0, new long[GROUPS.size() + 1][COLUMNS]);

    private final long nanos;
    private final long[][] counts;

    Moment(long nanos, long[][] counts) {
      this.nanos = nanos;
      this.counts = counts;
    }
  }

  Traffic(MeterRegistry registry) {
    this.registry = registry;
  }

  /// Reads the histograms.
  ///
  /// @param nanos by a monotonic clock
  synchronized void look(long nanos) {
    oldestFirst.addLast(new Moment(nanos, read()));
    // the oldest that is kept is where the window begins
    while (oldestFirst.size() > 2 && second().nanos <= nanos - WINDOW.toNanos()) {
      oldestFirst.removeFirst();
    }
  }

  private Moment second() {
    return oldestFirst.stream().skip(1).findFirst().orElseThrow();
  }

  /// How many requests there were since the start.
  synchronized long requests() {
    return oldestFirst.isEmpty() ? 0 : sum(oldestFirst.getLast().counts)[ALL];
  }

  /// What the looks of the last minute show.
  synchronized TrafficReport report() {
    Moment last = last();
    Moment first = first(WINDOW);
    return of(seconds(first, last), last.counts, minus(last.counts, first.counts));
  }

  /// Of all requests, what the looks within that time show.
  synchronized TrafficReport.Latency latency(Duration window) {
    Moment last = last();
    Moment first = first(window);
    return latency(seconds(first, last), sum(minus(last.counts, first.counts)));
  }

  private Moment last() {
    return oldestFirst.size() < 2 ? Moment.NONE : oldestFirst.getLast();
  }

  /// Where the window begins.
  private Moment first(Duration window) {
    if (oldestFirst.size() < 2) {
      return Moment.NONE;
    }
    long begin = oldestFirst.getLast().nanos - window.toNanos();
    Moment first = oldestFirst.getFirst();
    for (Moment moment : oldestFirst) {
      if (moment.nanos <= begin) {
        first = moment;
      }
    }
    return first;
  }

  private static double seconds(Moment first, Moment last) {
    return (last.nanos - first.nanos) / 1e9;
  }

  private static TrafficReport of(double seconds, long[][] sinceStart, long[][] counts) {
    List<TrafficReport.Figures> groups =
        IntStream.range(0, GROUPS.size())
            .filter(row -> sinceStart[row][ALL] > 0)
            .mapToObj(row -> figures(GROUPS.get(row).title(), seconds, counts[row]))
            .toList();
    return new TrafficReport(
        seconds,
        figures("All", seconds, sum(counts)),
        groups,
        latency(seconds, counts[SETTLEMENT]));
  }

  private static TrafficReport.Figures figures(String name, double seconds, long[] row) {
    return new TrafficReport.Figures(
        name,
        latency(seconds, row),
        rate(seconds, row[CLIENT_ERRORS]),
        rate(seconds, row[SERVER_ERRORS]),
        // counted a moment apart from each other
        row[ALL] == 0 ? 0 : Math.min(1, (double) row[SERVER_ERRORS] / row[ALL]));
  }

  private static TrafficReport.Latency latency(double seconds, long[] row) {
    return new TrafficReport.Latency(
        rate(seconds, row[ALL]), quantile(row, 0.50), quantile(row, 0.95), quantile(row, 0.99));
  }

  private static double rate(double seconds, long count) {
    return seconds == 0 ? 0 : count / seconds;
  }

  /// As Prometheus' `histogram_quantile`: straight between the bounds of a bucket.
  ///
  /// @return milliseconds; null without any
  private static @Nullable Double quantile(long[] row, double part) {
    if (row[ALL] <= 0) {
      return null;
    }
    double rank = part * row[ALL];
    double below = 0;
    double from = 0;
    for (int bucket = 0; bucket < ALL; bucket++) {
      if (row[bucket] >= rank) {
        double within = row[bucket] - below;
        double share = within <= 0 ? 1 : (rank - below) / within;
        return from + (BOUNDS_MILLIS[bucket] - from) * share;
      }
      below = row[bucket];
      from = BOUNDS_MILLIS[bucket];
    }
    return BOUNDS_MILLIS[ALL - 1];
  }

  private long[][] read() {
    long[][] counts = new long[GROUPS.size() + 1][COLUMNS];
    for (Timer timer : timers("pitboss.http.latency")) {
      addLatency(timer, counts[groupOf(timer)]);
    }
    for (Timer timer : timers("pitboss.http.requests")) {
      char kind = Objects.requireNonNullElse(timer.getId().getTag("status"), "0").charAt(0);
      if (kind == '4' || kind == '5') {
        counts[groupOf(timer)][kind == '4' ? CLIENT_ERRORS : SERVER_ERRORS] += timer.count();
      }
    }
    for (Timer timer : timers("pitboss.settlement.latency")) {
      addLatency(timer, counts[SETTLEMENT]);
    }
    return counts;
  }

  private Collection<Timer> timers(String name) {
    return registry.find(name).timers();
  }

  private static int groupOf(Timer timer) {
    String route = Objects.requireNonNullElse(timer.getId().getTag("route"), "");
    return GROUPS.indexOf(RouteGroup.of(route));
  }

  private static void addLatency(Timer timer, long[] row) {
    CountAtBucket[] buckets = timer.takeSnapshot().histogramCounts();
    long all = timer.count();
    for (int bucket = 0; bucket < ALL; bucket++) {
      // a request that ends between the two is in the buckets only
      row[bucket] += bucket < buckets.length ? Math.min(all, (long) buckets[bucket].count()) : all;
    }
    row[ALL] += all;
  }

  /// All groups together, without settlement, which is a part of theirs.
  private static long[] sum(long[][] counts) {
    long[] sum = new long[COLUMNS];
    for (int row = 0; row < GROUPS.size(); row++) {
      for (int column = 0; column < COLUMNS; column++) {
        sum[column] += counts[row][column];
      }
    }
    return sum;
  }

  private static long[][] minus(long[][] later, long[][] earlier) {
    long[][] difference = new long[later.length][COLUMNS];
    for (int row = 0; row < later.length; row++) {
      for (int column = 0; column < COLUMNS; column++) {
        difference[row][column] = later[row][column] - earlier[row][column];
      }
    }
    return difference;
  }
}
