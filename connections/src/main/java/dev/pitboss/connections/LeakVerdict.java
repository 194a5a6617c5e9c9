package dev.pitboss.connections;

/// What is thought of a connection that is not back in time.
public sealed interface LeakVerdict {
  /// The scope that took it is still running and will give it back: slow, not lost.
  record Overdue() implements LeakVerdict {}

  /// Nobody is bound to give it back: counted as a leak until it comes back after all.
  record Suspect() implements LeakVerdict {}
}
