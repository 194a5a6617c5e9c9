package dev.pitboss.connections;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// How many borrows were held for how long, by steps of a quarter of a doubling. One writer at a
/// time, as a [SiteCounters] has; readers may be late by what was added just now.
final class HoldTimes {
  private static final VarHandle COUNT = MethodHandles.arrayElementVarHandle(int[].class);

  /// Each step is at most a quarter wider than the one before.
  private static final int STEPS = 4;

  /// Everything below 2^10 ns, a microsecond, is one step.
  private static final int FIRST_DOUBLING = 10;

  /// Everything above 2^37 ns, two minutes, is one step too.
  private static final int DOUBLINGS = 27;

  /// No borrow.
  static final HoldTimes NONE = new HoldTimes();

  private final int[] counts = new int[STEPS * DOUBLINGS];

  void add(long nanos) {
    int step = step(nanos);
    COUNT.setRelease(counts, step, counts[step] + 1);
  }

  /// Both together, as they are now.
  HoldTimes plus(HoldTimes other) {
    HoldTimes sum = new HoldTimes();
    for (int step = 0; step < counts.length; step++) {
      sum.counts[step] =
          (int) COUNT.getAcquire(counts, step) + (int) COUNT.getAcquire(other.counts, step);
    }
    return sum;
  }

  /// So large a part of the borrows was held no longer than this; 0 when there are none.
  long quantileNanos(double part) {
    long all = 0;
    for (int count : counts) {
      all += count;
    }
    long rank = (long) Math.ceil(all * part);
    long passed = 0;
    for (int step = 0; step < counts.length; step++) {
      passed += counts[step];
      if (passed > 0 && passed >= rank) {
        return longestOf(step);
      }
    }
    return 0;
  }

  /// The two bits after the highest one choose the step within a doubling.
  private static int step(long nanos) {
    int doubling = 63 - Long.numberOfLeadingZeros(Math.max(nanos, 1));
    if (doubling < FIRST_DOUBLING) {
      return 0;
    }
    int within = (int) (nanos >>> (doubling - 2)) & (STEPS - 1);
    return Math.min((doubling - FIRST_DOUBLING) * STEPS + within, STEPS * DOUBLINGS - 1);
  }

  private static long longestOf(int step) {
    long width = 1L << (FIRST_DOUBLING + step / STEPS);
    return width + width * (step % STEPS + 1) / STEPS;
  }
}
