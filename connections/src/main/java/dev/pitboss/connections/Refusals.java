package dev.pitboss.connections;

import java.sql.SQLException;
import java.util.List;

/// A pool that is exhausted does not say by whom: the holders ride along as a suppressed exception.
final class Refusals {
  private Refusals() {}

  /// @param threadId the thread that was refused; what it holds itself is reported
  static SQLException explained(PoolState ledger, SQLException refusal, long threadId) {
    List<Lease> active = ledger.active();
    for (Lease lease : active) {
      if (lease.threadId() == threadId) {
        ledger.nested(lease);
      }
    }
    if (!active.isEmpty()) {
      refusal.addSuppressed(
          new ConnectionsHeldException(active.stream().map(Lease::borrow).toList()));
    }
    return refusal;
  }
}
