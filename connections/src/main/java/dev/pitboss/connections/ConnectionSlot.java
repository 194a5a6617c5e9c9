package dev.pitboss.connections;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The place of one physical connection: empty, or held under exactly one lease.
///
/// State is bounded by the size of the pool, and a borrow registers by one release store. Only the
/// holder of the connection writes; the pool's own hand-over orders one holder's writes before the
/// next holder's.
final class ConnectionSlot {
  private static final VarHandle CURRENT;

  static {
    try {
      CURRENT = MethodHandles.lookup().findVarHandle(ConnectionSlot.class, "current", Lease.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final PoolState ledger;
  private final boolean spare;
  private @Nullable Lease current;
  private @Nullable SiteCounters latest;
  private final Map<CallSite, SiteCounters> cells = new HashMap<>(); // guarded by this
  private volatile boolean retired;
  private boolean folded; // guarded by this

  /// @param spare whether the slot goes back to the ledger after each borrow, because no physical
  ///   connection owns it
  ConnectionSlot(PoolState ledger, boolean spare) {
    this.ledger = ledger;
    this.spare = spare;
  }

  PoolState ledger() {
    return ledger;
  }

  @Nullable Lease current() {
    return (Lease) CURRENT.getAcquire(this);
  }

  /// The counts of `site` on this slot; called by the holder only.
  @SuppressWarnings(
      "ReferenceEquality") // a shortcut: sites that are equal find the same cell below
  SiteCounters cell(CallSite site) {
    SiteCounters cell = latest;
    if (cell == null || cell.site() != site) {
      cell = find(site);
      latest = cell;
    }
    return cell;
  }

  private synchronized SiteCounters find(CallSite site) {
    if (folded) {
      folded = false; // a pool that hands out a connection it closed still gets its borrows counted
      retired = false;
      ledger.add(this);
    }
    return cells.computeIfAbsent(site, wanted -> ledger.totals(wanted).newCell(wanted));
  }

  void hold(Lease lease) {
    CURRENT.setRelease(this, lease);
  }

  /// Empties the slot, if `lease` still holds it.
  void free(Lease lease) {
    if (current == lease) {
      CURRENT.setRelease(this, null);
      if (spare) {
        ledger.putBack(this);
      }
    }
  }

  /// The physical connection is closed: the slot goes as soon as its last lease has ended.
  void retire() {
    retired = true;
    Lease lease = current();
    if (lease != null) {
      lease.discardedByPool();
    }
  }

  boolean isSpare() {
    return spare;
  }

  boolean isRetired() {
    return retired;
  }

  /// Moves the counts of a retired, empty slot to their sites. Returns true when the slot can be
  /// forgotten.
  synchronized boolean fold() {
    if (!retired || current() != null) {
      return false;
    }
    cells.values().forEach(cell -> cell.totals().fold(cell));
    cells.clear();
    latest = null;
    folded = true;
    return true;
  }
}
