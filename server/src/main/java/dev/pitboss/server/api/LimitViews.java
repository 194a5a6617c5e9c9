package dev.pitboss.server.api;

import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.restrictions.Exclusions;
import dev.pitboss.server.restrictions.LimitKind;
import dev.pitboss.server.restrictions.Limits;
import dev.pitboss.server.restrictions.Period;
import dev.pitboss.server.restrictions.PlaySession;
import dev.pitboss.server.restrictions.PlayerRestrictions;
import dev.pitboss.server.restrictions.Profile;
import dev.pitboss.server.restrictions.Setting;
import dev.pitboss.server.restrictions.Sums;
import dev.pitboss.server.restrictions.UsageTotals;
import io.avaje.jsonb.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Responsible play, field by field as in `openapi.yaml`. Money is in minor units, limits of time
/// in minutes.
public final class LimitViews {
  private LimitViews() {}

  /// How a player stands.
  @Json
  public record OverviewView(
      ProfileView profile,
      String zone,
      List<LimitView> limits,
      CheckView realityCheck,
      @Nullable Instant coolingOffUntil,
      @Nullable ExclusionView selfExclusion,
      SessionView session,
      PlayedView day,
      PlayedView week,
      PlayedView month) {
    public static OverviewView of(Limits.Overview overview) {
      PlayerRestrictions restrictions = overview.restrictions();
      Instant now = overview.now();
      PlaySession playSession = overview.usage().playSession();
      Exclusions exclusions = restrictions.exclusions();
      return new OverviewView(
          ProfileView.of(restrictions.rules().profile()),
          restrictions.rules().zone().getId(),
          restrictions.limits().stream()
              .filter(limit -> !limit.setting().settledAt(now).equals(Setting.NONE))
              .map(limit ->
                  LimitView.of(restrictions, limit.kind(), limit.period(), limit.setting(), now))
              .toList(),
          CheckView.of(restrictions, now),
          exclusions.coolingOffAt(now).orElse(null),
          exclusions.excludedAt(now).map(ExclusionView::of).orElse(null),
          playSession.goesOnAt(now)
              ? new SessionView(
                  playSession.since(), playSession.elapsedAt(now).toSeconds(), playSession.net())
              : new SessionView(null, 0, 0),
          PlayedView.of(overview, Period.DAY),
          PlayedView.of(overview, Period.WEEK),
          PlayedView.of(overview, Period.MONTH));
    }
  }

  /// What the operator's jurisdiction asks for.
  @Json
  public record ProfileView(
      String id,
      String name,
      List<String> mandatoryLimits,
      @Nullable Integer realityCheckMinutes,
      Map<String, Long> minimumCycleMillis,
      Map<String, Long> maxStake,
      boolean autoplay,
      List<HelpView> help) {
    public static ProfileView of(Profile profile) {
      return new ProfileView(
          profile.id(),
          profile.name(),
          profile.mandatoryIds(),
          profile.realityCheckMinutes(),
          profile.minimumCycleMillis(),
          profile.maxStake(),
          profile.allowsAutoplay(),
          profile.help().stream().map(help -> new HelpView(help.name(), help.url())).toList());
    }
  }

  /// Where players find help with gambling.
  @Json
  public record HelpView(String name, String url) {}

  /// A change that waits.
  ///
  /// @param amount absent when the limit is removed
  @Json
  public record PendingView(@Nullable Long amount, Instant from) {
    public static @Nullable PendingView of(Setting setting, Instant now) {
      Setting current = setting.settledAt(now);
      return current.isPending()
          ? new PendingView(
              current.next(), Objects.requireNonNull(current.changesAt(), "it is pending"))
          : null;
    }
  }

