package dev.pitboss.connections.inner;

import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/// Writes reports as JSON, field by field as their records declare them. The library brings no JSON
/// library with it.
public final class Json {
  private Json() {}

  /// The value as JSON.
  ///
  /// @param value a record, map, collection, number, boolean or anything with a `toString()`
  public static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Record fields -> record(fields);
      case Map<?, ?> map -> {
        var object = new StringJoiner(",", "{", "}");
        map.forEach((key, each) -> object.add(text(key.toString()) + ":" + of(each)));
        yield object.toString();
      }
      case Collection<?> list -> {
        var array = new StringJoiner(",", "[", "]");
        list.forEach(each -> array.add(of(each)));
        yield array.toString();
      }
      case Double number -> String.format(Locale.ROOT, "%.3f", number);
      case Number number -> number.toString();
      case Boolean truth -> truth.toString();
      case Object other -> text(other.toString());
    };
  }

  private static String record(Record fields) {
    var object = new StringJoiner(",", "{", "}");
    for (RecordComponent component : fields.getClass().getRecordComponents()) {
      try {
        object.add(text(component.getName()) + ":" + of(component.getAccessor().invoke(fields)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException("cannot read " + component, e);
      }
    }
    return object.toString();
  }

  private static String text(String value) {
    var quoted = new StringBuilder("\"");
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"', '\\' -> quoted.append('\\').append(c);
        case '\n' -> quoted.append("\\n");
        case '\t' -> quoted.append("\\t");
        default -> {
          if (c < ' ') {
            quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            quoted.append(c);
          }
        }
      }
    }
    return quoted.append('"').toString();
  }
}
