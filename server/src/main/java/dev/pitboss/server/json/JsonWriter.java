package dev.pitboss.server.json;

import io.avaje.jsonb.Jsonb;

/// Writes replies: records annotated for avaje-jsonb, whose adapters are made at compile time.
/// Absent values (null) are left out. Thread-safe.
public final class JsonWriter {
  private static final Jsonb JSONB = Jsonb.builder().build();

  private JsonWriter() {}

  /// The value as JSON text.
  public static String text(Object value) {
    return JSONB.toJson(value);
  }

  /// The value as UTF-8 JSON.
  public static byte[] bytes(Object value) {
    return JSONB.toJsonBytes(value);
  }

  /// JSON text as a field marked `@Json.Raw` takes it: such a field is written byte by byte, so
  /// everything beyond ASCII has to be escaped; and it is left out, as an absent one is, when its
  /// text is `null` (avaje-jsonb 3.11), so that a blank is put before it. It stands for the same
  /// JSON.
  public static String raw(String json) {
    if (json.equals("null")) {
      return " null";
    }
    if (isAscii(json)) {
      return json;
    }
    StringBuilder escaped = new StringBuilder(json.length() + 64);
    for (int i = 0; i < json.length(); i++) {
      char character = json.charAt(i);
      if (character < 0x80) {
        escaped.append(character);
      } else {
        escaped.append("\\u%04x".formatted((int) character));
      }
    }
    return escaped.toString();
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }
}
