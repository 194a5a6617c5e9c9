package dev.pitboss.server.api;

import dev.pitboss.server.http.RestrictionView;
import dev.pitboss.server.restrictions.LimitKind;
import dev.pitboss.server.restrictions.Restriction;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// Shows clients what is in the way of a bet.
final class RestrictionViews {
  private static final RestrictionView NOTHING =
      new RestrictionView(null, null, null, null, null, null, null, null, null, null, null);

  static RestrictionView of(Restriction barrier) {
    return switch (barrier) {
      case Restriction.SelfExcluded(Instant until) -> until(until);
      case Restriction.CoolingOff(Instant until) -> until(until);
      case Restriction.LimitsRequired(var missing) ->
          new RestrictionView(
              null,
              null,
              null,
              null,
              null,
              null,
              missing.stream().map(LimitKind::id).sorted().toList(),
              null,
              null,
              null,
              null);
      case Restriction.LimitReached reached ->
          new RestrictionView(
              reached.kind().id(),
              reached.period().id(),
              reached.limit(),
              reached.used(),
              reached.resetsAt(),
              null,
              null,
              null,
              null,
              null,
              null);
      case Restriction.RealityCheckDue(Duration elapsed, long net) ->
          new RestrictionView(
              null, null, null, null, null, null, null, elapsed.toSeconds(), net, null, null);
      case Restriction.StakeTooHigh(long max) ->
          new RestrictionView(null, null, null, null, null, null, null, null, null, max, null);
      case Restriction.TooFast(Duration pause) ->
          new RestrictionView(
              null, null, null, null, null, null, null, null, null, null, pause.toMillis());
      case Restriction.Outdated() -> NOTHING;
    };
  }

  private RestrictionViews() {}

  private static RestrictionView until(@Nullable Instant end) {
    return new RestrictionView(null, null, null, null, null, end, null, null, null, null, null);
  }
}
