package dev.pitboss.connections.agent;

import java.util.LinkedHashMap;
import java.util.Map;

/// Calls the agent left untracked, and why. Thread-safe.
final class NotTracked {
  /// Enough to see what is going on; the rest would be the same again.
  private static final int MAX = 256;

  private final Map<String, String> reasons = new LinkedHashMap<>(); // guarded by this

  synchronized void say(String what, String why) {
    if (reasons.size() < MAX) {
      reasons.putIfAbsent(what, why);
    }
  }

  /// From what to why.
  synchronized Map<String, String> reasons() {
    return new LinkedHashMap<>(reasons);
  }
}
