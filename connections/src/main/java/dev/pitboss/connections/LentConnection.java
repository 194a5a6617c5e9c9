package dev.pitboss.connections;

import dev.pitboss.connections.internal.Threads;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Connection;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// The books of a borrow, for as long as only its borrower needs them.
///
/// Most borrows are over before the watchdog looks: they need no [Lease], which is half of what a
/// borrow would allocate. Until then the slot holds the handle itself. The first look makes a lease
/// of it, and from then on the slot holds that, so that the collector can prove the handle lost:
///
/// ```
/// (null) OPEN ──close()──▶ CLOSING ──pool has it──▶ RELEASED
///          │                  │
///          └──first look──────┴──▶ a lease, which has the state
/// ```
abstract class LentConnection extends TransactedConnection {
  /// The states after the first, of a borrow without a lease.
  private enum Ending {
    CLOSING,
    RELEASED
  }

  private static final VarHandle BOOKS;
  private static final VarHandle WORK;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      BOOKS = lookup.findVarHandle(LentConnection.class, "books", Object.class);
      WORK = lookup.findVarHandle(LentConnection.class, "work", LeaseWork.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final SiteCounters cell;
  final Connection delegate; // of the spun class, too
  private final String threadName;
  private final int threadId; // negative for an id that needs more bits, which the lease has
  private @Nullable Object books;
  private @Nullable LeaseWork work;

  /// @param pooled what the pool handed out
  LentConnection(ConnectionSlot slot, Connection pooled, CallSite site) {
    this.cell = slot.cell(site);
    this.delegate = pooled;
    this.threadId = shortened(Threads.currentId());
    this.threadName = Thread.currentThread().getName();
  }

  /// A virtual machine may have made more threads than an `int` can number.
  private static int shortened(long id) {
    return id == (int) id ? (int) id : -1;
  }

  /// Counts the borrow and takes the slot.
  final void open(Duration allowed) {
    cell.allow(allowed);
    Object holder = this;
    if (cell.needsNotes() || threadId < 0) {
      var lease = new Lease(this, false);
      lease.notesBorrow();
      books = lease;
      holder = lease;
    }
    cell.acquire();
    cell.slot().hold(holder);
  }

  final SiteCounters cell() {
    return cell;
  }

  @Override
  final PoolState ledger() {
    return cell.slot().ledger();
  }

  @Override
  final Connection pooled() {
    return delegate;
  }

  final int threadId() {
    return threadId;
  }

  final String threadName() {
    return threadName;
  }

  @Override
  final LeaseWork work() {
    LeaseWork known = workSoFar();
    return known == null ? newWork() : known;
  }

  private LeaseWork newWork() {
    var made = new LeaseWork(ledger().coarseNanoTime());
    var other = (LeaseWork) WORK.compareAndExchange(this, (LeaseWork) null, made);
    return other == null ? made : other;
  }

  /// What the borrower has done, if it has made a call.
  final @Nullable LeaseWork workSoFar() {
    return (LeaseWork) WORK.getAcquire(this);
  }

  /// The lease of this borrow, for an observer; null once the pool has the connection back, if
  /// nothing had asked before.
  final @Nullable Lease seen() {
    while (true) {
      Object now = BOOKS.getAcquire(this);
      if (now == Ending.RELEASED) {
        return null;
      }
      if (now instanceof Lease lease) {
        return lease;
      }
      var lease = new Lease(this, now == Ending.CLOSING);
      if (BOOKS.compareAndSet(this, now, lease)) {
        return lease;
      }
    }
  }

  /// The lease of this borrow, for the borrower; makes it if it is missing.
  @Override
  final Lease lease() {
    Lease lease = seen();
    if (lease == null) {
      lease = new Lease(this, true);
      lease.finished();
      BOOKS.setRelease(this, lease);
    }
    return lease;
  }

  /// Marks the start of a JDBC call; false when the borrow has ended and the call must not be made.
  final boolean begins() {
    LeaseWork mine = work();
    mine.begins();
    if (isOpen()) {
      return true;
    }
    mine.refuses();
    return false;
  }

  final void ends() {
    work().ends(ledger().coarseNanoTime());
  }

  final boolean isOpen() {
    Object now = BOOKS.getAcquire(this);
    return now == null || (now instanceof Lease lease && lease.isOpen());
  }

  final boolean isReleased() {
    Object now = BOOKS.getAcquire(this);
    return now == Ending.RELEASED || (now instanceof Lease lease && lease.isReleased());
  }

  /// Wins the right to close, once.
  final boolean beginClose() {
    if (!winsClose()) {
      return false;
    }
    long closer = Threads.currentId();
    if (shortened(closer) != threadId || threadId < 0) {
      tellIfElsewhere(closer);
    }
    return true;
  }

  private void tellIfElsewhere(long closer) {
    Lease lease = lease();
    if (lease.threadId() != closer) {
      ledger().publish(new ConnectionEvent.ClosedElsewhere(lease.borrow(), closer));
    }
  }

  private boolean winsClose() {
    if (BOOKS.getAcquire(this) == null
        && BOOKS.compareAndSet(this, (Object) null, Ending.CLOSING)) {
      return true;
    }
    return BOOKS.getAcquire(this) instanceof Lease lease && lease.beginClose();
  }

  /// The pool has the connection back. Called by the thread that won [#beginClose], before the pool
  /// hands it on if the pool tells, and once more after; only the first call counts.
  final void finish() {
    Object now = BOOKS.getAcquire(this);
    if (now instanceof Lease lease) {
      lease.finish();
    } else if (now == Ending.CLOSING) {
      cell.release();
      BOOKS.setRelease(
          this, Ending.RELEASED); // over a lease of this very instant, which knows by the slot
      cell.slot().free(this);
    }
  }
}
