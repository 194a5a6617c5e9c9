package dev.pitboss.connections;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.PhantomReference;
import java.lang.ref.ReferenceQueue;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the borrower does with its connection: the part of a [Lease] that JDBC calls write.
///
/// The borrower's thread writes; the watchdog reads, without waiting for it. A part of the lease
/// and no object of its own, because every borrow would allocate it.
abstract class LeaseWork extends PhantomReference<TrackedConnection> {
  // Bits of one byte: a field each would make every lease longer.
  private static final int UNCOMMITTED = 1;
  private static final int AUTO_COMMIT_CHANGED = 2;
  private static final int AUTO_COMMIT_WHEN_LENT = 4;
  private static final int LET_GO = 8;
  private static final int AUTO_COMMIT_OFF = 16;
  private static final int TIMED = 32;

  private static final VarHandle RUNNING;
  private static final VarHandle SQL;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      RUNNING = lookup.findVarHandle(LeaseWork.class, "running", Statement.class);
      SQL = lookup.findVarHandle(LeaseWork.class, "sql", String.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private byte work;
  private volatile boolean unwrapped;
  private @Nullable Statement running;
  private @Nullable String sql;

  LeaseWork(@Nullable TrackedConnection handle, ReferenceQueue<TrackedConnection> lost) {
    super(handle, lost);
  }

  /// Notes that the time of this borrow is measured from its beginning.
  final void timed() {
    work |= TIMED;
  }

  final boolean isTimed() {
    return (work & TIMED) != 0;
  }

  final boolean isUnwrapped() {
    return unwrapped;
  }

  final void unwrapped() {
    unwrapped = true;
  }

  final boolean mayHaveOpenTransaction() {
    return (work & UNCOMMITTED) != 0 || unwrapped;
  }

  /// The auto-commit mode in which the pool lent the connection; empty if it was not changed
  /// through the handle.
  final Optional<Boolean> autoCommitWhenLent() {
    return (work & AUTO_COMMIT_CHANGED) == 0
        ? Optional.empty()
        : Optional.of((work & AUTO_COMMIT_WHEN_LENT) != 0);
  }

  /// Notes the mode before a change; only the first change tells how the connection was lent.
  final void changesAutoCommit(boolean before) {
    if ((work & AUTO_COMMIT_CHANGED) == 0) {
      work |= (byte) (AUTO_COMMIT_CHANGED | (before ? AUTO_COMMIT_WHEN_LENT : 0));
      autoCommit(before);
    }
  }

  /// Notes the mode after a change.
  final void autoCommit(boolean on) {
    work = (byte) (on ? work & ~AUTO_COMMIT_OFF : work | AUTO_COMMIT_OFF);
  }

  /// Whether a transaction is open, as far as the calls through the handle tell.
  ///
  /// @param lentWithAutoCommit the mode in which the pool lent the connection, if it is known
  final TransactionState transaction(@Nullable Boolean lentWithAutoCommit) {
    byte now = work;
    if (unwrapped) {
      return TransactionState.UNKNOWN;
    }
    if ((now & UNCOMMITTED) == 0) {
      return TransactionState.NONE;
    }
    if ((now & AUTO_COMMIT_CHANGED) != 0) {
      return (now & AUTO_COMMIT_OFF) != 0 ? TransactionState.OPEN : TransactionState.NONE;
    }
    if (lentWithAutoCommit == null) {
      return TransactionState.UNKNOWN;
    }
    return lentWithAutoCommit ? TransactionState.NONE : TransactionState.OPEN;
  }

  final void transactionEnded() {
    work &= ~UNCOMMITTED;
  }

  /// Notes the text of a statement that is prepared.
  final void prepares(@Nullable String text) {
    SQL.setOpaque(this, text);
  }

  /// Notes a statement that starts.
  final void executes(Statement statement, @Nullable String text) {
    SQL.setOpaque(this, text);
    RUNNING.setRelease(this, statement);
    work |= UNCOMMITTED;
  }

  /// The text of the statement that was prepared or started last, as the application wrote it: not
  /// to be shown. Null before the first one.
  final @Nullable String sql() {
    return (String) SQL.getOpaque(this);
  }

  /// The same without values, for people; empty before the first statement.
  final String lastSql() {
    String text = sql();
    return text == null ? "" : SqlText.withoutValues(text);
  }

  /// The driver's statement that was started last.
  final @Nullable Statement running() {
    return (Statement) RUNNING.getAcquire(this);
  }

  /// Lost, and to be watched only. No borrower writes any more.
  final void letGoOfWork() {
    work |= LET_GO;
    RUNNING.setRelease(this, null);
  }

  final boolean isLetGo() {
    return (work & LET_GO) != 0;
  }
}
