package dev.pitboss.connections;

import java.lang.ref.Reference;
import java.sql.Connection;
import java.sql.SQLClientInfoException;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/// A borrowed connection that knows its call site, counts once and watches its own way back.
///
/// Made anew for every borrow, so a stale handle can never act on the next borrower's session:
/// after [#close()], or once the tracker took the connection back, every method but `close`,
/// `abort` and `isClosed` throws `SQLException` with SQL state 08003. Statements, result sets, LOBs
/// and streams it hands out belong to it and end with it.
///
/// Like every JDBC connection it is meant for one thread at a time; [#close()] and
/// [#abort(Executor)] may come from any.
public abstract class TrackedConnection extends LentConnection {
  private static final WrapperGenerator.Template<TrackedConnection> TEMPLATE =
      WrapperGenerator.wrapper(TrackedConnection.class, Connection.class);

  /// How long closing a connection may wait for an answer after one of its calls has failed.
  private static final int VALID_WITHIN_SECONDS = 1;

  private boolean closedByScope;
  private boolean watchedOnly;
  private volatile boolean closedByBorrower;

  /// @param pooled what the pool handed out
  TrackedConnection(ConnectionSlot slot, Connection pooled, CallSite site) {
    super(slot, pooled, site);
  }

  static TrackedConnection lend(ConnectionSlot slot, Connection pooled, CallSite site) {
    return TEMPLATE.make(slot, pooled, site);
  }

  /// The line that borrowed this connection.
  public final CallSite site() {
    return cell().site();
  }

  /// How long this connection has been held so far, or was held before it was given back: at least,
  /// to the precision of the watchdog's interval, since not every borrow is timed.
  public final Duration held() {
    return Duration.ofNanos(lease().heldNanos());
  }

  final TrackedConnection owner() {
    return this;
  }

  final Object delegate() {
    return pooled();
  }

  @Override
  final void enter() throws SQLException {
    if (!begins() && !answersClosed()) {
      throw refused();
    }
  }

  /// The owner of an adopted connection has its own way with it: its transaction is not touched,
  /// and once closed it says what the pool's connection says.
  final void watchOnly() {
    watchedOnly = true;
  }

  private boolean answersClosed() {
    return watchedOnly && closedByBorrower;
  }

  /// Starts a call of a value that was handed out: it outlives a close, unless the scope that ended
  /// promised that nothing would.
  final void enterDetached() throws SQLException {
    if (!begins() && (!closedByBorrower || closedByScope)) {
      throw refused();
    }
  }

  /// Starts a call that prepares a statement.
  final void enterPrepare(@Nullable String sql) throws SQLException {
    enter();
    work().prepares(sql);
  }

  /// @param running the driver's own statement: holding it does not hold this handle
  /// @param sql its text, if it is known
  final void enterExecute(Statement running, @Nullable String sql) throws SQLException {
    enter();
    work().executes(running, sql);
  }

  /// Ends a JDBC call. Without the fence the virtual machine may find this handle dead while its
  /// last call still waits for the database, and a connection at work would be proven lost.
  @Override
  @SuppressWarnings("ReachabilityFenceUsage") // every caller is a finally block
  final void exit() {
    ends();
    Reference.reachabilityFence(this);
  }

  final void unwrapped() {
    work().unwrapped();
  }

  private SQLException refused() {
    if (closedByScope) {
      lease().escaped();
    }
    return new SQLException(
        "connection of " + site() + " was " + lease().ending() + " and cannot be used any more",
        "08003");
  }

  /// Gives the connection back to its pool. A second close does nothing.
  ///
  /// A transaction left open is rolled back first and reported to the listeners, as are statements
  /// left open. A connection whose session the database has ended is reported, and not lent again.
  @Override
  public final void close() throws SQLException {
    if (!beginClose()) {
      if (!closedByBorrower && isReleased()) {
        closedByBorrower = true;
        reportIfDiscarded();
      }
      return;
    }
    closedByBorrower = true;
    LeaseWork work = workSoFar();
    try {
      if (work != null) {
        tidyUp(work);
      }
    } finally {
      try {
        giveBack(work);
      } finally {
        finish();
        Reference.reachabilityFence(this);
      }
    }
  }

  /// Before the connection goes back: what the borrower left open.
  private void tidyUp(LeaseWork work) throws SQLException {
    if (work.openStatements > 0 || work.openResultSets > 0) {
      publish(
          new ConnectionEvent.StatementsLeftOpen(
              lease().borrow(), work.openStatements, work.openResultSets));
    }
    if (work.mustNotBeReused) {
      return;
    }
    if (!work.aborted && work.failures != null && isSessionLost(work)) {
      work.mustNotBeReused = !watchedOnly;
      work.decided = true;
      publish(new ConnectionEvent.SessionLost(lease().borrow(), !watchedOnly));
    } else if (!watchedOnly && work.mayHaveOpenTransaction()) {
      work.mustNotBeReused = true; // until it is rolled back
      rollBackWhatIsLeft();
      work.mustNotBeReused = false;
    }
  }

