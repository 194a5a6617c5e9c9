package dev.pitboss.server.api.player;

import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.Inputs;
import dev.pitboss.server.api.LimitViews;
import dev.pitboss.server.api.RateLimits;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.InvalidInput;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.CurrencyCode;
import dev.pitboss.server.operators.reporting.Csv;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.restrictions.LimitKind;
import dev.pitboss.server.restrictions.Limits;
import dev.pitboss.server.restrictions.Limits.Change;
import dev.pitboss.server.restrictions.Period;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/// Responsible play: limits, reality checks, breaks, exclusion, and what was played.
public final class LimitRoutes {
  private static final String LIMITS = "/api/casino/limits";

  /// As many as there are kinds and periods.
  private static final int MAX_LIMITS = LimitKind.values().length * Period.values().length;

  /// Far above any balance, far below what could overflow.
  private static final long MAX_MINOR = 1_000_000_000_000L;

  private static final int MAX_CHECK_MINUTES = 24 * 60;
  private static final int MAX_COOLING_HOURS = 6 * 7 * 24;
  private static final int MIN_EXCLUSION_MONTHS = 6;
  private static final int MAX_EXCLUSION_MONTHS = 60;

  private static final String PERMANENT = "permanentSelfExclusion";
  private static final String TYPES = "must be coolingOff, selfExclusion or permanentSelfExclusion";

  private final Limits limits;
  private final RateLimits rates;

  public LimitRoutes(Limits limits, RateLimits rates) {
    this.limits = limits;
    this.rates = rates;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.getByPlayer(LIMITS, this::overview),
        Endpoints.putByPlayer(LIMITS, this::change),
        Endpoints.postByPlayer(LIMITS + "/exclusion", this::exclude),
        Endpoints.postByPlayer(LIMITS + "/reality-check", this::acknowledge),
        Endpoints.getByPlayer(LIMITS + "/statement", this::statement));
  }

  private Response overview(Request request, Player player) {
    return LimitViews.reply(limits.overview(player.playerId()));
  }

  private Response change(Request request, Player player) {
    return LimitViews.reply(limits.change(player.playerId(), changes(request.json())));
  }

  private Response acknowledge(Request request, Player player) {
    request.json().refuseOtherFields();
    return LimitViews.reply(limits.acknowledge(player.playerId()));
  }

  private Response exclude(Request request, Player player) {
    JsonObject body = request.json();
    String type = body.requiredText("type");
    long id = player.playerId();
    if (!type.equals(PERMANENT)) { // which is there once, and never refused
      Optional<Response> tooMany =
          rates.refuse(RateLimits.Rate.LASTING_ACTS_OF_ACCOUNT, Long.toString(id));
      if (tooMany.isPresent()) {
        return tooMany.get();
      }
    }
    Instant until =
        switch (type) {
          case "coolingOff" -> {
            long hours = number(body, "hours", 1, MAX_COOLING_HOURS);
            body.refuseOtherFields();
            yield limits.coolOff(id, Duration.ofHours(hours));
          }
          case "selfExclusion" -> {
            long months = number(body, "months", MIN_EXCLUSION_MONTHS, MAX_EXCLUSION_MONTHS);
            body.refuseOtherFields();
            yield limits.exclude(id, Math.toIntExact(months));
          }
          case PERMANENT -> {
            body.refuseOtherFields();
            limits.excludePermanently(id);
            yield Instant.MAX;
          }
          default -> throw InvalidInput.field("type", TYPES + ", got " + type);
        };
    return Response.ok(LimitViews.KeptOutView.of(type, until));
  }

  private Response statement(Request request, Player player) {
    Optional<List<Limits.Month>> months = limits.statement(player.playerId());
    if (months.isEmpty()) {
      return LimitViews.summingUp();
    }
    List<LimitViews.MonthView> views = months.get().stream().map(LimitViews.MonthView::of).toList();
    return Inputs.wantsCsv(request)
        ? csv(views, CurrencyCode.of(player.currency()))
        : Response.ok(new LimitViews.StatementView(player.currency(), views));
  }

  /// For a spreadsheet: amounts in whole units.
  private static Response csv(List<LimitViews.MonthView> months, CurrencyCode currency) {
    Csv csv =
        new Csv(List.of("month", "currency", "staked", "paid", "net", "bets", "playedSeconds"));
    for (LimitViews.MonthView month : months) {
      csv.row(
          List.of(
              month.month(),
              currency.code(),
              currency.decimal(month.staked()),
              currency.decimal(month.paid()),
              currency.decimal(month.net()),
              month.bets(),
              month.playedSeconds()));
    }
    return Response.text("text/csv; charset=utf-8; header=present", csv.text());
  }

  /// Reads `{limits: [{kind, period, amount}], realityCheckMinutes}`; an absent amount, or 0
  /// minutes, means no limit.
  private static List<Change> changes(JsonObject body) {
    List<Change> changes = new ArrayList<>();
    Set<String> seen = new HashSet<>();
    for (JsonObject limit : body.optionalObjects("limits", MAX_LIMITS)) {
      Change change = changeOf(limit);
      if (!seen.add(change.kind() + " " + change.period())) {
        throw InvalidInput.field(limit.pathOf("period"), "must be unique for its kind");
      }
      changes.add(change);
    }
    OptionalLong minutes = body.optionalLong("realityCheckMinutes");
    if (minutes.isPresent()) {
      long wanted = number(body, "realityCheckMinutes", 0, MAX_CHECK_MINUTES);
      changes.add(new Change(null, null, wanted == 0 ? null : (Long) wanted));
    }
    body.refuseOtherFields();
    if (changes.isEmpty()) {
      throw InvalidInput.field("limits", "or realityCheckMinutes must be there");
    }
    return changes;
  }

  private static Change changeOf(JsonObject limit) {
    String kind = limit.requiredText("kind");
    String period = limit.requiredText("period");
    LimitKind limitKind =
        LimitKind.of(kind)
            .orElseThrow(() ->
                InvalidInput.field(
                    limit.pathOf("kind"), "must be loss, stake or time, got " + kind));
    Period limitPeriod =
        Period.of(period)
            .orElseThrow(() ->
                InvalidInput.field(
                    limit.pathOf("period"), "must be day, week or month, got " + period));
    Long amount =
        limit.optionalLong("amount").isPresent()
            ? (Long) number(limit, "amount", 1, max(limitKind, limitPeriod))
            : null;
    limit.refuseOtherFields();
    return new Change(limitKind, limitPeriod, amount);
  }

  /// A limit of more time than there is would be none.
  private static long max(LimitKind kind, Period period) {
    return switch (kind) {
      case LOSS, STAKE -> MAX_MINOR;
      case TIME ->
          switch (period) {
            case DAY -> Duration.ofDays(1).toMinutes();
            case WEEK -> Duration.ofDays(7).toMinutes();
            case MONTH -> Duration.ofDays(31).toMinutes();
          };
    };
  }

  private static long number(JsonObject body, String name, long min, long max) {
    long number = body.requiredLong(name);
    if (number < min || number > max) {
      throw InvalidInput.field(
          body.pathOf(name), "must be %d to %d, got %d".formatted(min, max, number));
    }
    return number;
  }
}
