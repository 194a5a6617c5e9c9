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
  /// So many borrows of this slot share a [Place].
  private static final int BORROWS_PER_PLACE = 64;

  private static final VarHandle CURRENT;
  private static final VarHandle PLACE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      CURRENT = lookup.findVarHandle(Place.class, "current", Object.class);
      PLACE = lookup.findVarHandle(ConnectionSlot.class, "place", Place.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private final PoolState ledger;
  private final boolean spare;
  private Place place = new Place();
  private int borrowsOfPlace;
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

  /// The borrow that holds this slot, for an observer: a handle becomes a lease by it.
  @Nullable Lease current() {
    var now = (Place) PLACE.getAcquire(this);
    Object holder = CURRENT.getAcquire(now);
    if (holder instanceof LentConnection handle) {
      Lease lease = handle.seen();
      if (lease != null) {
        CURRENT.compareAndSet(now, holder, lease); // the handle may be collected from now on
      }
      return lease;
    }
    return (Lease) holder;
  }

  boolean isHeld() {
    return holder() != null;
  }

  private @Nullable Object holder() {
    return CURRENT.getAcquire((Place) PLACE.getAcquire(this));
  }

  /// The pool says that the connection is on its way back.
  void requestEnded() {
    Object holder = holder();
    if (holder instanceof LentConnection handle) {
      handle.finish();
    } else if (holder != null) {
      ((Lease) holder).requestEnded();
    }
  }

  /// The pool hands the connection out, or has closed it: a borrow that still holds the slot has
  /// ended without a word.
  void discardedByPool() {
    Lease lease = current();
    if (lease != null) {
      lease.discardedByPool();
    }
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
    return cells.computeIfAbsent(site, wanted -> ledger.totals(wanted).newCell(this, wanted));
  }

  /// @param holder the handle, or its lease
  void hold(Object holder) {
    if (borrowsOfPlace++ == BORROWS_PER_PLACE) {
      borrowsOfPlace = 1;
      PLACE.setRelease(this, new Place());
    }
    CURRENT.setRelease(place, holder);
  }

  /// Empties the slot, if the borrow of `handle` still holds it.
  @SuppressWarnings("ReferenceEquality") // what a driver's or a pool's equals says is not meant
  void free(LentConnection handle) {
    var now = (Place) PLACE.getAcquire(this);
    Object holder = CURRENT.getAcquire(now);
    if (holder == handle || (holder instanceof Lease lease && lease.isOf(handle))) {
      empty(now);
    }
  }

  /// Empties the slot, if the borrow of `lease` still holds it.
  void free(Lease lease) {
    var now = (Place) PLACE.getAcquire(this);
    Object holder = CURRENT.getAcquire(now);
    if (holder == lease || (holder instanceof LentConnection handle && lease.isOf(handle))) {
      empty(now);
    }
  }

  private void empty(Place held) {
    CURRENT.setRelease(held, null);
    if (spare) {
      ledger.putBack(this);
    }
  }

  /// The physical connection is closed: the slot goes as soon as its last lease has ended.
  void retire() {
    retired = true;
    discardedByPool();
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
    if (!retired || isHeld()) {
      return false;
    }
    cells.values().forEach(cell -> cell.totals().fold(cell));
    cells.clear();
    latest = null;
    folded = true;
    return true;
  }

  /// Where the holder of a slot is noted: an object that is replaced while it is young.
  ///
  /// G1 orders each write of a young object's reference into an old object by a fence, which costs
  /// more than all other notes of a borrow. A slot grows old; its place does not.
  private static final class Place {
    private @Nullable Object current; // null, a handle, or its lease
  }
}
