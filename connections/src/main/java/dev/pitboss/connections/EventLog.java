package dev.pitboss.connections;

import java.lang.System.Logger.Level;
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
    if (event instanceof ConnectionEvent.Leak leak) {
      warn(
          says(leak.verdict()) + ": " + leak.borrow() + work(leak.borrow()) + stack(leak.borrow()));
      ConnectionLeakEvent.record(leak);
    } else if (event instanceof ConnectionEvent.TransactionLeftOpen open) {
      warn("Transaction left open at close, rolled back: " + open.borrow());
    } else if (event instanceof ConnectionEvent.TransactionUnsettled unsettled) {
      write(unsettled);
    } else if (event instanceof ConnectionEvent.SessionLost lost) {
      warn(
          "The database ended the session of a borrowed connection"
              + (lost.evicted() ? ", evicted: " : ": ")
              + lost.borrow());
    } else if (event instanceof ConnectionEvent.ReturnedLate late) {
      warn(
          "Connection came back late"
              + (late.verdict().countsAsLeak() ? ", it was reported as a leak: " : ": ")
              + late.borrow());
    } else if (event instanceof ConnectionEvent.StatementsLeftOpen open) {
      write(open);
    } else if (event instanceof ConnectionEvent.NestedAcquire nested) {
      if (warnedOfNesting.add(nested.borrow().site())) {
        warn(
            "Waits for a second connection while holding one, said once per site: "
                + nested.borrow());
      }
    } else if (event instanceof ConnectionEvent.ClosedElsewhere elsewhere) {
      LOG.log(
          Level.DEBUG,
          () ->
              "Connection closed by thread "
                  + elsewhere.closingThreadId()
                  + ": "
                  + elsewhere.borrow());
    } else if (!(event instanceof ConnectionEvent.Reclaimed)) { // logged with its outcome
      throw new IllegalArgumentException("unknown event " + event);
    }
  }

  private static void write(ConnectionEvent.TransactionUnsettled unsettled) {
    LOG.log(
        Level.ERROR,
        unsettled.sessionEnded()
            ? "The rollback failed; the session was ended instead, its transaction is left to"
                + " the database: "
                + unsettled.borrow()
            : "The rollback failed and the session cannot be ended: its transaction may still"
                + " be open: "
                + unsettled.borrow());
  }

  private void write(ConnectionEvent.StatementsLeftOpen open) {
    if (warnedOfStatements.add(open.borrow().site())) {
      warn(
          "%d statement(s) and %d result set(s) left open at close, said once per site: %s"
              .formatted(open.statements(), open.resultSets(), open.borrow()));
    }
  }

  /// Said whole: a placeholder would let a brace in a thread's name be taken for a pattern.
  private static void warn(String message) {
    LOG.log(Level.WARNING, message);
  }

  private static String says(LeakVerdict verdict) {
    if (verdict instanceof LeakVerdict.Proven) {
      return "Connection leaked, it is unreachable";
    }
    if (verdict instanceof LeakVerdict.ScopeExit) {
      return "Connection used after its scope ended, refused";
    }
    if (verdict instanceof LeakVerdict.OverdueBusy) {
      return "Connection overdue, still at work";
    }
    if (verdict instanceof LeakVerdict.OverdueIdle overdue) {
      return "Connection overdue and idle for " + overdue.idle().toMillis() + " ms";
    }
    return "Connection overdue, used out of sight since it was unwrapped"; // Suspect
  }

  private static String work(Borrow borrow) {
    String transaction =
        switch (borrow.transaction()) {
          case NONE -> ", no transaction open";
          case OPEN -> ", transaction open";
          case UNKNOWN -> "";
        };
    return transaction + (borrow.lastSql().isEmpty() ? "" : ", last SQL: " + borrow.lastSql());
  }

  private static String stack(Borrow borrow) {
    return borrow.stack().isEmpty() ? "" : " at\n\t" + String.join("\n\t", borrow.stack());
  }
}
