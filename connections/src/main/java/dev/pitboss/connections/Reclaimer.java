package dev.pitboss.connections;

import dev.pitboss.connections.internal.Threads;
import java.lang.System.Logger.Level;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;

/// Takes connections back: settle their transaction, have the pool break and evict them, and verify
/// that it did.
///
/// Abort alone is not to be trusted, some drivers do nothing. A connection taken from a living
/// borrower is never closed back into the pool: a retained handle would act in the next borrower's
/// session.
final class Reclaimer {
  private static final Duration VERIFY_WITHIN = Duration.ofSeconds(5);
  private static final long VERIFY_EVERY_MILLIS = 10;
  private static final System.Logger LOG = System.getLogger(ConnectionTracker.class.getName());

  /// Drivers and pools may block while they break a connection: the watchdog does not wait for
  /// them.
  static final Executor ASIDE = task -> Threads.startAside("connection-reclaim", task);

  private final PoolState ledger;
  private final Optional<PoolView> view;

  Reclaimer(PoolState ledger, Optional<PoolView> view) {
    this.ledger = ledger;
    this.view = view;
  }

  /// Asks the statement that runs on `lease` to stop; its thread gets an `SQLException`.
  void cancel(Lease lease) {
    var running = lease.work().running();
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

  /// Without eviction only a proven leak can be taken back: no handle is left, so closing is safe.
  private boolean canEvict() {
    return view.map(PoolView::evicts).orElse(false);
  }

  private void discard(Lease lease, Connection pooled, LeakVerdict verdict) {
    Optional<Connection> raw = ledger.finder().raw(pooled);
    boolean open = hasOpenTransaction(lease, pooled);
    Settlement.Outcome outcome = settle(lease, pooled, raw);
    if (open) {
      ledger.tellIfUnsettled(lease, outcome);
    }
    int outBefore = checkedOut();
    boolean left =
        ledger.mayLeave(outcome, raw)
            && (canEvict()
                ? attempt("evict", lease, () -> view.orElseThrow().evict(pooled))
                : giveBack(lease, pooled, outcome));
    lease.finishReclaim();
    boolean verified = left && verify(new Departure(lease, pooled, raw, outBefore));
    ledger.publish(new ConnectionEvent.Reclaimed(lease.borrow(), verdict, open, verified), outcome);
  }

  private Settlement.Outcome settle(Lease lease, Connection pooled, Optional<Connection> raw) {
    try {
      if (!ledger.knowsTransactions(pooled)) {
        return Settlement.Outcome.ROLLED_BACK; // no transaction is open
      }
    } catch (SQLException ignored) {
      // a broken connection: see what can be settled
    }
    return new Settlement(pooled, raw, lease.site())
        .rollBackWithinBounds(lease.work().mayHaveOpenTransaction());
  }

  /// A pool that cannot evict gets its connection back as it was lent: no handle is left.
  private boolean giveBack(Lease lease, Connection pooled, Settlement.Outcome outcome) {
    attempt("restore", lease, () -> ledger.restore(lease, pooled, outcome));
    return attempt("close", lease, pooled::close);
  }

  private int checkedOut() {
    return view.map(PoolView::checkedOut).orElse(PoolView.UNKNOWN);
  }

  private boolean hasOpenTransaction(Lease lease, Connection pooled) {
    try {
      return lease.work().mayHaveOpenTransaction()
          && !pooled.getAutoCommit()
          && ledger.knowsTransactions(pooled);
    } catch (SQLException | RuntimeException ignored) {
      return false; // a broken connection has no transaction left to lose
    }
  }

  /// A connection that has left its borrower.
  ///
  /// @param outBefore how many connections the pool counted as out before
  private record Departure(
      Lease lease, Connection pooled, Optional<Connection> raw, int outBefore) {}

  private boolean verify(Departure departure) {
    long deadline = System.nanoTime() + VERIFY_WITHIN.toNanos();
    while (!isGone(departure)) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      try {
        Thread.sleep(VERIFY_EVERY_MILLIS);
      } catch (InterruptedException ignored) {
        Thread.currentThread().interrupt();
        return false;
      }
    }
    return true;
  }

  /// Gone is what the pool closed for good. A pool whose connections cannot be told apart must
  /// count one less, or no more than are lent, or have closed the driver's connection; one that
  /// does not even count has taken the connection back without a complaint: its handle need not say
  /// so.
  private boolean isGone(Departure departure) {
    if (!canEvict()) {
      return true;
    }
    int out = checkedOut();
    if (!departure.lease().slot().isSpare()) {
      return departure.lease().slot().isRetired() || out == 0; // 0: closed meanwhile
    }
    return out == PoolView.UNKNOWN
        || out < departure.outBefore()
        || out <= ledger.active().size()
        || departure.raw().map(Reclaimer::isClosed).orElse(false);
  }

  private static boolean isClosed(Connection raw) {
    try {
      return raw.isClosed();
    } catch (SQLException ignored) {
      return true;
    }
  }

  private interface Step {
    void run() throws SQLException;
  }

  private static boolean attempt(String what, Lease lease, Step step) {
    try {
      step.run();
      return true;
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.WARNING, "Cannot " + what + " the connection of " + lease.site(), e);
      return false;
    }
  }
}
