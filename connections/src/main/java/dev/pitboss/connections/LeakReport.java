package dev.pitboss.connections;

import java.util.List;

/// Where every connection of a pool is, at one moment. Immutable.
///
/// @param status `UP`, or `DEGRADED` when something leaks, waits, is nearly used up or went
///   uncounted
/// @param usagePercent checked-out connections per hundred of the maximum; 0 when there is no
///   maximum
/// @param poolSize connections the pool has open
/// @param checkedOut connections the pool has lent
/// @param available connections lying idle in the pool
/// @param maxConnections most the pool will open; 0 when unknown
/// @param waiting borrowers waiting for a connection
/// @param topConnectionUsers every call site seen, those that hold connections first, then the
///   busiest
/// @param trackingStats sums over all sites
/// @param trackingDiscrepancy checked-out minus tracked active; 0 at rest
/// @param held every connection that is out, the longest-held first
public record LeakReport(
    String status,
    double usagePercent,
    int poolSize,
    int checkedOut,
    int available,
    int maxConnections,
    int waiting,
    List<SiteUse> topConnectionUsers,
    TrackingStats trackingStats,
    long trackingDiscrepancy,
    List<Borrow> held) {

  public LeakReport {
    topConnectionUsers = List.copyOf(topConnectionUsers);
    held = List.copyOf(held);
  }

  /// One call site. Always `acquired = released + reclaimed + active`.
  ///
  /// @param site `File.java::method:Lnn`
  /// @param acquired connections taken
  /// @param released connections given back
  /// @param active connections out now
  /// @param leaks connections out now that nobody is bound to give back and that are past their
  ///   time
  /// @param reclaimed connections taken away from a borrower who had lost them
  /// @param avgMillis mean time a connection was kept, over those given back
  /// @param maxMillis longest time one was kept, over those given back
  /// @param oldestActiveMillis how long the longest-held is out now; 0 when none is
  public record SiteUse(
      String site,
      long acquired,
      long released,
      long active,
      long leaks,
      long reclaimed,
      double avgMillis,
      double maxMillis,
      double oldestActiveMillis) {}

  /// Sums over all call sites.
  ///
  /// @param leakRatio leaks per connection taken, 0 to 1
  public record TrackingStats(
      long totalAcquired,
      long totalReleased,
      long totalActive,
      long totalLeaks,
      long totalReclaimed,
      double leakRatio) {
    static TrackingStats of(List<SiteUse> sites) {
      long acquired = sites.stream().mapToLong(SiteUse::acquired).sum();
      long leaks = sites.stream().mapToLong(SiteUse::leaks).sum();
      return new TrackingStats(
          acquired,
          sites.stream().mapToLong(SiteUse::released).sum(),
          sites.stream().mapToLong(SiteUse::active).sum(),
          leaks,
          sites.stream().mapToLong(SiteUse::reclaimed).sum(),
          acquired == 0 ? 0 : leaks / (double) acquired);
    }
  }
}
