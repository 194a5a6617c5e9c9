package dev.pitboss.connections;

import java.lang.System.Logger.Level;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Settles the transaction of a connection that its borrower no longer settles, before the pool
/// gets to see the connection.
///
/// The order matters. Many pools restore auto-commit on the way out, which by the rules of JDBC
/// commits what is open; many drivers' `abort` does nothing. So the transaction is rolled back
/// first. Where that fails the session is ended, on the driver's own connection. Where that fails
/// too, nothing is claimed.
final class Settlement {
  /// A rollback waits for a statement that is running: the session is ended then.
  private static final Duration WITHIN = Duration.ofSeconds(2);

  /// Pools whose handles, once aborted, are never given back: the slot is lost for good.
  private static final List<String> HARMED_BY_ABORT =
      List.of("com.mchange.", "com.atomikos.", "io.agroal.", "com.jolbox.", "org.logicalcobwebs.");

  private static final System.Logger LOG = System.getLogger(ConnectionTracker.class.getName());

  /// How it ended.
  enum Outcome {
    /// The database answered a rollback.
    ROLLED_BACK,
    /// The driver closed the session; a database rolls back what a session leaves behind.
    SESSION_ENDED,
    /// The transaction may still be open.
    UNSETTLED
  }

  private final Connection pooled;
  private final Optional<Connection> raw;
  private final CallSite site;

  /// @param pooled what the pool handed out
  /// @param raw the driver's own connection, if the pool lets it be seen
  Settlement(Connection pooled, Optional<Connection> raw, CallSite site) {
    this.pooled = pooled;
    this.raw = raw;
    this.site = site;
  }

  /// Rolls back, or else ends the session. May block: see [#rollBackWithinBounds].
  Outcome rollBack(boolean mayBeOpen) {
    for (int attempt = 0; attempt < 2; attempt++) { // one that failed may have been unlucky
      try {
        rollBackOnce(mayBeOpen);
        return Outcome.ROLLED_BACK;
      } catch (SQLException | RuntimeException e) {
        LOG.log(Level.WARNING, "Cannot roll back on the connection of " + site, e);
        if (isClosed()) {
          break;
        }
      }
    }
    return endSession();
  }

  /// [#rollBack], in a thread of its own and for a bounded time.
  Outcome rollBackWithinBounds(boolean mayBeOpen) {
    return within(() -> rollBack(mayBeOpen))
        .or(() -> within(this::endSession))
        .orElse(Outcome.UNSETTLED);
  }

  private interface Work {
    Outcome run();
  }

  private static Optional<Outcome> within(Work work) {
    var outcome = new AtomicReference<@Nullable Outcome>();
    var done = new CountDownLatch(1);
    Reclaimer.ASIDE.execute(() -> {
      try {
        outcome.set(work.run());
      } finally {
        done.countDown();
      }
    });
    try {
      done.await(WITHIN.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException ignored) {
      Thread.currentThread().interrupt();
    }
    return Optional.ofNullable(outcome.get());
  }

  /// On the driver's own connection first: a pool may pass on only the first of two rollbacks, even
  /// if that failed, as Druid does. Then once more through the pool, which may keep books of it.
  private void rollBackOnce(boolean mayBeOpen) throws SQLException {
    if (raw.isPresent() && !raw.get().getAutoCommit()) {
      raw.get().rollback();
    }
    if (!pooled.getAutoCommit()) {
      pooled.rollback();
    } else if (mayBeOpen) {
      rollBackInSql();
    }
    if (raw.isPresent() && isKnownOpen(raw.get())) {
      throw new SQLException("the driver says that a transaction is still open");
    }
  }

  /// In auto-commit mode a transaction can only have been begun in SQL, and JDBC's rollback is
  /// refused. Most databases complain when no transaction is open.
  private void rollBackInSql() {
    try (Statement statement = pooled.createStatement()) {
      statement.execute("ROLLBACK");
    } catch (SQLException | RuntimeException e) {
      LOG.log(Level.DEBUG, "No transaction to roll back in auto-commit mode at " + site, e);
    }
  }

  /// PostgreSQL's driver knows; JDBC has no question for it.
  private static boolean isKnownOpen(Connection connection) {
    try {
      Object state = connection.getClass().getMethod("getTransactionState").invoke(connection);
      return state != null && !state.toString().equals("IDLE");
    } catch (NoSuchMethodException | IllegalAccessException | InvocationTargetException ignored) {
      return false;
    }
  }

  private boolean isClosed() {
    try {
      return raw.orElse(pooled).isClosed();
    } catch (SQLException | RuntimeException ignored) {
      return false;
    }
  }

  /// Ends the session without a word about its transaction.
  Outcome endSession() {
    if (raw.isEmpty() || !isHarmedByAbort()) {
      attempt("abort", () -> pooled.abort(Runnable::run));
    }
    if (raw.isEmpty()) {
      return Outcome.UNSETTLED; // a pool's own word for "closed" says nothing about the session
    }
    Connection session = raw.get();
    if (!isClosed()) {
      attempt("abort", () -> session.abort(Runnable::run));
    }
    if (!isClosed()) {
      attempt("close", session::close); // some drivers' abort does nothing
    }
    return isClosed() ? Outcome.SESSION_ENDED : Outcome.UNSETTLED;
  }

  private boolean isHarmedByAbort() {
    Object type =
        Proxy.isProxyClass(pooled.getClass()) ? Proxy.getInvocationHandler(pooled) : pooled;
    return HARMED_BY_ABORT.stream().anyMatch(type.getClass().getName()::startsWith);
  }

  private interface Step {
    void run() throws SQLException;
  }

  private void attempt(String what, Step step) {
    try {
      step.run();
    } catch (SQLException | RuntimeException | AbstractMethodError e) {
      LOG.log(Level.DEBUG, "Cannot " + what + " the session of " + site, e);
    }
  }
}
