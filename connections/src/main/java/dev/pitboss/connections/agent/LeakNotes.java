package dev.pitboss.connections.agent;

import dev.pitboss.connections.ConnectionEvent;
import dev.pitboss.connections.ConnectionListener;
import dev.pitboss.connections.LeakVerdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The latest leak of every line, for the report. Thread-safe.
final class LeakNotes {
  /// Lines per tracker.
  private static final int MAX_SITES = 256;

  /// @param site the line
  /// @param verdict what was found last
  /// @param heldMillis for how long the connection had been out
  /// @param thread the borrowing thread's name, empty for an unnamed virtual thread
  /// @param stack the borrowing stack, from a line's second leak on
  record Note(String site, String verdict, long heldMillis, String thread, List<String> stack) {}

  private final Map<String, Map<String, Note>> notes = new LinkedHashMap<>(); // guarded by this

  ConnectionListener of(String tracker) {
    return event -> {
      if (event instanceof ConnectionEvent.Leak leak && leak.verdict().countsAsLeak()) {
        note(tracker, leak);
      }
    };
  }

  private synchronized void note(String tracker, ConnectionEvent.Leak leak) {
    Map<String, Note> known = notes.computeIfAbsent(tracker, _ -> new LinkedHashMap<>());
    String site = leak.borrow().site().toString();
    if (known.containsKey(site) || known.size() < MAX_SITES) {
      known.put(
          site,
          new Note(
              site,
              text(leak.verdict()),
              leak.borrow().held().toMillis(),
              leak.borrow().threadName(),
              leak.borrow().stack()));
    }
  }

  private static String text(LeakVerdict verdict) {
    return switch (verdict) {
      case LeakVerdict.Proven() -> "proven: the connection is unreachable";
      case LeakVerdict.ScopeExit() -> "used after its scope";
      case LeakVerdict.OverdueBusy() -> "overdue, at work";
      case LeakVerdict.OverdueIdle(_) -> "overdue and idle";
      case LeakVerdict.Suspect() -> "overdue, used out of sight since it was unwrapped";
    };
  }

  synchronized List<Note> of(String tracker, int most) {
    return notes.getOrDefault(tracker, Map.of()).values().stream().limit(most).toList();
  }

  synchronized void forget(String tracker) {
    notes.remove(tracker);
  }
}
