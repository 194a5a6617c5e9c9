package dev.pitboss.connections;

import java.time.Duration;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Runs everything that can end a borrow at once, in the interleavings a model checker comes up
/// with: one wins, and the borrow counts once.
@Tag("slow")
public class LeaseInterleavingsTest {
  private final PoolState ledger = new PoolState(SlotFinder.NONE);
  private final ConnectionSlot slot = ledger.newSlot();
  private final Lease lease = new Lease(null, slot, CallSite.declared("A.java", "a", 1), null);

  /// Opens the borrow that is about to end.
  public LeaseInterleavingsTest() {
    lease.open(Duration.ofSeconds(1));
  }

  /// The owner closes: the pool hears of it first, the wrapper after that.
  @Operation
  public boolean close() {
    if (!lease.beginClose()) {
      return false;
    }
    lease.requestEnded();
    lease.finish();
    return true;
  }

  /// The watchdog takes the connection back, because it was collected or revoked.
  @Operation
  public boolean reclaim() {
    if (!lease.beginReclaim()) {
      return false;
    }
    lease.finishReclaim();
    return true;
  }

  /// A call in progress learns whether it may go on.
  @Operation
  public boolean use() {
    boolean allowed = lease.enter();
    if (allowed) {
      lease.exit();
    }
    return allowed;
  }

  /// In every interleaving the borrow ended at most once, and the counters agree.
  @Validate
  public void countsOnce() {
    SiteCounters.Counts counts = ledger.totals(lease.site()).counts();
    long ended = counts.released() + counts.reclaimed();
    boolean open = lease.isActive();
    if (counts.acquired() != 1 || ended != (open ? 0 : 1) || (slot.current() == null) == open) {
      throw new IllegalStateException(counts + (open ? ", open" : ", ended"));
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
