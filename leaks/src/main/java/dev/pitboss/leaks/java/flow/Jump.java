package dev.pitboss.leaks.java.flow;

import org.jspecify.annotations.Nullable;

/// A path that leaves a statement other than at its end.
///
/// @param kind how
/// @param label of a `break` or `continue`, or empty
/// @param state at that point
/// @param value what a `return` or `yield` answers
/// @param thrown what a `throw` throws
/// @param line where
/// @param inFinally offset of the `try` whose `finally` it leaves, or -1
/// @param offset of the code that jumps
record Jump(
    Kind kind,
    String label,
    State state,
    Relation value,
    @Nullable Thrown thrown,
    int line,
    int inFinally,
    int offset) {
  enum Kind {
    RETURN,
    THROW,
    BREAK,
    CONTINUE,
    YIELD
  }

  Jump with(State changed) {
    return new Jump(kind, label, changed, value, thrown, line, inFinally, offset);
  }
}
