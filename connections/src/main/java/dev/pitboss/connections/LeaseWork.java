package dev.pitboss.connections;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.sql.Statement;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the borrower does with its connection. Made by the first JDBC call, or by the first look at
/// the borrow, and shared by the handle and its [Lease].
///
/// The borrower's thread writes; the watchdog reads, without waiting for it. Nothing here leads to
/// the handle, or its loss would never be noticed.
final class LeaseWork {
  // Bits of one byte: a field each would make the object longer.
  private static final int UNCOMMITTED = 1;
  private static final int AUTO_COMMIT_CHANGED = 2;
  private static final int AUTO_COMMIT_WHEN_LENT = 4;
  private static final int AUTO_COMMIT_OFF = 8;

  private static final VarHandle IN_CALL;
  private static final VarHandle LAST_USE;
  private static final VarHandle RUNNING;
  private static final VarHandle SQL;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      IN_CALL = lookup.findVarHandle(LeaseWork.class, "inCall", boolean.class);
      LAST_USE = lookup.findVarHandle(LeaseWork.class, "lastUseNanos", long.class);
      RUNNING = lookup.findVarHandle(LeaseWork.class, "running", Statement.class);
      SQL = lookup.findVarHandle(LeaseWork.class, "sql", String.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  private byte bits;
  private boolean inCall;
  private volatile boolean unwrapped;
  private long lastUseNanos;
  private @Nullable Statement running;
  private @Nullable String sql;

  // Of the borrower alone.
  boolean inTransaction;
  boolean mustNotBeReused;
  boolean decided;
  volatile boolean aborted;
  int openStatements;
  int openResultSets;
  @Nullable Failures failures;

  /// @param nowNanos the time, to the precision of the watchdog's interval
  LeaseWork(long nowNanos) {
    lastUseNanos = nowNanos;
  }

  /// A JDBC call begins.
  void begins() {
    IN_CALL.setOpaque(this, true);
  }

  /// The call that began is not made.
  void refuses() {
    IN_CALL.setOpaque(this, false);
  }

  /// The call ends.
  ///
  /// @param nowNanos the time, to the precision of the watchdog's interval
  void ends(long nowNanos) {
    LAST_USE.setOpaque(this, nowNanos);
    IN_CALL.setOpaque(this, false);
  }

  boolean isInCall() {
    return (boolean) IN_CALL.getOpaque(this);
  }

  long lastUseNanos() {
    return (long) LAST_USE.getOpaque(this);
  }

  boolean isUnwrapped() {
    return unwrapped;
  }

  void unwrapped() {
    unwrapped = true;
  }

  boolean mayHaveOpenTransaction() {
    return (bits & UNCOMMITTED) != 0 || unwrapped;
  }

  /// The auto-commit mode in which the pool lent the connection; empty if it was not changed
  /// through the handle.
  Optional<Boolean> autoCommitWhenLent() {
    return (bits & AUTO_COMMIT_CHANGED) == 0
        ? Optional.empty()
        : Optional.of((bits & AUTO_COMMIT_WHEN_LENT) != 0);
  }

  /// Notes the mode before a change; only the first change tells how the connection was lent.
  void changesAutoCommit(boolean before) {
    if ((bits & AUTO_COMMIT_CHANGED) == 0) {
      bits |= (byte) (AUTO_COMMIT_CHANGED | (before ? AUTO_COMMIT_WHEN_LENT : 0));
      autoCommit(before);
    }
  }

  /// Notes the mode after a change.
  void autoCommit(boolean on) {
    bits = (byte) (on ? bits & ~AUTO_COMMIT_OFF : bits | AUTO_COMMIT_OFF);
  }

  /// Whether a transaction is open, as far as the calls through the handle tell.
  ///
  /// @param lentWithAutoCommit the mode in which the pool lent the connection, if it is known
  TransactionState transaction(@Nullable Boolean lentWithAutoCommit) {
    byte now = bits;
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

  void transactionEnded() {
    bits &= ~UNCOMMITTED;
  }

  /// Notes the text of a statement that is prepared.
  void prepares(@Nullable String text) {
    SQL.setOpaque(this, text);
  }

  /// Notes a statement that starts.
  void executes(Statement statement, @Nullable String text) {
    SQL.setOpaque(this, text);
    RUNNING.setRelease(this, statement);
    bits |= UNCOMMITTED;
  }

  /// The text of the statement that was prepared or started last, as the application wrote it: not
  /// to be shown. Null before the first one.
  @Nullable String sql() {
    return (String) SQL.getOpaque(this);
  }

  /// The same without values, for people; empty before the first statement.
  String lastSql() {
    String text = sql();
    return text == null ? "" : SqlText.withoutValues(text);
  }

  /// The driver's statement that was started last.
  @Nullable Statement running() {
    return (Statement) RUNNING.getAcquire(this);
  }

  /// The failures of the borrower's calls, to be added to.
  Failures failuresToAdd() {
    Failures known = failures;
    if (known == null) {
      known = new Failures();
      failures = known;
    }
    return known;
  }

  /// Whether a failure of a call said that the session is gone.
  boolean isConnectionLost() {
    return failures != null && failures.connectionLost();
  }

  boolean hasFailedToRollBack() {
    return failures != null && failures.rollbackFailed();
  }

  /// Forgets the driver's statement, which leads to its connection.
  void letGo() {
    RUNNING.setRelease(this, null);
  }
}
