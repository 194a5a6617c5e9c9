package dev.pitboss.connections;

import java.time.Duration;
import java.util.Optional;

/// Which connections a tracker takes away from their borrowers, so that a leak does not starve the
/// pool.
///
/// What is taken back is rolled back first. A pool that can evict discards the physical connection
/// and opens a new one, and the tracker verifies that it did; any other gets a proven leak back in
/// the state in which it was lent, and nothing else is taken. A handle the borrower kept throws
/// from then on.
///
/// @param provenLeaks unreachable connections; harmless, since no live code can notice
/// @param overdueIdle connections held past their hold and not in use: the borrower's next call
///   throws
/// @param overdueBusy connections still at work past their hold: the running statement is
///   cancelled, and after this grace the connection is taken back; empty to let long work finish
/// @param collectAtMostEvery ask for a garbage collection, at most this often, while a connection
///   is overdue and idle: an idle application would otherwise not collect, and prove nothing, for
///   hours; empty for never
public record ReclaimPolicy(
    boolean provenLeaks,
    boolean overdueIdle,
    Optional<Duration> overdueBusy,
    Optional<Duration> collectAtMostEvery) {

  /// Take nothing back: only report.
  public static final ReclaimPolicy NOTHING =
      new ReclaimPolicy(false, false, Optional.empty(), Optional.empty());

  /// Take proven leaks back, and nothing that live code could still use.
  public static final ReclaimPolicy PROVEN_LEAKS =
      new ReclaimPolicy(true, false, Optional.empty(), Optional.empty());

  /// Refuses a negative grace and a period of zero.
  public ReclaimPolicy {
    overdueBusy.ifPresent(grace -> {
      if (grace.isNegative()) {
        throw new IllegalArgumentException("grace must not be negative: " + grace);
      }
    });
    collectAtMostEvery.ifPresent(period -> {
      if (period.isNegative() || period.isZero()) {
        throw new IllegalArgumentException("period must be positive: " + period);
      }
    });
  }

  /// This policy, taking back what is overdue and idle as well.
  public ReclaimPolicy andOverdueIdle() {
    return new ReclaimPolicy(provenLeaks, true, overdueBusy, collectAtMostEvery);
  }

  /// This policy, cancelling what is overdue and busy, and taking it back after `grace`.
  public ReclaimPolicy andOverdueBusy(Duration grace) {
    return new ReclaimPolicy(provenLeaks, overdueIdle, Optional.of(grace), collectAtMostEvery);
  }

  /// This policy, asking for a garbage collection while a connection is overdue and idle.
  public ReclaimPolicy collectingAtMostEvery(Duration period) {
    return new ReclaimPolicy(provenLeaks, overdueIdle, overdueBusy, Optional.of(period));
  }
}
