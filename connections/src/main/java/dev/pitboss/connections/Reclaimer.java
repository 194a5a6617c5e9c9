package dev.pitboss.connections;

import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/// Takes connections back: have the pool break and evict them, and verify that it did.
///
/// Abort alone is not to be trusted, some drivers do nothing. A connection taken from a living
/// borrower is never closed back into the pool: whoever kept a handle would be in the next
/// borrower's session.
final class Reclaimer {
  private static final Duration VERIFY_WITHIN = Duration.ofSeconds(5);
  private static final long VERIFY_EVERY_MILLIS = 10;
  private static final System.Logger LOG = System.getLogger(ConnectionTracker.class.getName());

  /// Drivers and pools may block while they break a connection: the watchdog does not wait for
  /// them.
  static final Executor ASIDE = task -> Thread.ofVirtual().name("connection-reclaim").start(task);

  private final Ledger ledger;
  private final Optional<PoolView> view;

  Reclaimer(Ledger ledger, Optional<PoolView> view) {
    this.ledger = ledger;
    this.view = view;
  }

  /// Asks the statement that runs on `lease` to stop; its thread gets an `SQLException`.
  void cancel(Lease lease) {
    var running = lease.running();
    if (running != null) {
      ASIDE.execute(() -> {
        try {
          running.cancel();
        } catch (SQLException e) {
          LOG.log(Level.WARNING, "Cannot cancel the statement of " + lease.site(), e);
        }
      });
    }
  }

  /// Takes the connection back, if it is still out. Does nothing for a borrow around the tracker:
  /// only its pool knows the handle.
  void reclaim(Lease lease, LeakVerdict verdict) {
    Connection pooled = lease.pooled();
    if (pooled != null
        && (canEvict() || verdict instanceof LeakVerdict.Proven)
        && lease.beginReclaim()) {
      ASIDE.execute(() -> discard(lease, pooled, verdict));
    }
  }

  /// Without eviction only a proven leak can be taken back: nobody has a handle any more, so
  /// closing is safe.
  private boolean canEvict() {
    return view.map(PoolView::evicts).orElse(false);
  }

  private void discard(Lease lease, Connection pooled, LeakVerdict verdict) {
    boolean transactionLost = hasOpenTransaction(lease, pooled);
    if (canEvict()) {
      attempt("evict", lease, () -> view.orElseThrow().evict(pooled));
    } else {
      if (transactionLost) {
        attempt("roll back", lease, pooled::rollback);
      }
      attempt("close", lease, pooled::close);
    }
    lease.finishReclaim();
    ledger.publish(
        new ConnectionEvent.Reclaimed(
            lease.borrow(), verdict, transactionLost, verify(lease, pooled)));
  }

  private static boolean hasOpenTransaction(Lease lease, Connection pooled) {
    try {
      return lease.mayHaveOpenTransaction() && !pooled.getAutoCommit();
    } catch (SQLException _) {
      return false; // a broken connection has no transaction left to lose
    }
  }

  private boolean verify(Lease lease, Connection pooled) {
    long deadline = System.nanoTime() + VERIFY_WITHIN.toNanos();
    while (!isGone(lease, pooled)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(VERIFY_EVERY_MILLIS);
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /// Gone is what the pool closed for good; of a pool that does not tell, what it calls closed.
  private boolean isGone(Lease lease, Connection pooled) {
    if (canEvict() && !lease.slot().isSpare()) {
      boolean nothingIsOut =
          view.map(pool -> pool.checkedOut() == 0).orElse(false); // closed meanwhile
      return lease.slot().isRetired() || nothingIsOut;
    }
    try {
      return pooled.isClosed();
    } catch (SQLException _) {
      return true;
    }
  }

  private interface Step {
    void run() throws SQLException;
  }

  private static void attempt(String what, Lease lease, Step step) {
    try {
      step.run();
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.WARNING, "Cannot " + what + " the connection of " + lease.site(), e);
    }
  }
}
