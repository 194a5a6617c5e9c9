package dev.pitboss.connections.agent;

import dev.pitboss.connections.LeakReport;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// What is left of the pools of applications that were stopped: names and numbers, and no object of
/// theirs. Not thread-safe.
final class EndedPools {
  /// A server that deploys an application all day keeps the latest of its pools.
  private static final int MAX = 32;

  /// A pool that has ended.
  ///
  /// @param name of its tracker
  /// @param stats how often it lent, and how that ended
  /// @param topConnectionUsers the lines that borrowed
  record Ended(
      String name, LeakReport.TrackingStats stats, List<LeakReport.SiteUse> topConnectionUsers) {
    Ended {
      topConnectionUsers = List.copyOf(topConnectionUsers);
    }
  }

  private final Deque<Ended> pools = new ArrayDeque<>();

  void add(String name, LeakReport last) {
    if (pools.size() == MAX) {
      pools.removeFirst();
    }
    pools.addLast(new Ended(name, last.trackingStats(), last.topConnectionUsers()));
  }

  List<Ended> all() {
    return List.copyOf(pools);
  }
}