  private void publish(ConnectionEvent event) {
    ledger().publish(event);
  }

  /// A pool that sees a session end may discard its connection before the borrower closes it.
  private void reportIfDiscarded() {
    LeaseWork work = workSoFar();
    if (work != null && !work.aborted && work.isConnectionLost()) {
      publish(new ConnectionEvent.SessionLost(lease().borrow(), true));
    }
  }

  /// Asked only after a call has failed. Some pools lend a dead connection repeatedly.
  private boolean isSessionLost(LeaseWork work) {
    try {
      return ledger().isSessionClosed(pooled())
          || (work.isConnectionLost() && !pooled().isValid(VALID_WITHIN_SECONDS));
    } catch (SQLException | RuntimeException ignored) {
      return work.isConnectionLost();
    }
  }

  /// From here on closing does not give the connection back: it is evicted, because what it carries
  /// must not reach the next borrower.
  final void doNotReuse() {
    work().mustNotBeReused = true;
  }

  /// COMMIT was sent and not answered: from here on nothing more is decided about the transaction.
  final void commitUnknown() {
    work().decided = true;
  }

  /// Takes [#doNotReuse()] back.
  final void reuse() {
    work().mustNotBeReused = false;
  }

  private void giveBack(@Nullable LeaseWork work) throws SQLException {
    boolean inDoubt = work != null && !watchedOnly && work.hasFailedToRollBack();
    if (work != null && (work.mustNotBeReused || inDoubt)) {
      ledger().evict(pooled(), lease(), work.decided);
    } else {
      pooled().close();
    }
  }

  /// A broken connection cannot say whether a transaction is open, and needs no rollback: the pool
  /// discards it.
  private void rollBackWhatIsLeft() throws SQLException {
    if (!pooled().isClosed() && !pooled().getAutoCommit() && knowsTransactions()) {
      pooled().rollback();
      publish(new ConnectionEvent.TransactionLeftOpen(lease().borrow()));
      if (work().autoCommitWhenLent().orElse(false)) {
        pooled().setAutoCommit(true); // some pools lend it on as it is
      }
    }
  }

  /// Ends the scope: the connection goes back now, in any state of this handle.
  final void endScope() throws SQLException {
    closedByScope = true;
    close();
  }

  @Override
  public final boolean isClosed() throws SQLException {
    return !isOpen() || pooled().isClosed();
  }

  /// Breaks the physical connection; the pool discards it when this handle is closed.
  @Override
  public final void abort(Executor executor) throws SQLException {
    try {
      if (isOpen()) {
        work().aborted = true;
        pooled().abort(executor);
      }
    } finally {
      Reference.reachabilityFence(this);
    }
  }

  @Override
  public final void setClientInfo(String name, String value) throws SQLClientInfoException {
    enterForClientInfo();
    try {
      pooled().setClientInfo(name, value);
    } catch (SQLClientInfoException | RuntimeException e) {
      failed(e);
      throw e;
    } finally {
      exit();
    }
  }

  @Override
  public final void setClientInfo(Properties properties) throws SQLClientInfoException {
    enterForClientInfo();
    try {
      pooled().setClientInfo(properties);
    } catch (SQLClientInfoException | RuntimeException e) {
      failed(e);
      throw e;
    } finally {
      exit();
    }
  }

  private void enterForClientInfo() throws SQLClientInfoException {
    if (!begins() && !answersClosed()) {
      throw new SQLClientInfoException(Map.of(), refused());
    }
  }

  /// The pool's or the driver's own connection. What is done with it the tracker cannot see: should
  /// this handle get lost afterwards, the leak is only suspected, and the connection is not taken
  /// back by force.
  @Override
  public final <T> T unwrap(Class<T> type) throws SQLException {
    if (type.isInstance(this)) {
      return type.cast(this);
    }
    enter();
    try {
      unwrapped();
      return type.isInstance(pooled()) ? type.cast(pooled()) : pooled().unwrap(type);
    } finally {
      exit();
    }
  }

  @Override
  public final boolean isWrapperFor(Class<?> type) throws SQLException {
    return type.isInstance(this) || type.isInstance(pooled()) || pooled().isWrapperFor(type);
  }

  @Override
  public final String toString() {
    return "TrackedConnection[" + site() + ", " + lease().ending() + ", " + pooled() + "]";
  }
}
