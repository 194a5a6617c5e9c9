package dev.pitboss.server.commands;

import dev.pitboss.server.json.JsonWriter;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// JSON of maps, lists, numbers, booleans and null; of anything else its text. Pure.
public final class JsonText {
  private JsonText() {}

  /// JSON that is there as text already.
  public record Raw(String json) {}

  public static String of(@Nullable Object value) {
    return switch (value) {
      case null -> "null";
      case Raw(String json) -> json;
      case Number number -> number.toString();
      case Boolean bool -> bool.toString();
      case Map<?, ?> object ->
          object.entrySet().stream()
              .map(entry -> JsonWriter.text(entry.getKey().toString()) + ":" + of(entry.getValue()))
              .collect(Collectors.joining(",", "{", "}"));
      case List<?> list ->
          list.stream().map(JsonText::of).collect(Collectors.joining(",", "[", "]"));
      default -> JsonWriter.text(value.toString());
    };
  }
}
