package dev.pitboss.connections;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.time.Duration;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Runs everything that can end a borrow or look at it at once, in the interleavings a model
/// checker comes up with: one wins, and the borrow counts once.
@Tag("slow")
public class LeaseInterleavingsTest {
  private static final CallSite SITE = CallSite.declared("A.java", "a", 1);
  private static final int BORROWS_BEFORE = 65; // the first ones are timed, and so have a lease

  private static final Connection UNUSED =
      (Connection)
          Proxy.newProxyInstance(
              LeaseInterleavingsTest.class.getClassLoader(),
              new Class<?>[] {Connection.class},
              (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
              });

  private final PoolState ledger = new PoolState(SlotFinder.NONE);
  private final ConnectionSlot slot = ledger.newSlot();
  private final TrackedConnection handle;

  /// Opens the borrow that is about to end.
  public LeaseInterleavingsTest() {
    SiteCounters cell = slot.cell(SITE);
    for (int i = 0; i < BORROWS_BEFORE; i++) {
      cell.acquire();
      cell.release();
    }
    handle = TrackedConnection.lend(slot, UNUSED, SITE);
    handle.open(Duration.ofSeconds(1));
  }

  /// The owner closes: the pool hears of it first, the wrapper after that.
  @Operation
  public boolean close() {
    if (!handle.beginClose()) {
      return false;
    }
    slot.requestEnded();
    handle.finish();
    return true;
  }

  /// The watchdog looks, and takes the connection back, because it was collected or revoked.
  @Operation
  public boolean reclaim() {
    Lease lease = slot.current();
    if (lease == null || !lease.beginReclaim()) {
      return false;
    }
    lease.finishReclaim();
    return true;
  }

  /// An observer looks. What it sees may be halfway between two states, and is not compared.
  @Operation
  public void look() {
    Lease lease = slot.current();
    if (lease != null && lease.isActive()) {
      lease.heldNanos();
    }
  }

  /// A call in progress learns whether it may go on.
  @Operation
  public boolean use() {
    boolean allowed = handle.begins();
    if (allowed) {
      handle.ends();
    }
    return allowed;
  }

  /// In every interleaving the borrow ended at most once, and the counters agree.
  @Validate
  public void countsOnce() {
    SiteCounters.Counts counts = ledger.totals(SITE).counts();
    long ended = counts.released() + counts.reclaimed() - BORROWS_BEFORE;
    boolean held = slot.isHeld();
    if (counts.acquired() != BORROWS_BEFORE + 1
        || ended != (held ? 0 : 1)
        || handle.isOpen() != held
        || handle.lease().isActive() != held) {
      throw new IllegalStateException(counts + (held ? ", held" : ", ended"));
    }
  }

  @Test
  void aBorrowEndsOnceInEveryInterleaving() {
    new ModelCheckingOptions()
        .iterations(4)
        .invocationsPerIteration(300)
        .threads(3)
        .actorsPerThread(2)
        .actorsBefore(0)
        .actorsAfter(1)
        .check(LeaseInterleavingsTest.class);
  }
}
