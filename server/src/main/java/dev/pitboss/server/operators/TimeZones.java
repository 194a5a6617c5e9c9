package dev.pitboss.server.operators;

import dev.pitboss.server.json.InvalidInput;
import java.time.DateTimeException;
import java.time.ZoneId;

/// Time zones as they are typed.
public final class TimeZones {
  private TimeZones() {}

  /// The zone of a field's text.
  ///
  /// @throws InvalidInput naming the field when it is not a time zone
  public static ZoneId of(String field, String text) {
    try {
      return ZoneId.of(text);
    } catch (DateTimeException unknown) {
      throw InvalidInput.field(field, "must be a zone such as Europe/Malta, got " + text);
    }
  }
}
