package dev.pitboss.connections;

import java.time.Duration;

/// The tracker's verdict on a suspicious borrow, and its certainty.
public sealed interface LeakVerdict {
  /// Whether a borrow with this verdict counts in the `leaks` column. A borrow counts at most once.
  boolean countsAsLeak();

  /// Whether the verdict rests on the time held: such a borrow may still come back.
  boolean isOverdue();

  /// The connection and everything it handed out are unreachable: it will never be closed. Found by
  /// the garbage collector, hence certain.
  record Proven() implements LeakVerdict {
    @Override
    public boolean countsAsLeak() {
      return true;
    }

    @Override
    public boolean isOverdue() {
      return false;
    }
  }

  /// The connection outlived its scope: it was used after the scope that borrowed it had given it
  /// back. The use was refused and the pool has the connection, so nothing is missing.
  record ScopeExit() implements LeakVerdict {
    @Override
    public boolean countsAsLeak() {
      return false;
    }

    @Override
    public boolean isOverdue() {
      return false;
    }
  }

  /// Held for longer than allowed, but at work: a slow query, a long job. Not a leak.
  record OverdueBusy() implements LeakVerdict {
    @Override
    public boolean countsAsLeak() {
      return false;
    }

    @Override
    public boolean isOverdue() {
      return true;
    }
  }

  /// Held for longer than allowed while nothing uses it.
  ///
  /// @param idle since the last JDBC call ended, to the watchdog's precision
  record OverdueIdle(Duration idle) implements LeakVerdict {
    @Override
    public boolean countsAsLeak() {
      return true;
    }

    @Override
    public boolean isOverdue() {
      return true;
    }
  }

  /// Overdue or unreachable, but the application has unwrapped the driver's own connection and may
  /// be using that: the tracker cannot know.
  record Suspect() implements LeakVerdict {
    @Override
    public boolean countsAsLeak() {
      return false;
    }

    @Override
    public boolean isOverdue() {
      return true;
    }
  }
}
