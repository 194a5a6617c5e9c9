package dev.pitboss.server.restrictions;

import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Why a player may not bet now.
public sealed interface Restriction {
  /// The player has excluded themselves.
  ///
  /// @param until null when permanent
  record SelfExcluded(@Nullable Instant until) implements Restriction {}

  /// The player takes a break.
  record CoolingOff(Instant until) implements Restriction {}

  /// The jurisdiction wants limits to be set before play.
  ///
  /// @param missing kinds without a limit
  record LimitsRequired(Set<LimitKind> missing) implements Restriction {
    public LimitsRequired {
      missing = Set.copyOf(missing);
    }
  }

  /// The bet would go beyond a limit.
  ///
  /// @param limit in force: minor units, or minutes
  /// @param used of it so far, in the same
  /// @param resetsAt when the period is over
  record LimitReached(LimitKind kind, Period period, long limit, long used, Instant resetsAt)
      implements Restriction {}

  /// The player is to look at how long they have played and how it went, and say so.
  ///
  /// @param elapsed since the streak began
  /// @param net won since, or lost when negative; minor units
  record RealityCheckDue(Duration elapsed, long net) implements Restriction {}

  /// The jurisdiction allows no such stake on that game.
  ///
  /// @param max minor units
  record StakeTooHigh(long max) implements Restriction {}

  /// The jurisdiction wants more time between two bets on that game.
  ///
  /// @param pause until the next is possible
  record TooFast(Duration pause) implements Restriction {}

  /// What is remembered of the player is no longer enough to tell: it is to be read again.
  record Outdated() implements Restriction {}
}
