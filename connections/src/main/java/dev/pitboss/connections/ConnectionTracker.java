package dev.pitboss.connections;

import com.google.errorprone.annotations.MustBeClosed;
import dev.pitboss.connections.internal.Threads;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// Lends the connections of a pool, counts every borrow once under the line that made it, and
/// notices the ones that do not come back.
///
/// ```java
/// ConnectionTracker tracker = ConnectionTracker.over(HikariPools.tracked(config));
/// long players = tracker.call(Duration.ofSeconds(5), connection -> countPlayers(connection));
/// System.out.println(tracker.report());
/// ```
///
/// `hold` is how long the caller may keep the connection; it starts when the pool hands the
/// connection out. Waiting for the pool has the pool's own timeout. A borrow past its hold is
/// reported, not interrupted.
///
/// Thread-safe. Share one tracker per pool.
public final class ConnectionTracker implements AutoCloseable {
  /// How long a borrow may be held that does not say so itself: 30 seconds.
  public static final Duration DEFAULT_HOLD = Duration.ofSeconds(30);

  private static final String DEFAULT_NAME = "pool";

  /// Far more pools than an application has; a search without an end would hide a mistake.
  private static final int MAX_NAMES = 1000;

  private static final Set<ConnectionTracker> OPEN = ConcurrentHashMap.newKeySet();

  private final DataSource pool;
  private final PoolState ledger;
  private final Reports reports;
  private final Watchdog watchdog;
  private final Duration defaultHold;
  private final String name;
  private final DataSource dropIn;
  private final Optional<Jmx> jmx;

  private final AtomicBoolean closed = new AtomicBoolean();

  private ConnectionTracker(Builder builder, String name) {
    pool = builder.pool;
    this.name = name;
    ledger = Pools.ledger(pool);
    ledger.attach(name);
    ledger.configure(builder.nanoTime, builder.defaultHold, builder.frameworks);
    defaultHold = builder.defaultHold;
    Optional<PoolView> view = Optional.ofNullable(builder.view).or(() -> Pools.view(pool));
    ledger.evictThrough(view, () -> Pools.isClosed(pool));
    reports = new Reports(ledger, view, builder.maxSites);
    Reclaimer reclaimer = new Reclaimer(ledger, view);
    watchdog = new Watchdog(ledger, reclaimer, builder.policy, builder.interval, name, this::close);
    dropIn = new TrackedDataSource(this, pool, null);
    jmx = builder.jmx ? Optional.of(registered(name)) : Optional.empty();
  }

  private Jmx registered(String name) {
    try {
      return Jmx.register(this, name);
    } catch (IllegalStateException e) {
      ledger.detach();
      throw e;
    }
  }

  boolean isPoolClosed() {
    return ledger.isPoolClosed();
  }

  /// A tracker over `pool` with the defaults of [Builder]. It closes nothing but itself.
  ///
  /// A HikariCP pool made by [HikariPools#tracked], or not yet started, tells about every borrow,
  /// also those made around the tracker; of any other pool the tracker knows what it lends itself.
  public static ConnectionTracker over(DataSource pool) {
    return builder(pool).build();
  }

  /// Starts a tracker over `pool` with settings of its own.
  public static Builder builder(DataSource pool) {
    return new Builder(pool);
  }

  /// The trackers of this virtual machine that have not been closed.
  public static Set<ConnectionTracker> open() {
    return Set.copyOf(OPEN);
  }

  /// Borrows a connection for the duration of `body` and gives back what it returns.
  ///
  /// @param hold how long `body` may take, above zero
  /// @throws SQLException if the pool has no connection to give, or `body` throws it
  /// @throws X if `body` throws it
  public <T extends @Nullable Object, X extends Exception> T call(
      Duration hold, ConnectionFunction<T, X> body) throws SQLException, X {
    return call(LambdaSites.of(body.getClass()), hold, body);
  }

  /// [#call(Duration, ConnectionFunction)] under a site made once per class.
  public <T extends @Nullable Object, X extends Exception> T call(
      CallSite site, Duration hold, ConnectionFunction<T, X> body) throws SQLException, X {
    try (Scope scope = new Scope(lend(site, hold))) {
      return body.apply(scope.connection());
    }
  }

  /// Borrows a connection for the duration of `body`.
  ///
  /// @param hold how long `body` may take, above zero
  /// @throws SQLException if the pool has no connection to give, or `body` throws it
  /// @throws X if `body` throws it
  public <X extends Exception> void run(Duration hold, ConnectionAction<X> body)
      throws SQLException, X {
    run(LambdaSites.of(body.getClass()), hold, body);
  }