  /// One limit.
  ///
  /// @param left 0 when nothing is
  @Json
  public record LimitView(
      String kind,
      String period,
      @Nullable Long amount,
      long used,
      @Nullable Long left,
      Instant resetsAt,
      @Nullable PendingView pending) {
    public static LimitView of(
        PlayerRestrictions restrictions,
        LimitKind kind,
        Period period,
        Setting setting,
        Instant now) {
      Long amount = orNull(setting.at(now));
      return new LimitView(
          kind.id(),
          period.id(),
          amount,
          restrictions.used(kind, period, now),
          amount == null ? null : left(restrictions, kind, period, amount, now),
          restrictions.resetsAt(period, now),
          PendingView.of(setting, now));
    }

    /// Winnings of the period may be lost again before its loss limit counts.
    private static long left(
        PlayerRestrictions restrictions, LimitKind kind, Period period, long amount, Instant now) {
      Sums sums = restrictions.usage().in(period, now, restrictions.rules().zone());
      long used =
          switch (kind) {
            case LOSS -> -sums.net();
            case STAKE -> sums.staked();
            case TIME -> restrictions.used(kind, period, now);
          };
      return Math.max(0, amount - used);
    }
  }

  /// When the player looks up from the game.
  ///
  /// @param minutes between checks, of the player's own choice
  /// @param everyMinutes what holds: that, or what the profile asks for, whichever is shorter
  @Json
  public record CheckView(
      @Nullable Long minutes,
      @Nullable PendingView pending,
      @Nullable Long everyMinutes,
      boolean due,
      @Nullable Instant dueAt) {
    public static CheckView of(PlayerRestrictions restrictions, Instant now) {
      Optional<Instant> dueAt = restrictions.checkDueAt(now);
      return new CheckView(
          orNull(restrictions.check().at(now)),
          PendingView.of(restrictions.check(), now),
          restrictions.checkEvery(now).map(Duration::toMinutes).orElse(null),
          dueAt.filter(due -> !due.isAfter(now)).isPresent(),
          dueAt.orElse(null));
    }
  }

  /// A self-exclusion.
  ///
  /// @param until absent when permanent
  @Json
  public record ExclusionView(boolean forEver, @Nullable Instant until) {
    public static ExclusionView of(Instant until) {
      return until.equals(Instant.MAX)
          ? new ExclusionView(true, null)
          : new ExclusionView(false, until);
    }
  }

  /// The streak of bets that goes on.
  ///
  /// @param since absent when the last bet was too long ago
  @Json
  public record SessionView(@Nullable Instant since, long elapsedSeconds, long net) {}

  /// What was played in a period.
  @Json
  public record PlayedView(
      Instant until, long staked, long paid, long net, long bets, long playedSeconds) {
    public static PlayedView of(Limits.Overview overview, Period period) {
      ZoneId zone = overview.restrictions().rules().zone();
      UsageTotals usage = overview.usage();
      Sums sums = usage.in(period, overview.now(), zone);
      return new PlayedView(
          overview.restrictions().resetsAt(period, overview.now()),
          sums.staked(),
          sums.paid(),
          sums.net(),
          sums.bets(),
          Duration.ofMillis(sums.playedMillis()).toSeconds());
    }
  }

  /// A month of a statement.
  @Json
  public record MonthView(
      String month, long staked, long paid, long net, long bets, long playedSeconds) {
    public static MonthView of(Limits.Month month) {
      Sums sums = month.sums();
      return new MonthView(
          month.month().toString().substring(0, "2026-01".length()),
          sums.staked(),
          sums.paid(),
          sums.net(),
          sums.bets(),
          Duration.ofMillis(sums.playedMillis()).toSeconds());
    }
  }

  /// The last twelve months, the current one first.
  @Json
  public record StatementView(String currency, List<MonthView> months) {}

  /// Until when the player does not bet.
  @Json
  public record KeptOutView(String type, @Nullable Instant until, boolean forEver) {
    public static KeptOutView of(String type, Instant until) {
      boolean forEver = until.equals(Instant.MAX);
      return new KeptOutView(type, forEver ? null : until, forEver);
    }
  }

  private static @Nullable Long orNull(OptionalLong number) {
    return number.isPresent() ? (Long) number.getAsLong() : null;
  }

  /// The overview, or the answer while play totals are being computed.
  public static Response reply(Optional<Limits.Overview> overview) {
    return overview
        .map(it -> Response.ok(LimitViews.OverviewView.of(it)))
        .orElseGet(LimitViews::summingUp);
  }

  /// The answer while play totals are being computed.
  public static Response summingUp() {
    return Response.problem(
            Problem.of(
                Problem.Status.UNAVAILABLE,
                "summing_up",
                "play totals are being computed; nothing was changed, try again"))
        .withHeader("Retry-After", "1");
  }
}
