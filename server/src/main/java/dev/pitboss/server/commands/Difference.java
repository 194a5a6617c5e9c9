package dev.pitboss.server.commands;

import dev.pitboss.server.json.JsonValue;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The first difference of two JSON values.
final class Difference {
  private Difference() {}

  /// The first place where what is claimed is not what is so, and both values there; empty when
  /// they are equal. The order of an object's fields does not matter.
  static Optional<String> first(JsonValue claimed, JsonValue actual) {
    return switch (actual.raw()) {
      case Map<?, ?> _ when claimed.raw() instanceof Map<?, ?> -> inFields(claimed, actual);
      case List<?> _ when claimed.raw() instanceof List<?> -> inElements(claimed, actual);
      case Object same when same.equals(claimed.raw()) -> Optional.empty();
      case null -> Objects.isNull(claimed.raw()) ? Optional.empty() : is(claimed, actual.shown());
      default -> is(claimed, actual.shown());
    };
  }

  private static Optional<String> inFields(JsonValue claimed, JsonValue actual) {
    Map<String, JsonValue> fields = claimed.fields();
    for (Map.Entry<String, JsonValue> expected : actual.fields().entrySet()) {
      JsonValue field = fields.remove(expected.getKey());
      Optional<String> difference =
          field == null
              ? Optional.of(
                  "%s.%s is missing; it is %s"
                      .formatted(claimed.path(), expected.getKey(), expected.getValue().shown()))
              : first(field, expected.getValue());
      if (difference.isPresent()) {
        return difference;
      }
    }
    return fields.values().stream().findFirst().map(more -> more.path() + " should not be there");
  }

  private static Optional<String> inElements(JsonValue claimed, JsonValue actual) {
    List<JsonValue> elements = claimed.elements();
    List<JsonValue> expected = actual.elements();
    for (int i = 0; i < Math.min(elements.size(), expected.size()); i++) {
      Optional<String> difference = first(elements.get(i), expected.get(i));
      if (difference.isPresent()) {
        return difference;
      }
    }
    return elements.size() == expected.size()
        ? Optional.empty()
        : Optional.of(
            "%s has %d elements, not %d"
                .formatted(claimed.path(), elements.size(), expected.size()));
  }

  private static Optional<String> is(JsonValue claimed, String actual) {
    return Optional.of("%s is %s, not %s".formatted(claimed.path(), claimed.shown(), actual));
  }
}
