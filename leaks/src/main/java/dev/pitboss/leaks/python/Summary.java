package dev.pitboss.leaks.python;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a call of a function of the sources does with connections.
///
/// @param returned what the caller has to release, by its place in a returned tuple; place -1 for
///   the value itself
/// @param stored whether what it returns stays with someone else: a field, a cache, an argument
/// @param raises whether it never returns
record Summary(Map<Integer, Kind> returned, boolean stored, boolean raises) {
  static final Summary NOTHING = new Summary(Map.of(), false, false);
  static final int WHOLE = -1;

  /// What a function does with an argument.
  enum Effect {
    /// Uses it at most.
    NONE,
    /// Ends the borrow on every path that returns.
    CLOSES,
    /// Stores it or passes its ownership on.
    KEEPS,
    /// Returns it, or an object that closes it.
    RETURNS,
    /// Passes it to code that is not in the sources.
    UNSURE
  }

  Summary {
    returned = Map.copyOf(returned);
  }

  @Nullable Kind whole() {
    return returned.get(WHOLE);
  }
}
