package dev.pitboss.server.http;

import dev.pitboss.server.restrictions.LimitKind;
import dev.pitboss.server.restrictions.Restriction;
import io.avaje.jsonb.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is in the way of a bet: of a problem's fields those that its code has.
///
/// @param limit minor units, or minutes; `used` likewise
@Json
public record RestrictionView(
    @Nullable String kind,
    @Nullable String period,
    @Nullable Long limit,
    @Nullable Long used,
    @Nullable Instant resetsAt,
    @Nullable Instant until,
    @Nullable List<String> missing,
    @Nullable Long elapsedSeconds,
    @Nullable Long net,
    @Nullable Long maxStake,
    @Nullable Long waitMillis) {
  private static final RestrictionView NOTHING =
      new RestrictionView(null, null, null, null, null, null, null, null, null, null, null);

  public static RestrictionView of(Restriction barrier) {
    return switch (barrier) {
      case Restriction.SelfExcluded(Instant until) -> NOTHING.until(until);
      case Restriction.CoolingOff(Instant until) -> NOTHING.until(until);
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

  private RestrictionView until(@Nullable Instant end) {
    return new RestrictionView(null, null, null, null, null, end, null, null, null, null, null);
  }
}
