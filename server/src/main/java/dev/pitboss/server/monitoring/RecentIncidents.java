package dev.pitboss.server.monitoring;

import dev.pitboss.connections.Borrow;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionListener;
import dev.pitboss.connections.ConnectionTracker;
import dev.pitboss.connections.LeakVerdict;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/// The last things that went wrong with connections, kept to be looked at. Thread-safe.
public final class RecentIncidents implements ConnectionListener {
  /// Enough to see how it began; a leak in a loop must not fill the memory.
  private static final int KEPT = 100;

  private final InstantSource clock;
  private final Deque<Incident> newestFirst = new ArrayDeque<>();

  private RecentIncidents(InstantSource clock) {
    this.clock = clock;
  }

  /// Keeps what a tracker tells from now on.
  public static RecentIncidents of(ConnectionTracker tracker, InstantSource clock) {
    RecentIncidents incidents = new RecentIncidents(clock);
    tracker.addListener(incidents);
    return incidents;
  }

  /// One of them.
  ///
  /// @param what in a few words
  /// @param site the line that borrowed, `File.java::method:Lnn`
  /// @param heldMillis for how long the connection had been out
  /// @param thread name of the borrowing thread, or its id
  /// @param stack the borrowing stack, innermost first; empty at a site's first leak
  @Json
  public record Incident(
      Instant at, String what, String site, long heldMillis, String thread, List<String> stack) {}

  @Override
  public void on(ConnectionEvent event) {
    Borrow borrow = event.borrow();
    Incident incident =
        new Incident(
            clock.instant(),
            what(event),
            borrow.site().toString(),
            borrow.held().toMillis(),
            threadOf(borrow.threadName(), borrow.threadId()),
            borrow.stack());
    synchronized (newestFirst) {
      newestFirst.addFirst(incident);
      if (newestFirst.size() > KEPT) {
        newestFirst.removeLast();
      }
    }
  }

  /// The last hundred.
  public List<Incident> newestFirst() {
    synchronized (newestFirst) {
      return List.copyOf(newestFirst);
    }
  }

  static String threadOf(String name, long id) {
    return name.isEmpty() ? "virtual thread " + id : name;
  }

  private static String what(ConnectionEvent event) {
    return switch (event) {
      case ConnectionEvent.Leak(_, var verdict) -> found(verdict);
      case ConnectionEvent.Reclaimed(_, _, boolean transactionLost, boolean verified) ->
          "taken back"
              + (transactionLost ? ", its open transaction is lost" : "")
              + (verified ? "" : ", but the pool still counts it as out");
      case ConnectionEvent.NestedAcquire _ -> "its thread waits for a second connection";
      case ConnectionEvent.TransactionLeftOpen _ -> "closed with its transaction open";
      case ConnectionEvent.TransactionUnsettled(_, boolean sessionEnded) ->
          sessionEnded
              ? "rollback failed, session ended"
              : "rollback failed, its transaction may still be open";
      case ConnectionEvent.SessionLost(_, boolean evicted) ->
          "session ended by the database" + (evicted ? ", evicted" : "");
      case ConnectionEvent.ReturnedLate _ -> "returned late";
      case ConnectionEvent.StatementsLeftOpen(_, int statements, int resultSets) ->
          "closed with %d statements and %d result sets open".formatted(statements, resultSets);
      case ConnectionEvent.ClosedElsewhere(_, long thread) -> "closed by thread " + thread;
    };
  }

  private static String found(LeakVerdict verdict) {
    return switch (verdict) {
      case LeakVerdict.Proven _ -> "leaked: unreachable";
      case LeakVerdict.ScopeExit _ -> "used after it was returned";
      case LeakVerdict.OverdueBusy _ -> "held for too long, but in use";
      case LeakVerdict.OverdueIdle _ -> "leaked: held for too long and idle";
      case LeakVerdict.Suspect _ -> "held for too long, possibly used past the tracker";
    };
  }
}
