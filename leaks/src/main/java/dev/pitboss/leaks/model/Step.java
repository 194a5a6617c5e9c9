package dev.pitboss.leaks.model;

import java.util.List;
import java.util.stream.Collectors;

/// One step of the path on which a resource is lost.
///
/// @param line line of the step, from 1
/// @param event what happens there, as a verb phrase: `taken`, `throws`, `returns`, `reassigned`,
///   `handed to Registry.keep`, `never closed`
public record Step(int line, String event) {
  /// `taken :42 → throws :45 → never closed`. The last step has no line of its own.
  public static String words(List<Step> path) {
    return path.stream()
        .map(step -> step.line == 0 ? step.event : step.event + " :" + step.line)
        .collect(Collectors.joining(" → "));
  }

  /// A step that ends a path and stands on no line.
  public static Step end(String event) {
    return new Step(0, event);
  }
}
