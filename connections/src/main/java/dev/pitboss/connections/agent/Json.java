package dev.pitboss.connections.agent;

import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes records, lists, maps, numbers and text as JSON, a record's components under their names.
final class Json {
  private Json() {}

  static String of(@Nullable Object value) {
    if (value == null || (value instanceof Double number && !Double.isFinite(number))) {
      return "null";
    }
    if (value instanceof Boolean || value instanceof Number) {
      return value.toString();
    }
    if (value instanceof List<?> list) {
      return list.stream().map(Json::of).collect(Collectors.joining(",", "[", "]"));
    }
    if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream()
          .map(entry -> text(String.valueOf(entry.getKey())) + ":" + of(entry.getValue()))
          .collect(Collectors.joining(",", "{", "}"));
    }
    return value instanceof Record components
        ? "{" + members(components) + "}"
        : text(value.toString());
  }

  /// What stands between the braces of a record.
  static String members(Record components) {
    var members = new StringBuilder();
    for (RecordComponent component : components.getClass().getRecordComponents()) {
      if (!members.isEmpty()) {
        members.append(',');
      }
      members.append(text(component.getName())).append(':').append(of(read(components, component)));
    }
    return members.toString();
  }

  private static @Nullable Object read(Record components, RecordComponent component) {
    try {
      return component.getAccessor().invoke(components);
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot read " + component, e);
    }
  }

  private static String text(String value) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '"' || c == '\\') {
        quoted.append('\\').append(c);
      } else if (c < ' ' || Character.isSurrogate(c)) {
        quoted.append("\\u%04x".formatted((int) c));
      } else {
        quoted.append(c);
      }
    }
    return quoted.append('"').toString();
  }
}
