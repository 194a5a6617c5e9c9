package dev.pitboss.connections.agent;

import dev.pitboss.connections.Borrow;
import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionListener;
import dev.pitboss.connections.LeakVerdict;
import dev.pitboss.connections.TransactionState;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The latest leak of every line, for the report. Thread-safe.
final class LeakNotes {
  /// Lines per tracker.
  private static final int MAX_SITES = 256;

  /// @param site the line
  /// @param verdict what was found last
  /// @param foundAt when
  /// @param found how often a leak of this line was found
  /// @param heldMillis for how long the connection had been out
  /// @param thread the borrowing thread's name, empty for an unnamed virtual thread
  /// @param transaction whether a transaction was open
  /// @param lastSql the statement that was prepared or run last, without its values; empty if none
  /// @param traceId the trace the thread was in, from a line's second leak on; empty if none
  /// @param stack the borrowing stack, from a line's second leak on
  record Note(
      String site,
      String verdict,
      Instant foundAt,
      long found,
      long heldMillis,
      String thread,
      TransactionState transaction,
      String lastSql,
      String traceId,
      List<String> stack) {}

  private final Map<String, Map<String, Note>> notes = new LinkedHashMap<>(); // guarded by this

  ConnectionListener of(String tracker) {
    return event -> {
      if (event instanceof ConnectionEvent.Leak leak && leak.verdict().countsAsLeak()) {
        note(tracker, leak);
      }
    };
  }

  private synchronized void note(String tracker, ConnectionEvent.Leak leak) {
    Map<String, Note> known = notes.computeIfAbsent(tracker, key -> new LinkedHashMap<>());
    Borrow borrow = leak.borrow();
    String site = borrow.site().toString();
    Note before = known.get(site);
    if (before != null || known.size() < MAX_SITES) {
      known.put(
          site,
          new Note(
              site,
              text(leak.verdict()),
              Instant.now().truncatedTo(ChronoUnit.MILLIS),
              before == null ? 1 : before.found() + 1,
              borrow.held().toMillis(),
              borrow.threadName(),
              borrow.transaction(),
              borrow.lastSql(),
              borrow.traceId(),
              borrow.stack()));
    }
  }

  /// Of the verdicts that count as leaks.
  private static String text(LeakVerdict verdict) {
    if (verdict instanceof LeakVerdict.Proven) {
      return "proven: the connection is unreachable";
    }
    if (verdict instanceof LeakVerdict.OverdueIdle) {
      return "overdue and idle";
    }
    throw new IllegalArgumentException("not a leak: " + verdict);
  }

  /// The newest first.
  synchronized List<Note> of(String tracker, int most) {
    return notes.getOrDefault(tracker, Map.of()).values().stream()
        .sorted(Comparator.comparing(Note::foundAt).reversed())
        .limit(most)
        .toList();
  }

  synchronized void forget(String tracker) {
    notes.remove(tracker);
  }
}
