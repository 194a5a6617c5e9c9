package dev.pitboss.connections;

import java.util.concurrent.atomic.LongAccumulator;
import java.util.concurrent.atomic.LongAdder;

/// What one call site did with connections. How many are out is not counted but follows from the
/// rest, so `acquired = released + reclaimed + active` cannot be broken. Thread-safe.
final class SiteCounts {
  private final CallSite site;
  private final LongAdder acquired = new LongAdder();
  private final LongAdder released = new LongAdder();
  private final LongAdder leaks = new LongAdder();
  private final LongAdder heldNanos = new LongAdder();
  private final LongAccumulator longestNanos = new LongAccumulator(Math::max, 0);

  SiteCounts(CallSite site) {
    this.site = site;
  }

  CallSite site() {
    return site;
  }

  void acquired() {
    acquired.increment();
  }

  void released(long nanos) {
    heldNanos.add(nanos);
    longestNanos.accumulate(nanos);
    released.increment();
  }

  void suspected() {
    leaks.increment();
  }

  void cleared() {
    leaks.decrement();
  }

  LeakReport.SiteUse report(double oldestActiveMillis) {
    // returns before borrows: a borrow counted in between can only look as still out
    long back = released.sum();
    long taken = acquired.sum();
    return new LeakReport.SiteUse(
        site.toString(),
        taken,
        back,
        taken - back,
        leaks.sum(),
        0,
        back == 0 ? 0 : millis(heldNanos.sum()) / back,
        millis(longestNanos.get()),
        oldestActiveMillis);
  }

  private static double millis(long nanos) {
    return nanos / (double) TrackerCore.NANOS_PER_MILLI;
  }
}
