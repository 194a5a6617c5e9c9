package dev.pitboss.connections;

import java.util.List;

/// The state of a pool and of its borrowers at one moment: what health check, live page, metrics
/// and logs are made from. Immutable.
///
/// @param status what an operator should make of it
/// @param usagePercent checked-out connections in percent of `maxConnections`, rounded down; −1 if
///   unknown
/// @param poolSize physical connections, idle or in use; −1 if unknown
/// @param checkedOut connections that are with a borrower, as the pool sees it
/// @param available `maxConnections − checkedOut`: how many more borrows succeed at once; −1 if
///   unknown
/// @param maxConnections the pool's bound; −1 if unknown
/// @param waiting threads that wait for a connection; −1 if unknown
/// @param topConnectionUsers the call sites: most active first, then most leaks, then most borrows
/// @param trackingStats sums over all call sites, also those that did not make it to the top
/// @param trackingDiscrepancy connections the pool has out minus borrows the tracker counts as
///   active. 0 at rest. Above 0: connections are taken past the tracker. Below 0: the tracker
///   miscounts
/// @param held every borrow that is active now, the longest first
public record LeakReport(
    Status status,
    int usagePercent,
    int poolSize,
    int checkedOut,
    int available,
    int maxConnections,
    int waiting,
    List<SiteUse> topConnectionUsers,
    TrackingStats trackingStats,
    int trackingDiscrepancy,
    List<HeldBorrow> held) {

  /// Takes its own copies of the lists.
  public LeakReport {
    topConnectionUsers = List.copyOf(topConnectionUsers);
    held = List.copyOf(held);
  }

  /// This report for a person to read: the pool, the table of call sites, and what is out now.
  public String toText() {
    return ReportText.of(this);
  }

  /// What an operator should make of a report.
  public enum Status {
    /// Nothing to do.
    HEALTHY,
    /// A borrow is overdue, the pool is four fifths used, or the counts disagree.
    WARNING,
    /// The pool is exhausted and threads wait for it.
    CRITICAL
  }

  /// One call site. `acquired = released + reclaimed + active`, always.
  ///
  /// @param site `File.java::method:Lnn`, with `UNTRACKED:` before it if it went around the tracked
  ///   API
  /// @param acquired borrows so far
  /// @param released those the borrower gave back
  /// @param active those still out
  /// @param leaks those found leaked, whether they came back later or not
  /// @param reclaimed those the tracker took back
  /// @param avgMillis mean time a released borrow was held, in milliseconds: over the first 64 of
  ///   every connection, then over one in 64
  /// @param p99Millis all but one in a hundred of the borrows so timed were held no longer, in
  ///   milliseconds; at most a quarter too high
  /// @param maxMillis longest time a released borrow was held, in milliseconds, as far as timed;
  ///   exact to the watchdog's interval for all that outlasted one
  /// @param oldestActiveMillis for how long the oldest active borrow has been out; 0 if none is
  public record SiteUse(
      String site,
      long acquired,
      long released,
      long active,
      long leaks,
      long reclaimed,
      double avgMillis,
      double p99Millis,
      double maxMillis,
      long oldestActiveMillis) {}

  /// Sums over all call sites.
  ///
  /// @param leakRatio leaks per borrow, from 0 to 1
  public record TrackingStats(
      long totalAcquired,
      long totalReleased,
      long totalActive,
      long totalLeaks,
      long totalReclaimed,
      double leakRatio) {}

  /// One connection that is out now.
  ///
  /// @param site the line that borrowed it
  /// @param heldMillis for how long it has been out
  /// @param holdMillis for how long it may be out
  /// @param state what it is doing
  /// @param threadId the borrowing thread
  /// @param threadName its name, empty for an unnamed virtual thread
  /// @param stack the borrowing stack; empty unless the site leaked before
  /// @param transaction whether a transaction is open on the connection
  /// @param lastSql the text of the statement that was prepared or run last, with `?` for each
  ///   value in it; empty before the first one
  /// @param traceId the trace in which the thread borrowed; empty without one, or unless the site
  ///   leaked before
  public record HeldBorrow(
      String site,
      long heldMillis,
      long holdMillis,
      State state,
      long threadId,
      String threadName,
      List<String> stack,
      TransactionState transaction,
      String lastSql,
      String traceId) {
    /// Takes its own copy of the stack.
    public HeldBorrow {
      stack = List.copyOf(stack);
    }

    /// A connection of whose work nothing is known.
    public HeldBorrow(
        String site,
        long heldMillis,
        long holdMillis,
        State state,
        long threadId,
        String threadName,
        List<String> stack) {
      this(
          site,
          heldMillis,
          holdMillis,
          state,
          threadId,
          threadName,
          stack,
          TransactionState.UNKNOWN,
          "",
          "");
    }

    /// What a held connection is doing.
    public enum State {
      /// A JDBC call is running.
      BUSY,
      /// No JDBC call is running.
      IDLE,
      /// Out for longer than allowed.
      OVERDUE
    }
  }
}
