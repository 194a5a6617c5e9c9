package dev.pitboss.server.json;

import io.avaje.jsonb.Jsonb;

/// Writes replies: records annotated for avaje-jsonb, whose adapters are made at compile time.
/// Absent values (null) are left out. Thread-safe.
public final class Json {
  private static final Jsonb JSONB = Jsonb.builder().build();

  private Json() {}

  /// The value as JSON text.
  public static String text(Object value) {
    return JSONB.toJson(value);
  }

  /// The value as UTF-8 JSON.
  public static byte[] bytes(Object value) {
    return JSONB.toJsonBytes(value);
  }
}
