package dev.pitboss.connections;

import com.google.errorprone.annotations.MustBeClosed;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.sql.DataSource;

/// Lends a pool's connections and knows where each one is.
///
/// The scoped calls ([#call], [#run], [#inTransaction]) cannot forget a connection: it goes back
/// when the work returns or throws. `hold` says how long the work means to keep it; one that is
/// kept longer is reported with its line, never taken away. How long to wait for a connection is
/// the pool's own setting.
///
/// Thread-safe. Closing it stops the watching; it does not close the pool.
public final class ConnectionTracker implements AutoCloseable {
  /// Every call to this class's lambda is the same line: found once, kept with the lambda's class.
  private static final ClassValue<CallSite> LAMBDA_SITES =
      new ClassValue<>() {
        @Override
        protected CallSite computeValue(Class<?> lambda) {
          return CallSite.ofLambda(lambda);
        }
      };

  private final DataSource pool;
  private final TrackerCore core;
  private final ScheduledExecutorService watchdog;

  private ConnectionTracker(DataSource pool, TrackerCore core, Duration watchEvery) {
    this.pool = pool;
    this.core = core;
    this.watchdog =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name(core.name() + "-watchdog").factory());
    ScheduledFuture<?> _ = // reportOverdue does not throw: listeners' failures end there
        watchdog.scheduleWithFixedDelay(
            core::reportOverdue, watchEvery.toNanos(), watchEvery.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Watches a pool with the default settings. What is taken from the pool past the tracker shows
  /// only in the discrepancy; with [TrackedHikariPool] it shows with its line.
  public static ConnectionTracker over(DataSource pool) {
    return builder(pool).build();
  }

  /// Watches a pool with settings of one's own.
  public static Builder builder(DataSource pool) {
    return new Builder(pool);
  }

  /// Lends a connection for some work.
  ///
  /// @param hold how long the work means to keep it, positive
  /// @return the work's result
  /// @throws SQLException when there is no connection to be had, or the work's own
  public <T, X extends Exception> T call(Duration hold, ConnectionFunction<T, X> work)
      throws SQLException, X {
    return call(siteOf(work), hold, work);
  }

  /// Like [#call(Duration, ConnectionFunction)], counted for a site of one's own.
  public <T, X extends Exception> T call(
      CallSite site, Duration hold, ConnectionFunction<T, X> work) throws SQLException, X {
    try (TrackedConnection connection = borrow(site, hold, true)) {
      return work.apply(connection);
    }
  }

  /// Lends a connection for some work without a result.
  ///
  /// @param hold how long the work means to keep it, positive
  public <X extends Exception> void run(Duration hold, ConnectionAction<X> work)
      throws SQLException, X {
    run(siteOf(work), hold, work);
  }

  /// Like [#run(Duration, ConnectionAction)], counted for a site of one's own.
  public <X extends Exception> void run(CallSite site, Duration hold, ConnectionAction<X> work)
      throws SQLException, X {
    try (TrackedConnection connection = borrow(site, hold, true)) {
      work.run(connection);
    }
  }

  /// Does some work in one transaction: committed when the work returns, rolled back when it
  /// throws. A rollback that fails too is suppressed onto what the work threw.
  ///
  /// @param hold how long the work means to keep the connection, positive
  /// @throws CommitOutcomeUnknownException when the connection was lost during COMMIT
  public <T, X extends Exception> T inTransaction(Duration hold, ConnectionFunction<T, X> work)
      throws SQLException, X {
    return inTransaction(siteOf(work), hold, work);
  }

  /// Like [#inTransaction(Duration, ConnectionFunction)], counted for a site of one's own.
  public <T, X extends Exception> T inTransaction(
      CallSite site, Duration hold, ConnectionFunction<T, X> work) throws SQLException, X {
    try (TrackedConnection connection = borrow(site, hold, true);
        Transaction transaction = new Transaction(connection)) { // which gives it back, first
      T result = work.apply(transaction.begin());
      transaction.commit();
      return result;
    }
  }

  /// Takes a connection that the caller must close: for code that cannot be given the shape of a
  /// scope.
  ///
  /// @param hold how long the caller means to keep it, positive
  @MustBeClosed
  public TrackedConnection acquire(CallSite site, Duration hold) throws SQLException {
    return borrow(site, hold, false);
  }

  /// The tracker as a plain data source. Its borrows are counted for the caller's line, as
  /// `UNTRACKED`, because nobody said how long they would be kept: [Builder#defaultHold(Duration)]
  /// is assumed.
  public DataSource asDataSource() {
    return new TrackedDataSource(this, pool);
  }

  /// Where every connection is right now.
  public LeakReport report() {
    return core.report(pool);
  }

  /// Adds someone to hear of what goes wrong.
  public void addListener(ConnectionListener listener) {
    core.addListener(listener);
  }

  @Override
  public void close() {
    watchdog.shutdownNow();
  }

  @MustBeClosed
  TrackedConnection acquireFor(CallSite site) throws SQLException {
    return borrow(site, core.defaultHold(), false);
  }

  @MustBeClosed
  private TrackedConnection borrow(CallSite site, Duration hold, boolean scoped)
      throws SQLException {
    if (!hold.isPositive()) {
      throw new IllegalArgumentException("a hold must be positive, not " + hold);
    }
    Connection pooled = ScopedValue.where(TrackerCore.BORROWING, core).call(pool::getConnection);
    try {
      Lease lease = core.begin(site, hold, scoped);
      if (pooled.isWrapperFor(PhysicalConnection.class)) {
        pooled.unwrap(PhysicalConnection.class).claim(lease);
      }
      return new TrackedConnection(core, pool, pooled, lease);
    } catch (SQLException | RuntimeException failure) {
      try (pooled) {
        throw failure;
      }
    }
  }

  /// A lambda's class stands for one line; any other class may be handed over from many.
  private static CallSite siteOf(Object work) {
    Class<?> type = work.getClass();
    return type.isHidden() ? LAMBDA_SITES.get(type) : CallSite.ofLambda(type);
  }

  /// Settings of a tracker. Not thread-safe.
  public static final class Builder {
    private final DataSource pool;
    private String name = "connections";
    private Duration defaultHold = Duration.ofSeconds(30);
    private Duration watchEvery = Duration.ofMillis(100);
    private LongSupplier nanoClock = System::nanoTime;

    private Builder(DataSource pool) {
      this.pool = pool;
    }

    /// Names the pool in logs and threads; `connections` by default.
    public Builder name(String name) {
      this.name = name;
      return this;
    }

    /// How long a borrower who does not say is expected to keep a connection; 30 s by default.
    public Builder defaultHold(Duration defaultHold) {
      this.defaultHold = defaultHold;
      return this;
    }

    /// How often to look for connections kept too long; 100 ms by default.
    public Builder watchEvery(Duration watchEvery) {
      this.watchEvery = watchEvery;
      return this;
    }

    /// Where time comes from, in nanoseconds that only go forward; [System#nanoTime()] by default.
    public Builder nanoClock(LongSupplier nanoClock) {
      this.nanoClock = nanoClock;
      return this;
    }

    /// Starts watching.
    public ConnectionTracker build() {
      return build(core());
    }

    TrackerCore core() {
      return new TrackerCore(name, defaultHold, nanoClock);
    }

    ConnectionTracker build(TrackerCore core) {
      return new ConnectionTracker(pool, core, watchEvery);
    }
  }
}
