package dev.pitboss.connections;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.PhantomReference;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One borrow, from the moment the pool handed the connection out until it is back.
///
/// ```
/// OPEN ──close()──▶ CLOSING ──pool has it──▶ RELEASED
///   └──leak proven, or revoked──▶ RECLAIMING ──pool evicted it──▶ RECLAIMED
/// ```
///
/// Who ends a lease is decided by one compare-and-set from `OPEN`; only the winner counts. The
/// lease is itself the phantom reference to the handle the borrower holds: nothing reachable from
/// here may lead to that handle, or its loss would never be noticed. For the same reason it keeps
/// the id and name of the thread, never the `Thread`.
///
/// Every borrow allocates one, and allocation is most of what a borrow costs: what only few leases
/// need is in their [LeaseNotes].
final class Lease extends PhantomReference<TrackedConnection> {
  // Numbers, because storing a reference costs a collector's barrier each time.
  private static final int OPEN = 0;
  private static final int CLOSING = 1;
  private static final int RELEASED = 2;
  private static final int RECLAIMING = 3;
  private static final int RECLAIMED = 4;

  // Bits of one byte: every borrow allocates a lease, and a field each would make it longer.
  private static final int UNCOMMITTED = 1;
  private static final int AUTO_COMMIT_CHANGED = 2;
  private static final int AUTO_COMMIT_WHEN_LENT = 4;

  private static final VarHandle STATE;
  private static final VarHandle IN_CALL;
  private static final VarHandle LAST_USE;
  private static final VarHandle RUNNING;
  private static final VarHandle SINCE;

