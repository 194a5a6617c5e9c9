package dev.pitboss.games.originals;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// How far apart the payouts of a table are; the return is the same.
public enum Risk {
  LOW,
  MEDIUM,
  HIGH;

  /// As it is sent and stored.
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The risk of that id, if there is one.
  public static Optional<Risk> of(String id) {
    return Arrays.stream(values()).filter(risk -> risk.id().equals(id)).findFirst();
  }
}
