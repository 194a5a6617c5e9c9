package dev.pitboss.leaks.java.flow;

import dev.pitboss.leaks.model.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The steps taken so far, the last one first, so that paths share their beginnings.
record Trail(Step last, @Nullable Trail before) {
  static @Nullable Trail plus(@Nullable Trail trail, int line, String event) {
    if (trail != null && trail.last.line() == line && trail.last.event().equals(event)) {
      return trail;
    }
    return new Trail(new Step(line, event), trail);
  }

  static List<Step> steps(@Nullable Trail trail) {
    Deque<Step> steps = new ArrayDeque<>();
    for (Trail at = trail; at != null; at = at.before) {
      steps.addFirst(at.last);
    }
    return List.copyOf(steps);
  }
}