  /// Neither timed nor seen yet.
  private static final long UNSEEN = Long.MIN_VALUE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Lease.class, "state", int.class);
      IN_CALL = lookup.findVarHandle(Lease.class, "inCall", boolean.class);
      SINCE = lookup.findVarHandle(Lease.class, "sinceNanos", long.class);
      RUNNING = lookup.findVarHandle(Lease.class, "running", Statement.class);
      LAST_USE = lookup.findVarHandle(Lease.class, "lastUseNanos", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final ConnectionSlot slot;
  private final SiteCounters cell;
  private final @Nullable Connection pooled;
  private final long threadId;
  private final String threadName;
  private final boolean timed;
  private Duration hold = Duration.ZERO;
  private long sinceNanos;
  private int state; // OPEN
  private boolean inCall;
  private long lastUseNanos;
  private byte work;
  private volatile boolean unwrapped;
  private @Nullable Statement running;
  private @Nullable LeaseNotes notes; // guarded by this

  /// @param handle what the borrower holds; null for a borrow that went around the tracker and has
  ///   no handle of ours
  /// @param pooled what the pool handed out; null if only the pool knows
  Lease(
      @Nullable TrackedConnection handle,
      ConnectionSlot slot,
      CallSite site,
      @Nullable Connection pooled) {
    super(handle, slot.ledger().lost());
    Thread thread = Thread.currentThread();
    this.slot = slot;
    this.cell = slot.cell(site);
    this.pooled = pooled;
    this.threadId = thread.threadId();
    this.threadName = thread.getName();
    if (cell.totals().keepsStacks()) {
      notes().stack = Callers.stack(PoolState.MAX_STACK_FRAMES);
    }
    this.timed = cell.timesNext();
    this.sinceNanos = timed ? ledger().nanoTime() : UNSEEN;
    this.lastUseNanos = timed ? sinceNanos : ledger().coarseNanoTime();
  }

  /// Counts the borrow and takes the slot.
  void open(Duration allowed) {
    hold = allowed;
    cell.acquire();
    slot.hold(this);
  }

  PoolState ledger() {
    return slot.ledger();
  }

  private synchronized LeaseNotes notes() {
    notes = notes == null ? new LeaseNotes() : notes;
    return notes;
  }

  private int state() {
    return (int) STATE.getAcquire(this);
  }

  ConnectionSlot slot() {
    return slot;
  }

  CallSite site() {
    return cell.site();
  }

  @Nullable Connection pooled() {
    return pooled;
  }

  long threadId() {
    return threadId;
  }

  String threadName() {
    return threadName;
  }

  synchronized List<String> stack() {
    return notes == null ? List.of() : notes.stack;
  }

  long holdNanos() {
    return hold.toNanos();
  }

  /// For how long the connection has been out; of a borrow that is not timed, since it was first
  /// looked at. So a borrow may be called overdue one look late, but never early.
  long heldNanos() {
    if (!isActive()) {
      return heldNanosAtEnd();
    }
    long now = ledger().nanoTime();
    SINCE.compareAndSet(this, UNSEEN, now);
    return now - (long) SINCE.getOpaque(this);
  }

  private synchronized long heldNanosAtEnd() {
    return notes == null ? 0 : notes.heldNanos;
  }

  private synchronized void heldAtEnd(long nanos) {
    notes().heldNanos = nanos;
  }

  long idleNanos(long now) {
    return (boolean) IN_CALL.getOpaque(this)
        ? 0
        : Math.max(0, now - (long) LAST_USE.getOpaque(this));
  }

  boolean isInCall() {
    return (boolean) IN_CALL.getOpaque(this);
  }

  boolean isOpen() {
    return state() == OPEN;
  }

  boolean isActive() {
    int now = state();
    return now != RELEASED && now != RECLAIMED;
  }

  boolean isReleased() {
    return state() == RELEASED;
  }

  boolean isUnwrapped() {
    return unwrapped;
  }

  boolean isWatchedByCollector() {
    return pooled != null;
  }

  boolean mayHaveOpenTransaction() {
    return (work & UNCOMMITTED) != 0 || unwrapped;
  }

  /// The auto-commit mode in which the pool lent the connection; empty if it was not changed
  /// through the handle.
  Optional<Boolean> autoCommitWhenLent() {
    return (work & AUTO_COMMIT_CHANGED) == 0
        ? Optional.empty()
        : Optional.of((work & AUTO_COMMIT_WHEN_LENT) != 0);
  }

  /// Notes the mode before a change; only the first change tells how the connection was lent.
  void changesAutoCommit(boolean before) {
    if ((work & AUTO_COMMIT_CHANGED) == 0) {
      work |= (byte) (AUTO_COMMIT_CHANGED | (before ? AUTO_COMMIT_WHEN_LENT : 0));
    }
  }

  /// Where to note other session settings before the borrower changes them.
  synchronized SessionState session() {
    return notes().session();
  }

  String ending() {
    return switch (state()) {
      case OPEN -> "open";
      case CLOSING, RELEASED -> "returned to its pool";
      default -> "taken back by the tracker";
    };
  }

  /// Marks the start of a JDBC call; false when the lease has ended and the call must not be made.
  boolean enter() {
    IN_CALL.setOpaque(this, true);
    if (state() == OPEN) {
      return true;
    }
    IN_CALL.setOpaque(this, false);
    return false;
  }

  void exit() {
    LAST_USE.setOpaque(this, ledger().coarseNanoTime());
    IN_CALL.setOpaque(this, false);
  }

  void executes(Statement statement) {
    RUNNING.setRelease(this, statement);
    work |= UNCOMMITTED;
  }

  /// The driver's statement that was started last.
  @Nullable Statement running() {
    return (Statement) RUNNING.getAcquire(this);
  }

  void transactionEnded() {
    work &= ~UNCOMMITTED;
  }

  void unwrapped() {
    unwrapped = true;
  }

  /// Wins the right to close, once.
  boolean beginClose() {
    if (!STATE.compareAndSet(this, OPEN, CLOSING)) {
      return false;
    }
    IN_CALL.setOpaque(this, true); // a close that hangs is a call that hangs
    if (Thread.currentThread().threadId() != threadId) {
      ledger()
          .publish(
              new ConnectionEvent.ClosedElsewhere(borrow(), Thread.currentThread().threadId()));
    }
    return true;
  }

  /// The pool cannot have the connection back in working order: the database ended its session.
  void sessionLost(boolean evicted) {
    ledger().publish(new ConnectionEvent.SessionLost(borrow(), evicted));
  }

  /// The pool has the connection back. Called by the thread that won [#beginClose], before the pool
  /// hands it on if the pool tells, and once more after; only the first call counts.
  void finish() {
    if (state() == CLOSING && end(RELEASED)) {
      returnedLate();
    }
  }

  /// Returns whether it was held for longer than allowed, as far as timed.
  private boolean end(int ending) {
    boolean late = false;
    long since = (long) SINCE.getOpaque(this);
    if (since != UNSEEN) {
      long held = ledger().nanoTime() - since;
      late = held > hold.toNanos();
      heldAtEnd(held);
      if (timed) {
        cell.time(held);
      } else {
        cell.atLeast(held);
      }
    }
    cell.release();
    STATE.setRelease(this, ending);
    slot.free(this);
    return late;
  }

  /// What was reported as overdue has come back after all.
  private void returnedLate() {
    LeakVerdict verdict = reported();
    if (verdict != null && verdict.isOverdue()) {
      ledger().publish(new ConnectionEvent.ReturnedLate(borrow(), verdict));
    }
  }

  /// The pool says that the connection is on its way back.
  void requestEnded() {
    if (pooled == null) {
      beginClose(); // a borrow around the tracker has no handle of ours that could have said so
    }
    finish();
  }

  /// The pool closed the physical connection under an open lease, as it does on shutdown: it is no
  /// longer checked out.
  void discardedByPool() {
    if (STATE.compareAndSet(this, OPEN, CLOSING)) {
      end(RELEASED);
    }
  }

  /// Takes the connection away from its borrower. False if it came back in the meantime.
  boolean beginReclaim() {
    return STATE.compareAndSet(this, OPEN, RECLAIMING);
  }

  /// The pool has forgotten the connection: until then it is out, and counts so. Called by the
  /// thread that won [#beginReclaim].
  void finishReclaim() {
    long since = (long) SINCE.getOpaque(this);
    heldAtEnd(since == UNSEEN ? 0 : ledger().nanoTime() - since);
    cell.reclaim();
    STATE.setRelease(this, RECLAIMED);
    slot.free(this);
  }

  /// True the first time only.
  synchronized boolean markNested() {
    boolean first = !notes().nested;
    notes().nested = true;
    return first;
  }

  /// What the watchdog last said about this lease.
  synchronized @Nullable LeakVerdict reported() {
    return notes == null ? null : notes.reported;
  }

  synchronized void reported(LeakVerdict verdict) {
    notes().reported = verdict;
  }

  synchronized LeaseNotes.@Nullable Cancellation cancellation() {
    return notes == null ? null : notes.cancellation;
  }

  synchronized void cancelled(LeaseNotes.Cancellation cancellation) {
    notes().cancellation = cancellation;
  }

  void leaked() {
    cell.totals().leaked();
  }

  void escaped() {
    boolean first;
    synchronized (this) {
      first = !notes().escapeReported;
      notes().escapeReported = true;
    }
    if (first) {
      ledger().publish(new ConnectionEvent.Leak(borrow(), new LeakVerdict.ScopeExit()));
    }
  }

  void leftOpen(int statements, int resultSets) {
    ledger().publish(new ConnectionEvent.StatementsLeftOpen(borrow(), statements, resultSets));
  }

  void transactionLeftOpen() {
    ledger().publish(new ConnectionEvent.TransactionLeftOpen(borrow()));
  }

  Borrow borrow() {
    return new Borrow(site(), Duration.ofNanos(heldNanos()), hold, threadId, threadName, stack());
  }
}