  /// [#run(Duration, ConnectionAction)] under a site made once per class.
  public <X extends Exception> void run(CallSite site, Duration hold, ConnectionAction<X> body)
      throws SQLException, X {
    try (Scope scope = new Scope(lend(site, hold))) {
      body.accept(scope.connection());
    }
  }

  /// Runs `body` in one transaction: commits when it returns, rolls back when it throws anything at
  /// all. A failure to roll back is suppressed onto what `body` threw, and the connection is
  /// evicted. Committed work is never reported as failed. Autocommit is as before afterwards.
  ///
  /// A body may catch an SQL error and return: if the database has rolled back for it, this throws.
  ///
  /// @param hold how long the whole transaction may take, above zero
  /// @throws CommitOutcomeUnknownException if the connection was lost during COMMIT
  /// @throws TransactionRolledBackException if the database rolled back what the body did
  /// @throws java.sql.SQLFeatureNotSupportedException if the driver supports no transactions
  /// @throws SQLException if the pool has no connection to give, the commit is refused, or `body`
  ///   throws it
  /// @throws X if `body` throws it
  public <T extends @Nullable Object, X extends Exception> T inTransaction(
      Duration hold, ConnectionFunction<T, X> body) throws SQLException, X {
    return inTransaction(LambdaSites.of(body.getClass()), hold, body);
  }

  /// [#inTransaction(Duration, ConnectionFunction)] under a site made once per class.
  public <T extends @Nullable Object, X extends Exception> T inTransaction(
      CallSite site, Duration hold, ConnectionFunction<T, X> body) throws SQLException, X {
    try (Transaction transaction = new Transaction(lend(site, hold))) {
      T result = body.apply(transaction.begin());
      transaction.commit();
      return result;
    }
  }

  /// Borrows a connection until the caller closes it; for use in a try-with-resources statement.
  ///
  /// @param hold how long the connection may be kept, above zero
  /// @throws SQLException if the pool has no connection to give
  @MustBeClosed
  public TrackedConnection acquire(CallSite site, Duration hold) throws SQLException {
    return lend(site, hold);
  }

  /// This pool as an ordinary `DataSource`, for code that knows nothing of trackers. What is
  /// borrowed here counts as `UNTRACKED:` with the caller's own line, may be held for the default
  /// hold, and is watched like any other borrow.
  public DataSource asDataSource() {
    return dropIn;
  }

  /// This pool as an ordinary `DataSource` for one borrower: what is borrowed here counts under
  /// `site`, and no stack is walked.
  public DataSource asDataSource(CallSite site) {
    return new TrackedDataSource(this, pool, site);
  }

  /// Counts and watches a connection that the calling thread has just got from the pool by itself,
  /// for the default hold. It is watched and nothing else: closing it leaves an open transaction to
  /// the pool, and afterwards it answers as the pool's own closed connection does.
  ///
  /// @param pooled exactly what the pool handed out
  /// @throws SQLException if the pool cannot say which of its connections it is
  public TrackedConnection adopt(CallSite site, Connection pooled) throws SQLException {
    TrackedConnection connection = ledger.lend(pooled, site, defaultHold);
    connection.watchOnly();
    return connection;
  }

  /// What [Builder#name(String)] said, or else a name of its own.
  public String name() {
    return name;
  }

  /// Whether borrows from `source` count here already: it is the pool, or [#asDataSource()].
  @SuppressWarnings("ReferenceEquality") // identity is meant, independent of equals
  public boolean tracks(DataSource source) {
    return source == pool || source == dropIn;
  }

  /// The state of the pool and of its borrowers.
  public LeakReport report() {
    return reports.report();
  }

  /// Tells `listener` of every event from now on.
  public void addListener(ConnectionListener listener) {
    ledger.addListener(listener);
  }

  /// Looks for overdue and lost connections now, on the calling thread, rather than at the
  /// watchdog's next turn.
  public void inspect() {
    watchdog.look(null);
  }

