package dev.pitboss.server.restrictions;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Kind of a limit.
public enum LimitKind {
  /// Stakes minus payouts, open stakes included; minor units.
  LOSS,
  /// Stakes when they are placed; minor units.
  STAKE,
  /// Time at play, in minutes. A bet stands for the time since the one before, or for a minute
  /// where a streak begins.
  TIME;

  /// As the API and the database write it.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The kind of that id.
  public static Optional<LimitKind> of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id().equals(id)).findFirst();
  }
}
