package dev.pitboss.connections;

import java.lang.System.Logger.Level;
import java.lang.ref.ReferenceQueue;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// The books of one pool: its slots, its call sites' totals, and who is to be told. Thread-safe.
///
/// It exists as soon as the pool does, so borrows made before a tracker is attached are counted
/// too.
final class PoolState {
  static final int MAX_STACK_FRAMES = 64;

  /// Code has only so many lines that borrow; a site made up per request would otherwise grow
  /// without bound.
  private static final int MAX_SITES = 4096;

  /// Lost connections that are not taken back are listed one by one up to this, and counted beyond:
  /// a source that is no pool may lose one with every request.
  private static final int MAX_LOST = 1024;

  private static final CallSite OTHER_SITES = CallSite.declared("(other sites)", "any", 0);
  private static final System.Logger LOG = System.getLogger(ConnectionTracker.class.getName());

  private final BorrowersInProgress arrivals = new BorrowersInProgress();
  private final List<ConnectionSlot> slots = new CopyOnWriteArrayList<>();
  private final SpareSlots spares = new SpareSlots();
  private final ConcurrentHashMap<CallSite, SiteTotals> totals = new ConcurrentHashMap<>();
  private final ReferenceQueue<LentConnection> lost = new ReferenceQueue<>();
  private final List<ConnectionListener> listeners = new CopyOnWriteArrayList<>();
  private final EventLog log = new EventLog();
  private final SlotFinder finder;
  private final AtomicInteger lostForGood = new AtomicInteger();
  private final AtomicBoolean attached = new AtomicBoolean();
  private LongSupplier clock = System::nanoTime;
  private volatile long coarseNanoTime = System.nanoTime();
  private volatile Duration untrackedHold = ConnectionTracker.DEFAULT_HOLD;
  private volatile Callers callers = new Callers(List.of());
  private volatile Optional<PoolView> view = Optional.empty();
  private volatile BooleanSupplier poolClosed = () -> false;
  private volatile @Nullable Boolean knowsTransactions;

  /// @param finder how to get from what the pool hands out to the slot below
  PoolState(SlotFinder finder) {
    this.finder = finder;
  }

  /// Registers the tracker of this pool.
  void attach(String tracker) {
    if (!attached.compareAndSet(false, true)) {
      throw new IllegalStateException(
          "the pool of tracker '" + tracker + "' is tracked already: share one");
    }
  }

  /// Notes how to have the pool forget a connection, and how to see that it is closed.
  void evictThrough(Optional<PoolView> poolView, BooleanSupplier closed) {
    view = poolView;
    poolClosed = () -> poolView.map(PoolView::isClosed).orElse(false) || closed.getAsBoolean();
  }

  /// Ends a connection in an unknown state: it must not be lent again. Never throws, because it
  /// runs while a worse failure is on its way to the borrower.
  ///
  /// @param decided whether the transaction is not to be touched: COMMIT was sent
  void evict(Connection pooled, Lease lease, boolean decided) {
    Optional<Connection> raw = finder.raw(pooled);
    var settlement = new Settlement(pooled, raw, lease.site());
    boolean open = !decided && !isSessionClosed(pooled);
    Settlement.Outcome outcome = open ? settlement.rollBack(true) : settlement.endSession();
    if (open) {
      tellIfUnsettled(lease, outcome);
    }
    Optional<PoolView> evicting = view.filter(PoolView::evicts);
    try {
      if (!mayLeave(outcome, raw)) {
        return;
      }
      if (evicting.isPresent()) {
        evicting.get().evict(pooled);
      } else {
        restore(lease, pooled, outcome);
        pooled.close(); // the pool drops what it finds dead
      }
    } catch (SQLException | RuntimeException failure) {
      LOG.log(
          Level.WARNING,
          "The connection of " + lease.site() + ", in an unknown state, does not close",
          failure);
    }
  }

  /// A connection whose transaction may still be open is withheld rather than given to a pool that
  /// would commit it, or lend it on: a lost slot is found, a wrong commit is not.
  boolean mayLeave(Settlement.Outcome outcome, Optional<Connection> raw) {
    boolean destroys = evicts() && view.map(pool -> !pool.restoresAutoCommit()).orElse(false);
    return outcome != Settlement.Outcome.UNSETTLED || destroys || raw.isEmpty();
  }

  /// Puts a connection that its pool may lend again back into the state in which it was lent. Not
  /// before its transaction is over: turning auto-commit on would commit it.
  void restore(Lease lease, Connection pooled, Settlement.Outcome outcome) throws SQLException {
    if (outcome == Settlement.Outcome.ROLLED_BACK) {
      Optional<Boolean> autoCommit = lease.work().autoCommitWhenLent();
      if (autoCommit.isPresent()) {
        pooled.setAutoCommit(autoCommit.get());
      }
      lease.session().restore(pooled);
    }
  }

  void tellIfUnsettled(Lease lease, Settlement.Outcome outcome) {
    switch (outcome) {
      case ROLLED_BACK -> {
        // as it should be
      }
      case SESSION_ENDED -> publish(new ConnectionEvent.TransactionUnsettled(lease.borrow(), true));
      case UNSETTLED -> publish(new ConnectionEvent.TransactionUnsettled(lease.borrow(), false));
    }
  }

