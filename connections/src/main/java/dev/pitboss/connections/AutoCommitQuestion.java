package dev.pitboss.connections;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// Asks a driver whether auto-commit is on, for a leak whose borrower never changed the mode: only
/// then is it known whether its work is in an open transaction.
///
/// Asked when a leak is found, never when a connection is borrowed. Used by the watchdog only.
final class AutoCommitQuestion {
  /// Most drivers answer from a field. One that asks its database may wait for a dead network, and
  /// the watchdog has other connections to watch.
  private static final long WITHIN_MILLIS = 100;

  private boolean blocked;

  /// Notes the answer on `lease`. After one that did not come in time no further question is asked.
  void ask(Lease lease) {
    Connection pooled = lease.pooled();
    if (blocked
        || pooled == null
        || lease.work().isUnwrapped()
        || lease.transaction() != TransactionState.UNKNOWN) {
      return;
    }
    var answered = new CountDownLatch(1);
    Reclaimer.ASIDE.execute(() -> {
      try {
        lease.foundAutoCommit(pooled.getAutoCommit());
      } catch (SQLException | RuntimeException ignored) {
        // a broken connection cannot say: the state stays unknown
      } finally {
        answered.countDown();
      }
    });
    try {
      blocked = !answered.await(WITHIN_MILLIS, TimeUnit.MILLISECONDS);
    } catch (InterruptedException ignored) {
      Thread.currentThread().interrupt();
    }
  }
}
