package dev.pitboss.leaks.python;

import dev.pitboss.leaks.model.Step;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What happened on a path, newest first. Immutable, shares its tail.
///
/// @param site the connection taken in this step, or -1
record Trail(@Nullable Trail before, int line, String event, int site) {
  /// The steps from where a connection was taken.
  static List<Step> since(@Nullable Trail trail, int site) {
    List<Step> steps = new ArrayList<>();
    for (Trail at = trail; at != null; at = at.before) {
      if (at.site < 0 || at.site == site) {
        steps.add(new Step(at.line, at.event));
      }
      if (at.site == site) {
        break;
      }
    }
    Collections.reverse(steps);
    return steps;
  }
}
