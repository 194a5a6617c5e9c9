package dev.pitboss.games.slots;

import java.util.ArrayList;
import java.util.List;

/// Collects what is wrong with a machine, in the order in which it is looked at.
abstract class Defects {
  private final List<String> found = new ArrayList<>();

  final List<String> found() {
    return List.copyOf(found);
  }

  final void addAll(List<String> defects) {
    found.addAll(defects);
  }

  final void require(boolean holds, String defect) {
    if (!holds) {
      found.add(defect);
    }
  }

  final void requireWithin(String what, int value, int min, int max) {
    require(
        value >= min && value <= max,
        "%s must be %d to %d, got %d".formatted(what, min, max, value));
  }
}
