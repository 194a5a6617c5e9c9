package dev.pitboss.connections;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Writes what happens to borrows to the log, and what a site does all the time only once.
/// Thread-safe.
final class EventLog {
  private static final System.Logger LOG = System.getLogger(ConnectionTracker.class.getName());

  private final Set<CallSite> warnedOfStatements = ConcurrentHashMap.newKeySet();
  private final Set<CallSite> warnedOfNesting = ConcurrentHashMap.newKeySet();

  /// @param outcome how its transaction ended, if one was open
  void write(ConnectionEvent.Reclaimed reclaimed, Settlement.Outcome outcome) {
    String transaction =
        !reclaimed.transactionLost()
            ? "no transaction was open"
            : switch (outcome) {
              case ROLLED_BACK -> "an open transaction was rolled back";
              case SESSION_ENDED -> "the session of an open transaction was ended";
              case UNSETTLED -> "an open transaction could not be ended";
            };
    if (reclaimed.verified()) {
      warn("Connection taken back, " + transaction + ": " + reclaimed.borrow());
    } else {
      LOG.log(
          Level.ERROR,
          "Connection taken back, %s, but its pool still counts it as out: %s"
              .formatted(transaction, reclaimed.borrow()));
    }
  }

  void write(ConnectionEvent event) {
    switch (event) {
      case ConnectionEvent.Leak leak -> {
        warn(says(leak.verdict()) + ": " + leak.borrow() + stack(leak.borrow()));
        ConnectionLeakEvent.record(leak);
      }
      case ConnectionEvent.TransactionLeftOpen(Borrow borrow) ->
          warn("Transaction left open at close, rolled back: " + borrow);
      case ConnectionEvent.TransactionUnsettled(Borrow borrow, boolean sessionEnded) ->
          LOG.log(
              Level.ERROR,
              sessionEnded
                  ? "The rollback failed; the session was ended instead, its transaction is left to"
                      + " the database: "
                      + borrow
                  : "The rollback failed and the session cannot be ended: its transaction may still"
                      + " be open: "
                      + borrow);
      case ConnectionEvent.SessionLost(Borrow borrow, boolean evicted) ->
          warn(
              "The database ended the session of a borrowed connection"
                  + (evicted ? ", evicted: " : ": ")
                  + borrow);
      case ConnectionEvent.ReturnedLate(Borrow borrow, LeakVerdict verdict) ->
          warn(
              "Connection came back late"
                  + (verdict.countsAsLeak() ? ", it was reported as a leak: " : ": ")
                  + borrow);
      case ConnectionEvent.StatementsLeftOpen(Borrow borrow, int statements, int resultSets) -> {
        if (warnedOfStatements.add(borrow.site())) {
          warn(
              "%d statement(s) and %d result set(s) left open at close, said once per site: %s"
                  .formatted(statements, resultSets, borrow));
        }
      }
      case ConnectionEvent.Reclaimed _ -> {
        // logged with the outcome of its transaction
      }
      case ConnectionEvent.NestedAcquire(Borrow borrow) -> {
        if (warnedOfNesting.add(borrow.site())) {
          warn("Waits for a second connection while holding one, said once per site: " + borrow);
        }
      }
      case ConnectionEvent.ClosedElsewhere(Borrow borrow, long closingThreadId) ->
          LOG.log(
              Level.DEBUG, () -> "Connection closed by thread " + closingThreadId + ": " + borrow);
    }
  }

  /// Said whole: a placeholder would let a brace in a thread's name be taken for a pattern.
  private static void warn(String message) {
    LOG.log(Level.WARNING, message);
  }

  private static String says(LeakVerdict verdict) {
    return switch (verdict) {
      case LeakVerdict.Proven() -> "Connection leaked, it is unreachable";
      case LeakVerdict.ScopeExit() -> "Connection used after its scope ended, refused";
      case LeakVerdict.OverdueBusy() -> "Connection overdue, still at work";
      case LeakVerdict.OverdueIdle(Duration idle) ->
          "Connection overdue and idle for " + idle.toMillis() + " ms";
      case LeakVerdict.Suspect() -> "Connection overdue, used out of sight since it was unwrapped";
    };
  }

  private static String stack(Borrow borrow) {
    return borrow.stack().isEmpty() ? "" : " at\n\t" + String.join("\n\t", borrow.stack());
  }
}
