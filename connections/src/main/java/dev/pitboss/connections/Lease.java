package dev.pitboss.connections;

import dev.pitboss.connections.internal.Threads;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.PhantomReference;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One borrow that the watchdog or a report has looked at, until it is back: see [LentConnection]
/// for all others.
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
/// What only few leases need is in their [LeaseNotes].
final class Lease extends PhantomReference<LentConnection> {
  // Numbers, because storing a reference costs a collector's barrier each time.
  private static final byte OPEN = 0;
  private static final byte CLOSING = 1;
  private static final byte RELEASED = 2;
  private static final byte RECLAIMING = 3;
  private static final byte RECLAIMED = 4;

  private static final VarHandle STATE;
  private static final VarHandle SINCE;

  /// Neither timed nor seen yet.
  private static final long UNSEEN = Long.MIN_VALUE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Lease.class, "state", byte.class);
      SINCE = lookup.findVarHandle(Lease.class, "sinceNanos", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final SiteCounters cell;
  private @Nullable Connection pooled;
  private long threadId;
  private final String threadName;
  private final Duration hold;
  private final LeaseWork work;
  private long sinceNanos = UNSEEN;
  private byte state; // OPEN
  private boolean timed;
  private boolean letGo;
  private @Nullable LeaseNotes notes; // guarded by this

  /// A borrow that went around the tracker: no handle of ours, and only the pool knows its own.
  Lease(SiteCounters cell, Duration hold) {
    super(null, null);
    this.cell = cell;
    this.threadName = Thread.currentThread().getName();
    this.hold = hold;
    this.work = new LeaseWork(ledger().coarseNanoTime());
    notesBorrow();
  }

  /// @param closing whether the handle is being closed
  Lease(LentConnection handle, boolean closing) {
    super(handle, handle.ledger().lost());
    this.cell = handle.cell();
    this.pooled = handle.pooled();
    this.threadId = handle.threadId();
    this.threadName = handle.threadName();
    this.hold = cell.allowed();
    this.work = handle.work();
    this.state = closing ? CLOSING : OPEN;
  }

  /// Notes what is known at the moment of the borrow, on the borrowing thread.
  void notesBorrow() {
    threadId = Threads.currentId();
    if (cell.totals().keepsStacks()) {
      notes().found();
    }
    if (cell.timesNext()) {
      timed = true;
      sinceNanos = ledger().nanoTime();
    }
  }

  /// Counts a borrow around the tracker and takes the slot.
  void open() {
    cell.acquire();
    slot().hold(this);
  }

  /// Whether this is the lease of `handle`.
  boolean isOf(LentConnection handle) {
    return refersTo(handle);
  }

  PoolState ledger() {
    return slot().ledger();
  }

  private synchronized LeaseNotes notes() {
    notes = notes == null ? new LeaseNotes() : notes;
    return notes;
  }

  private byte state() {
    return (byte) STATE.getAcquire(this);
  }

  ConnectionSlot slot() {
    return cell.slot();
  }

  LeaseWork work() {
    return work;
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

  synchronized String traceId() {
    return notes == null ? "" : notes.traceId;
  }

  synchronized TransactionState transaction() {
    return work.transaction(notes == null ? null : notes.lentWithAutoCommit);
  }

  /// Notes what the driver says about a connection whose borrower has not touched the mode.
  synchronized void foundAutoCommit(boolean on) {
    notes().lentWithAutoCommit = on;
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
    return isInCall() ? 0 : Math.max(0, now - work.lastUseNanos());
  }

  /// Whether the driver is at work for the borrower. A close that hangs is a call that hangs.
  boolean isInCall() {
    return work.isInCall() || state() == CLOSING;
  }

  boolean isOpen() {
    return state() == OPEN;
  }

  /// A lease that was made while its handle was being closed may not hear of the end: it lasts for
  /// as long as it holds its slot.
  boolean isActive() {
    return switch (state()) {
      case OPEN, RECLAIMING -> true;
      case CLOSING -> slot().current() == this;
      default -> false;
    };
  }

  boolean isReleased() {
    return state() == RELEASED;
  }

  boolean isWatchedByCollector() {
    return pooled != null;
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

  /// Wins the right to close, once.
  boolean beginClose() {
    return STATE.compareAndSet(this, OPEN, CLOSING);
  }

  /// Notes that the borrow had ended before there was a lease.
  void finished() {
    STATE.setRelease(this, RELEASED);
  }

  /// The pool has the connection back. Called by the thread that won [#beginClose], before the pool
  /// hands it on if the pool tells, and once more after; only the first call counts.
  void finish() {
    if (state() == CLOSING && end(RELEASED)) {
      returnedLate();
    }
  }

  /// Returns whether it was held for longer than allowed, as far as timed.
  private boolean end(byte ending) {
    long since = (long) SINCE.getOpaque(this);
    boolean late = false;
    if (since != UNSEEN) {
      long held = ledger().nanoTime() - since;
      late = held > hold.toNanos();
      heldAtEnd(held);
      cell.held(held, timed);
    }
    cell.release();
    STATE.setRelease(this, ending);
    slot().free(this);
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
    slot().free(this);
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

  /// Lost, and to be watched only: nothing here keeps the connection from being collected.
  void letGo() {
    pooled = null;
    letGo = true;
    work.letGo();
    if (slot().isSpare() && ledger().keepsFew()) {
      slot().free(this);
    }
  }

  boolean isLetGo() {
    return letGo;
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

  Borrow borrow() {
    return new Borrow(
        site(),
        Duration.ofNanos(heldNanos()),
        hold,
        threadId,
        threadName,
        stack(),
        transaction(),
        work.lastSql(),
        traceId());
  }
}
