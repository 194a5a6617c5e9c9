package dev.pitboss.connections;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.time.Duration;

/// The counts of one call site on one slot.
///
/// A slot has one holder at a time, so a cell has one writer at a time and needs no atomic
/// addition. Readers add up all cells of a site; they read the endings before the beginnings, so no
/// sum ever shows more endings than beginnings.
final class SiteCounters {
  private static final VarHandle ACQUIRED;
  private static final VarHandle RELEASED;
  private static final VarHandle RECLAIMED;
  private static final VarHandle TIMED;
  private static final VarHandle HELD_NANOS;
  private static final VarHandle MAX_HELD_NANOS;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      ACQUIRED = lookup.findVarHandle(SiteCounters.class, "acquired", long.class);
      RELEASED = lookup.findVarHandle(SiteCounters.class, "released", long.class);
      RECLAIMED = lookup.findVarHandle(SiteCounters.class, "reclaimed", long.class);
      TIMED = lookup.findVarHandle(SiteCounters.class, "timed", long.class);
      HELD_NANOS = lookup.findVarHandle(SiteCounters.class, "heldNanos", long.class);
      MAX_HELD_NANOS = lookup.findVarHandle(SiteCounters.class, "maxHeldNanos", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  /// Reading the clock twice costs as much as the rest of a borrow, pool included. So the first
  /// borrows of a site are timed, then one in 64, and all that are still out when the watchdog
  /// looks.
  private static final long ALWAYS_TIMED = 64;

  private static final long TIMED_EVERY = 64;

  private final ConnectionSlot slot;
  private final CallSite site;
  private final SiteTotals totals;
  private long acquired;
  private long released;
  private long reclaimed;
  private long timed;
  private long heldNanos;
  private long maxHeldNanos;
  private final HoldTimes holds = new HoldTimes();
  private Duration allowed = Duration.ZERO;

  SiteCounters(ConnectionSlot slot, CallSite site, SiteTotals totals) {
    this.slot = slot;
    this.site = site;
    this.totals = totals;
  }

  ConnectionSlot slot() {
    return slot;
  }

  /// The site itself, also where its row is one for many.
  CallSite site() {
    return site;
  }

  SiteTotals totals() {
    return totals;
  }

  /// For how long the latest borrow may be held.
  Duration allowed() {
    return allowed;
  }

  /// Notes for how long the borrow that comes next may be held.
  void allow(Duration hold) {
    if (!hold.equals(allowed)) {
      allowed = hold;
    }
  }

  void acquire() {
    ACQUIRED.setRelease(this, acquired + 1);
  }

  /// Whether the next borrow notes its time, or how it was reached.
  boolean needsNotes() {
    return timesNext() || totals.keepsStacks();
  }

  boolean timesNext() {
    return acquired < ALWAYS_TIMED || acquired % TIMED_EVERY == 0;
  }

  /// Notes how long a borrow took that is about to be released: exactly, or at least.
  void held(long nanos, boolean exactly) {
    if (exactly) {
      time(nanos);
    } else {
      atLeast(nanos);
    }
  }

  /// Notes the exact time of a borrow that is about to be released.
  void time(long nanos) {
    HELD_NANOS.setRelease(this, heldNanos + nanos);
    TIMED.setRelease(this, timed + 1);
    holds.add(nanos);
    atLeast(nanos);
  }

  /// Notes that a borrow took at least this long.
  void atLeast(long nanos) {
    if (nanos > maxHeldNanos) {
      MAX_HELD_NANOS.setRelease(this, nanos);
    }
  }

  void release() {
    RELEASED.setRelease(this, released + 1);
  }

  void reclaim() {
    RECLAIMED.setRelease(this, reclaimed + 1);
  }

  Counts counts() {
    long releasedNow = (long) RELEASED.getAcquire(this);
    long reclaimedNow = (long) RECLAIMED.getAcquire(this);
    return new Counts(
        (long) ACQUIRED.getAcquire(this),
        releasedNow,
        reclaimedNow,
        (long) TIMED.getAcquire(this),
        (long) HELD_NANOS.getAcquire(this),
        (long) MAX_HELD_NANOS.getAcquire(this),
        holds);
  }

  /// What happened so far. `acquired − released − reclaimed` borrows are active.
  ///
  /// @param timed how many borrows `heldNanos` is the sum of
  record Counts(
      long acquired,
      long released,
      long reclaimed,
      long timed,
      long heldNanos,
      long maxHeldNanos,
      HoldTimes holds) {
    static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, HoldTimes.NONE);

    double meanHeldNanos() {
      return timed == 0 ? 0 : (double) heldNanos / timed;
    }

    /// All but one in a hundred of the timed borrows were held no longer.
    long p99HeldNanos() {
      return Math.min(holds.quantileNanos(0.99), maxHeldNanos);
    }

    long active() {
      return acquired - released - reclaimed;
    }

    Counts plus(Counts other) {
      return new Counts(
          acquired + other.acquired,
          released + other.released,
          reclaimed + other.reclaimed,
          timed + other.timed,
          heldNanos + other.heldNanos,
          Math.max(maxHeldNanos, other.maxHeldNanos),
          holds.plus(other.holds));
    }
  }
}