  SlotFinder finder() {
    return finder;
  }

  boolean evicts() {
    return view.map(PoolView::evicts).orElse(false);
  }

  boolean isPoolClosed() {
    return poolClosed.getAsBoolean();
  }

  /// Whether the driver says that the session behind what a pool handed out has ended.
  boolean isSessionClosed(Connection pooled) {
    try {
      return finder.raw(pooled).orElse(pooled).isClosed() || pooled.isClosed();
    } catch (SQLException | RuntimeException ignored) {
      return false;
    }
  }

  /// Whether the driver knows transactions; asked once per pool. A driver that cannot say so is
  /// taken to know them.
  boolean knowsTransactions(Connection pooled) throws SQLException {
    Boolean known = knowsTransactions;
    if (known == null) {
      known = asksForTransactions(pooled);
      knowsTransactions = known;
    }
    return known;
  }

  private static boolean asksForTransactions(Connection pooled) throws SQLException {
    try {
      return pooled.getMetaData().supportsTransactions();
    } catch (SQLFeatureNotSupportedException | RuntimeException ignored) {
      return true;
    }
  }

  void detach() {
    listeners.clear();
    attached.set(false);
  }

  /// Takes over a tracker's settings.
  void configure(LongSupplier nanoTime, Duration hold, List<String> frameworks) {
    clock = nanoTime;
    tick();
    untrackedHold = hold;
    callers = new Callers(frameworks);
  }

  BorrowersInProgress arrivals() {
    return arrivals;
  }

  Callers callers() {
    return callers;
  }

  ReferenceQueue<LentConnection> lost() {
    return lost;
  }

  long nanoTime() {
    return clock.getAsLong();
  }

  /// The time of the watchdog's last look: good enough to tell busy from idle, and almost free.
  long coarseNanoTime() {
    return coarseNanoTime;
  }

  void tick() {
    coarseNanoTime = clock.getAsLong();
  }

  ConnectionSlot newSlot() {
    forgetRetired();
    var slot = new ConnectionSlot(this, false);
    add(slot);
    return slot;
  }

  void add(ConnectionSlot slot) {
    slots.add(slot);
  }

  void putBack(ConnectionSlot spare) {
    spares.putBack(spare);
  }

  private ConnectionSlot spareSlot() {
    ConnectionSlot spare = spares.take();
    if (spare == null) {
      spare = new ConnectionSlot(this, true);
      add(spare);
    }
    return spare;
  }

  /// Counts a lost borrow that stays out.
  ///
  /// @return whether so many have been lost that this one need not be listed any more
  boolean keepsFew() {
    return lostForGood.incrementAndGet() > MAX_LOST;
  }

  void forgetRetired() {
    slots.removeIf(ConnectionSlot::fold);
  }

  List<ConnectionSlot> slots() {
    return slots;
  }

  Collection<SiteTotals> totals() {
    return totals.values();
  }

  SiteTotals totals(CallSite site) {
    SiteTotals known = totals.get(site);
    if (known != null) {
      return known;
    }
    CallSite bounded = totals.size() < MAX_SITES ? site : OTHER_SITES;
    return totals.computeIfAbsent(bounded, SiteTotals::new);
  }

  /// Every borrow that has not ended.
  List<Lease> active() {
    List<Lease> active = new ArrayList<>();
    for (ConnectionSlot slot : slots) {
      Lease lease = slot.current();
      if (lease != null && lease.isActive()) {
        active.add(lease);
      }
    }
    return active;
  }

  /// Registers a borrow through the tracker.
  ///
  /// @param pooled what the pool handed out to the calling thread
  TrackedConnection lend(Connection pooled, CallSite site, Duration hold) throws SQLException {
    TrackedConnection handle = TrackedConnection.lend(slotOf(pooled), pooled, site);
    handle.open(hold);
    return handle;
  }

  /// Something between pool and tracker may hide the physical connection; then the borrow gets a
  /// slot without one.
  private ConnectionSlot slotOf(Connection pooled) throws SQLException {
    ConnectionSlot slot = finder.find(pooled);
    if (slot == null) {
      return spareSlot();
    }
    slot.discardedByPool(); // handed out anew, so the pool must have had it back
    return slot;
  }

  /// Registers a borrow that went around the tracker, from within the pool's `getConnection()`.
  void lendUntracked(ConnectionSlot slot) {
    new Lease(slot.cell(callers.untracked()), untrackedHold).open();
  }

  /// Notes, once per borrow, that its thread waits for another connection.
  void nested(Lease lease) {
    if (lease.markNested()) {
      publish(new ConnectionEvent.NestedAcquire(lease.borrow()));
    }
  }

  void addListener(ConnectionListener listener) {
    listeners.add(listener);
  }

  void publish(ConnectionEvent event) {
    log.write(event);
    tell(event);
  }

  /// @param outcome how its transaction ended, if one was open
  void publish(ConnectionEvent.Reclaimed reclaimed, Settlement.Outcome outcome) {
    log.write(reclaimed, outcome);
    tell(reclaimed);
  }

  private void tell(ConnectionEvent event) {
    for (ConnectionListener listener : listeners) {
      try {
        listener.on(event);
      } catch (RuntimeException e) {
        LOG.log(Level.ERROR, "Connection listener " + listener + " failed on " + event, e);
      }
    }
  }
}
