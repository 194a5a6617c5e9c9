package dev.pitboss.server.restrictions;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Restrictions on a player's next bet, besides the balance: part of the state it is decided at,
/// and so true at one version of the account. Immutable, but for the operator's rules, which are
/// looked at when it is asked.
///
/// @param house the player's operator
/// @param rules of the house, when this was read
/// @param limits the player's own
/// @param check minutes between reality checks that the player wants
/// @param checkedAt when the player last had one; [Instant#EPOCH] for never
/// @param usage what was done so far; not kept when `bare`
/// @param lastBets when the player last bet on a game, where the profile asks for time between bets
/// @param bare nothing here depends on what the player does: nothing is counted
public record PlayerRestrictions(
    OperatorRules house,
    OperatorRules.Rules rules,
    List<Limit> limits,
    Setting check,
    Instant checkedAt,
    Exclusions exclusions,
    UsageTotals usage,
    Map<String, Instant> lastBets,
    boolean bare) {
  /// Servers' clocks may differ by so much.
  private static final Duration CLOCKS_DIFFER = Duration.ofSeconds(90);

  /// Beyond so many, reading anew what was rolled up by day is cheap beside what was done since.
  static final int MAX_ENTRIES = 10_000;

  public PlayerRestrictions {
    limits = List.copyOf(limits);
    lastBets = Map.copyOf(lastBets);
  }

  /// Of a player who has set nothing, at a house that asks for nothing.
  static PlayerRestrictions free(OperatorRules house, OperatorRules.Rules rules) {
    return new PlayerRestrictions(
        house,
        rules,
        List.of(),
        Setting.NONE,
        Instant.EPOCH,
        Exclusions.NONE,
        UsageTotals.NONE,
        Map.of(),
        true);
  }

  /// A stake a player wants to place.
  ///
  /// @param minor what it adds to the stakes
  /// @param begins whether it begins a round, rather than adding to one that is open
  public record Stake(String game, long minor, boolean begins) {}

  /// What is in the way of a stake; empty when nothing is.
  public Optional<Restriction> barrier(Stake stake, Instant now) {
    if (!house.rules().equals(rules) || usage.entries() > MAX_ENTRIES) {
      return Optional.of(new Restriction.Outdated());
    }
    return exclusions
        .at(now)
        .or(() -> missing(now))
        .or(() -> reached(stake, now))
        .or(() -> checkDue(now))
        .or(() -> tooHigh(stake))
        .or(() -> tooFast(stake, now));
  }

  private Optional<Restriction> missing(Instant now) {
    Set<LimitKind> mandatory = rules.profile().mandatoryLimits();
    if (mandatory.isEmpty()) {
      return Optional.empty();
    }
    Set<LimitKind> missing = EnumSet.copyOf(mandatory);
    limits.stream()
        .filter(limit -> limit.setting().at(now).isPresent())
        .forEach(limit -> missing.remove(limit.kind()));
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of(new Restriction.LimitsRequired(missing));
  }

  private Optional<Restriction> reached(Stake stake, Instant now) {
    for (Limit limit : limits) {
      OptionalLong amount = limit.setting().at(now);
      if (amount.isPresent() && isBeyond(limit, amount.getAsLong(), stake, now)) {
        return Optional.of(
            new Restriction.LimitReached(
                limit.kind(),
                limit.period(),
                amount.getAsLong(),
                used(limit.kind(), limit.period(), now),
                resetsAt(limit.period(), now)));
      }
    }
    return Optional.empty();
  }

  private boolean isBeyond(Limit limit, long amount, Stake stake, Instant now) {
    Sums sums = usage.in(limit.period(), now, rules.zone());
    return switch (limit.kind()) {
      case LOSS -> Math.addExact(-sums.net(), stake.minor()) > amount;
      case STAKE -> Math.addExact(sums.staked(), stake.minor()) > amount;
      case TIME ->
          sums.playedMillis() + usage.playSession().stepTo(now).toMillis()
              > Duration.ofMinutes(amount).toMillis();
    };
  }

  /// What was used of a limit in the period that is now: minor units, or whole minutes.
  public long used(LimitKind kind, Period period, Instant now) {
    Sums sums = usage.in(period, now, rules.zone());
    return switch (kind) {
      case LOSS -> Math.max(0, -sums.net());
      case STAKE -> Math.max(0, sums.staked());
      case TIME -> Duration.ofMillis(sums.playedMillis()).toMinutes();
    };
  }

  /// When the period that is now is over.
  public Instant resetsAt(Period period, Instant now) {
    ZoneId zone = rules.zone();
    return period.end(LocalDate.ofInstant(now, zone), zone);
  }

  /// How long the player may play without a reality check: the player's setting or the profile's,
  /// whichever is shorter.
  public Optional<Duration> checkEvery(Instant now) {
    OptionalLong own = check.at(now);
    Integer asked = rules.profile().realityCheckMinutes();
    if (own.isEmpty()) {
      return Optional.ofNullable(asked).map(Duration::ofMinutes);
    }
    return Optional.of(
        Duration.ofMinutes(asked == null ? own.getAsLong() : Math.min(own.getAsLong(), asked)));
  }

  /// When the next reality check is due, if the streak goes on until then.
  public Optional<Instant> checkDueAt(Instant now) {
    PlaySession playSession = usage.playSession();
    if (!playSession.goesOnAt(now)) {
      return Optional.empty();
    }
    Instant from = checkedAt.isAfter(playSession.since()) ? checkedAt : playSession.since();
    return checkEvery(now).map(from::plus);
  }

  private Optional<Restriction> checkDue(Instant now) {
    return checkDueAt(now)
        .filter(due -> !due.isAfter(now))
        .map(_ ->
            new Restriction.RealityCheckDue(
                usage.playSession().elapsedAt(now), usage.playSession().net()));
  }

  private Optional<Restriction> tooHigh(Stake stake) {
    Long max = rules.profile().highestStake(stake.game());
    return max == null || stake.minor() <= max
        ? Optional.empty()
        : Optional.of(new Restriction.StakeTooHigh(max));
  }

  private Optional<Restriction> tooFast(Stake stake, Instant now) {
    Long cycle = rules.profile().cycleMillis(stake.game());
    Instant last = lastBets.get(stake.game());
    if (cycle == null || last == null || !stake.begins()) {
      return Optional.empty();
    }
    Duration wait = Duration.between(now, last.plusMillis(cycle));
    // a bet far ahead was dated before the clock was set back: it delays no bet
    boolean isAhead = last.isAfter(now.plus(CLOCKS_DIFFER));
    return wait.isPositive() && !isAhead
        ? Optional.of(new Restriction.TooFast(wait))
        : Optional.empty();
  }

  /// The standing once these entries are posted.
  ///
  /// @param betOn the game on which they begin a round; empty when they begin none
  public PlayerRestrictions after(List<PlayEntry> movements, Optional<String> betOn, Instant now) {
    Map<String, Instant> bets = lastBets;
    if (betOn.isPresent() && rules.profile().cycleMillis(betOn.get()) != null) {
      bets = new HashMap<>(lastBets);
      bets.put(betOn.get(), now);
    }
    return new PlayerRestrictions(
        house,
        rules,
        limits,
        check,
        checkedAt,
        exclusions,
        usage.after(movements, rules.zone()),
        bets,
        bare);
  }
}
