package dev.pitboss.server.restrictions;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A player's break and self-exclusion. Nothing ends either early. Immutable.
///
/// @param coolingOffUntil null when no break was ever taken
/// @param excludedUntil [Instant#MAX] when permanent; null when never excluded
public record Exclusions(@Nullable Instant coolingOffUntil, @Nullable Instant excludedUntil) {
  public static final Exclusions NONE = new Exclusions(null, null);

  /// The break the player is in.
  public Optional<Instant> coolingOffAt(Instant now) {
    return Optional.ofNullable(coolingOffUntil).filter(end -> end.isAfter(now));
  }

  /// The exclusion the player is under.
  public Optional<Instant> excludedAt(Instant now) {
    return Optional.ofNullable(excludedUntil).filter(end -> end.isAfter(now));
  }

  /// The barrier they are, then.
  public Optional<Restriction> at(Instant now) {
    Optional<Instant> excluded = excludedAt(now);
    if (excluded.isPresent()) {
      Instant end = excluded.get();
      return Optional.of(new Restriction.SelfExcluded(end.equals(Instant.MAX) ? null : end));
    }
    return coolingOffAt(now).map(Restriction.CoolingOff::new);
  }
}
