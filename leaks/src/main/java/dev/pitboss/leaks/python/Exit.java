package dev.pitboss.leaks.python;

import org.jspecify.annotations.Nullable;

/// A path that leaves a block other than at its end.
///
/// @param node the statement or call that leaves
/// @param cause what raises, for a raise
/// @param exception last name of the raised class, when the source says it
record Exit(Way way, State state, PyNode node, Cause cause, @Nullable String exception) {
  enum Way {
    RETURN,
    RAISE,
    BREAK,
    CONTINUE
  }

  enum Cause {
    /// No exception.
    NONE,
    /// A call of the connection or of what it gave.
    DRIVER,
    /// `connection.cursor()`, which seldom fails.
    CURSOR,
    /// Any other call.
    OTHER,
    /// `yield`: a generator that is dropped, which no `except Exception` sees.
    GENERATOR
  }

  Exit with(State other) {
    return new Exit(way, other, node, cause, exception);
  }
}