  /// Stops the watchdog and forgets the listeners. Borrows stay counted, but overdue ones are no
  /// longer detected. The pool stays open, and may get another tracker. A tracker closes itself
  /// once its pool is closed and has everything back, as far as the pool tells.
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    watchdog.stop();
    ledger.detach();
    jmx.ifPresent(Jmx::close);
    OPEN.remove(this);
  }

  /// Whether it has been closed, or has ended with its pool.
  public boolean isClosed() {
    return closed.get();
  }

  /// Asks the pool for a connection on behalf of a drop-in.
  TrackedConnection lendToDropIn(@Nullable CallSite site, Source source) throws SQLException {
    return lend(site == null ? ledger.callers().untracked() : site, defaultHold, source);
  }

  /// Whether this class borrows for itself: it is no framework's.
  boolean isBorrower(Class<?> type) {
    return ledger.callers().isBorrower(type);
  }

  private TrackedConnection lend(CallSite site, Duration hold) throws SQLException {
    return lend(site, Positive.duration(hold), DataSource::getConnection);
  }

  // closed unless it was lent; that the two go together is beyond a leak checker's data flow
  @SuppressWarnings("required.method.not.called")
  private TrackedConnection lend(CallSite site, Duration hold, Source source) throws SQLException {
    long threadId = Threads.currentId();
    int ticket = ledger.arrivals().arrive(threadId);
    Connection pooled;
    try {
      pooled = source.connection(pool);
    } catch (SQLException e) {
      throw Refusals.explained(ledger, e, threadId);
    } finally {
      ledger.arrivals().leave(ticket, threadId);
    }
    boolean lent = false;
    try {
      TrackedConnection connection = ledger.lend(pooled, site, hold);
      lent = true;
      return connection;
    } finally {
      if (!lent) {
        pooled.close();
      }
    }
  }

  /// A way to get a connection out of a pool.
  @FunctionalInterface
  interface Source {
    Connection connection(DataSource pool) throws SQLException;
  }

  private record Scope(TrackedConnection connection) implements AutoCloseable {
    @Override
    public void close() throws SQLException {
      connection.endScope();
    }
  }

  /// The settings of a tracker; every one has a default.
  public static final class Builder {
    private final DataSource pool;
    private Duration interval = Duration.ofMillis(100);
    private Duration defaultHold = DEFAULT_HOLD;
    private LongSupplier nanoTime = System::nanoTime;
    private @Nullable String name;
    private int maxSites = 20;
    private boolean jmx;
    private final List<String> frameworks = new ArrayList<>();
    private @Nullable PoolView view;
    private ReclaimPolicy policy = ReclaimPolicy.PROVEN_LEAKS;

    private Builder(DataSource pool) {
      this.pool = pool;
    }

    /// How often the watchdog looks, above zero. Default 100 ms: an overdue borrow is reported at
    /// most that much late.
    public Builder watchdogInterval(Duration every) {
      interval = Positive.duration(every);
      return this;
    }

    /// How long a borrow through [ConnectionTracker#asDataSource()], or around the tracker, may be
    /// held. Default [ConnectionTracker#DEFAULT_HOLD].
    public Builder defaultHold(Duration hold) {
      defaultHold = Positive.duration(hold);
      return this;
    }

    /// The clock: nanoseconds from any origin, as `System.nanoTime()`, the default.
    public Builder nanoTime(LongSupplier ticker) {
      nanoTime = ticker;
      return this;
    }

    /// The pool's name in threads and messages. Default `pool`, or with [#jmx()] the first free one
    /// of `pool`, `pool-2`, …
    public Builder name(String poolName) {
      name = poolName;
      return this;
    }

    /// Shows the tracker to JMX clients; see [ConnectionTrackerMXBean]. Default no.
    public Builder jmx() {
      jmx = true;
      return this;
    }

    /// How many call sites a report lists, from 1. Default 20.
    public Builder maxSites(int sites) {
      if (sites < 1) {
        throw new IllegalArgumentException("a report lists at least one site, got " + sites);
      }
      maxSites = sites;
      return this;
    }

    /// Names code that borrows on behalf of others: an untracked borrow is put down to its caller.
    ///
    /// @param classNamePrefix such as `com.acme.persistence.`
    public Builder framework(String classNamePrefix) {
      frameworks.add(classNamePrefix);
      return this;
    }

    /// Which connections the tracker takes back by itself. Default [ReclaimPolicy#PROVEN_LEAKS].
    public Builder reclaim(ReclaimPolicy reclaimPolicy) {
      policy = reclaimPolicy;
      return this;
    }

    /// What a pool unknown to this library says about itself. Default: nothing.
    public Builder view(PoolView poolView) {
      view = poolView;
      return this;
    }

    /// Starts the tracker and its watchdog.
    ///
    /// @throws IllegalStateException if the pool has a tracker already, or the JMX name is
    ///   another's
    public ConnectionTracker build() {
      ConnectionTracker tracker = name == null ? unnamed() : new ConnectionTracker(this, name);
      OPEN.add(tracker);
      tracker.watchdog.start();
      return tracker;
    }

    private ConnectionTracker unnamed() {
      for (int i = 1; ; i++) {
        try {
          return new ConnectionTracker(this, i == 1 ? DEFAULT_NAME : DEFAULT_NAME + "-" + i);
        } catch (Jmx.NameTakenException taken) {
          if (i == MAX_NAMES) {
            throw taken;
          }
        }
      }
    }
  }
}
