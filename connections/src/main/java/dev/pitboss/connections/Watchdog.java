package dev.pitboss.connections;

import dev.pitboss.connections.internal.Threads;
import java.lang.System.Logger.Level;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Inspects every slot a few times per second, in one thread: no borrow pays for a timer.
///
/// Between two looks it waits for the garbage collector to hand over a lost handle, so a proven
/// leak is known at once.
final class Watchdog implements Runnable {
  /// A connection that was used a moment ago is at work, even if no call is running at the instant
  /// of the look.
  private static final long IDLE_AFTER_NANOS = Duration.ofSeconds(1).toNanos();

  /// A cancellation that comes between two statements, or just before the database has begun, is
  /// lost.
  private static final long CANCEL_AGAIN_NANOS = Duration.ofSeconds(1).toNanos();

  /// Verdicts, the least grave first.
  private static final List<Class<? extends LeakVerdict>> GRAVITY =
      List.of(
          LeakVerdict.ScopeExit.class,
          LeakVerdict.OverdueBusy.class,
          LeakVerdict.Suspect.class,
          LeakVerdict.OverdueIdle.class,
          LeakVerdict.Proven.class);

  /// Longer than pools wait for the connections that are out when they are closed.
  private static final long CLOSED_GRACE_NANOS = Duration.ofSeconds(30).toNanos();

  private static final long OPEN = Long.MIN_VALUE;

  private static final System.Logger LOG = System.getLogger(ConnectionTracker.class.getName());

  private final PoolState ledger;
  private final Reclaimer reclaimer;
  private final ReclaimPolicy policy;
  private final Duration interval;
  private long collectedAtNanos;
  private long closedSinceNanos = OPEN;
  private final Thread thread;
  private final Runnable poolClosed;
  private final AutoCommitQuestion autoCommit = new AutoCommitQuestion();
  private volatile boolean stopped;

  /// @param poolClosed what to do once the pool is closed and has everything back
  Watchdog(
      PoolState ledger,
      Reclaimer reclaimer,
      ReclaimPolicy policy,
      Duration interval,
      String name,
      Runnable poolClosed) {
    this.poolClosed = poolClosed;
    this.ledger = ledger;
    this.reclaimer = reclaimer;
    this.policy = policy;
    this.collectedAtNanos = ledger.nanoTime();
    this.interval = interval;
    this.thread = Threads.daemon("connections-watchdog-" + name, this);
  }

  void start() {
    thread.start();
  }

  void stop() {
    stopped = true;
    thread.interrupt();
  }

  @SuppressWarnings("IllegalCatch") // leaks would silently not be found any more
  @Override
  public void run() {
    while (!stopped) {
      try {
        Reference<?> lost = ledger.lost().remove(interval.toMillis());
        look(lost);
      } catch (InterruptedException ignored) {
        // only stop() interrupts this thread: the loop ends by its condition
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "The connection watchdog failed once and continues", e);
      } catch (Error e) {
        handOver(e);
      }
    }
  }

  /// Whether the process can go on is for its owner to say, by the handler of uncaught exceptions.
  /// Until then this thread does: leak detection would otherwise stop unnoticed.
  @SuppressWarnings("IllegalCatch") // leaks would silently not be found any more
  private void handOver(Error error) {
    try {
      thread.getUncaughtExceptionHandler().uncaughtException(thread, error);
    } catch (RuntimeException | Error failure) {
      LOG.log(Level.ERROR, "The connection watchdog failed once and continues", failure);
    }
  }

  /// One round: every handle the collector found lost, then every slot.
  synchronized void look(@Nullable Reference<?> first) {
    ledger.tick();
    Reference<?> lost = first == null ? ledger.lost().poll() : first;
    while (lost != null) {
      lost((Lease) lost);
      lost = ledger.lost().poll();
    }
    for (Lease lease : ledger.active()) {
      if (ledger.arrivals().contains(lease.threadId()) && lease.isActive()) {
        ledger.nested(lease); // still active after the thread was seen waiting: not its next borrow
      }
      if (lease.heldNanos() > lease.holdNanos()) {
        overdue(lease, ledger.nanoTime());
      }
    }
    ledger.forgetRetired();
    endWithPool();
  }

  /// What is out when its pool is closed either comes back soon, or has nowhere to come back to.
  private void endWithPool() {
    if (!ledger.isPoolClosed()) {
      closedSinceNanos = OPEN;
      return;
    }
    long now = ledger.nanoTime();
    closedSinceNanos = closedSinceNanos == OPEN ? now : closedSinceNanos;
    boolean late = now - closedSinceNanos > CLOSED_GRACE_NANOS;
    for (Lease lease : ledger.active()) {
      if (late || lease.isLetGo()) {
        lease.discardedByPool();
      }
    }
    if (ledger.active().isEmpty()) {
      poolClosed.run();
    }
  }

  private void lost(Lease lease) {
    if (!lease.isOpen()) {
      return;
    }
    if (lease.work().isUnwrapped()) {
      report(lease, new LeakVerdict.Suspect());
      return;
    }
    var proven = new LeakVerdict.Proven();
    report(lease, proven);
    if (policy.provenLeaks()) {
      reclaimer.reclaim(lease, proven);
    } else {
      lease.letGo();
    }
  }

  private void overdue(Lease lease, long now) {
    long idleNanos = Math.min(lease.idleNanos(now), lease.heldNanos());
    if (lease.work().isUnwrapped()) {
      report(lease, new LeakVerdict.Suspect());
    } else if (idleNanos < Math.min(IDLE_AFTER_NANOS, lease.holdNanos())) {
      var busy = new LeakVerdict.OverdueBusy();
      report(lease, busy);
      policy.overdueBusy().ifPresent(grace -> stop(lease, busy, grace, now));
    } else {
      var idle = new LeakVerdict.OverdueIdle(Duration.ofNanos(idleNanos));
      report(lease, idle);
      if (policy.overdueIdle()) {
        reclaimer.reclaim(lease, idle);
      } else if (lease.isWatchedByCollector()) {
        policy.collectAtMostEvery().ifPresent(period -> collect(period, now));
      }
    }
  }

  private void stop(Lease lease, LeakVerdict verdict, Duration grace, long now) {
    LeaseNotes.Cancellation before = lease.cancellation();
    if (before == null) {
      lease.cancelled(new LeaseNotes.Cancellation(now, now));
      reclaimer.cancel(lease);
    } else if (now - before.firstNanos() >= grace.toNanos()) {
      reclaimer.reclaim(lease, verdict);
    } else if (now - before.latestNanos() >= CANCEL_AGAIN_NANOS) {
      lease.cancelled(new LeaseNotes.Cancellation(before.firstNanos(), now));
      reclaimer.cancel(lease);
    }
  }

  private void collect(Duration period, long now) {
    if (now - collectedAtNanos >= period.toNanos()) {
      collectedAtNanos = now;
      System.gc();
    }
  }

  /// Says each thing once: a borrow already called a leak is not called a lesser thing later, nor
  /// the same again.
  private void report(Lease lease, LeakVerdict verdict) {
    LeakVerdict before = lease.reported();
    if (before != null && gravity(verdict) <= gravity(before)) {
      return;
    }
    lease.reported(verdict);
    if (verdict.countsAsLeak()) {
      autoCommit.ask(lease);
    }
    if (verdict.countsAsLeak() && (before == null || !before.countsAsLeak())) {
      lease.leaked();
    }
    ledger.publish(new ConnectionEvent.Leak(lease.borrow(), verdict));
  }

  private static int gravity(LeakVerdict verdict) {
    return GRAVITY.indexOf(verdict.getClass());
  }
}
