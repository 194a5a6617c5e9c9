package dev.pitboss.server.api.backoffice;

import dev.pitboss.server.api.Access.Need;
import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.OperatorScope;
import dev.pitboss.server.api.OperatorScope.Asked;
import dev.pitboss.server.approvals.Approvals;
import dev.pitboss.server.games.Game;
import dev.pitboss.server.games.GameCatalogue;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.Branding;
import dev.pitboss.server.operators.GameTerms;
import dev.pitboss.server.operators.KeyHolder;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.operators.OperatorSettings;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.staff.StaffMember;
import io.avaje.jsonb.Json;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Configuration of operators by staff. Staff of one operator see no other.
public final class OperatorRoutes {
  private static final String OPERATORS = "/api/ops/operators";

  private final OperatorScope scope;
  private final Operators operators;
  private final OperatorSettings settings;
  private final KeyRoutes keys;
  private final GameCatalogue catalogue;
  private final Approvals approvals;

  public OperatorRoutes(
      OperatorScope scope,
      OperatorModule operatorModule,
      GameCatalogue catalogue,
      Approvals approvals) {
    this.scope = scope;
    this.operators = operatorModule.operators();
    this.settings = operatorModule.settings();
    this.keys = new KeyRoutes(operatorModule.keys(), approvals);
    this.catalogue = catalogue;
    this.approvals = approvals;
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.byStaff("GET", OPERATORS, Need.READ, this::list),
        Endpoints.byStaff("POST", OPERATORS, Need.PLATFORM_CHANGE, this::create),
        scope.at("GET", "", Need.READ, (_, asked) -> Response.ok(view(asked.operator()))),
        scope.at("POST", "", Need.CHANGE, this::change),
        scope.at("PUT", "/games/:game", Need.CHANGE, this::setTerms),
        scope.at("PUT", "/hosts/:host", Need.PLATFORM_CHANGE, this::addHost),
        scope.at("DELETE", "/hosts/:host", Need.PLATFORM_CHANGE, this::removeHost),
        scope.at("GET", "/keys", Need.READ, (_, asked) -> keys.list(holder(asked))),
        scope.at(
            "POST",
            "/keys",
            Need.CHANGE,
            (request, asked) -> keys.make(request, holder(asked), asked.member())),
        scope.at(
            "DELETE",
            "/keys/:key",
            Need.CHANGE,
            (request, asked) -> keys.revoke(request, holder(asked), asked.actor())));
  }

  private static KeyHolder holder(Asked asked) {
    return KeyHolder.of(asked.operator());
  }

  private Response list(Request request, StaffMember member) {
    return Response.ok(
        new OperatorsView(
            operators.all().stream()
                .filter(operator -> member.sees(operator.operatorId()))
                .sorted(Comparator.comparingInt(Operator::operatorId))
                .map(this::view)
                .toList()));
  }

  private Response create(Request request, StaffMember member) {
    JsonObject body = request.json();
    Optional<Integer> id = settings.create(body, member.actor());
    if (id.isEmpty()) {
      return notCreated(request.json().requiredText("code"));
    }
    operators.refresh();
    return Response.json(201, view(operators.byId(id.get())));
  }

  private Response notCreated(String wanted) {
    operators.refresh();
    return Response.problem(
        operators.byCode(wanted).isPresent()
            ? Problem.of(
                    Problem.Status.CONFLICT, "code_taken", "operator code " + wanted + " is taken")
                .atField("code")
            : Problem.of(
                Problem.Status.CONFLICT,
                "code_taken",
                "the maximum of %d operators is reached".formatted(Operators.MAX_OPERATORS)));
  }

  private Response change(Request request, Asked asked) {
    Optional<String> heldBack =
        settings.change(asked.operator(), request.json(), asked.actor(), asked.authority());
    Response now = fresh(asked);
    return heldBack
        .map(change ->
            ChangeRequestRoutes.waiting(
                approvals.settings(asked.member(), asked.operator(), change), operators))
        .orElse(now);
  }

  private Response setTerms(Request request, Asked asked) {
    Optional<Game> game =
        catalogue
            .game(request.pathParameter("game"))
            .filter(it -> catalogue.isFor(asked.operator(), it.id()));
    if (game.isEmpty()) {
      return Response.problem(Problem.of(Problem.Status.NOT_FOUND, "no_such_game", "no such game"));
    }
    String id = game.get().id();
    Optional<String> heldBack =
        settings.setTerms(
            asked.operator(), game.get().offer(), request.json(), asked.actor(), asked.authority());
    Response now = fresh(asked); // what did not wait holds here at once
    return heldBack
        .map(terms ->
            ChangeRequestRoutes.waiting(
                approvals.terms(asked.member(), asked.operator(), id, terms), operators))
        .orElse(now);
  }

  private Response addHost(Request request, Asked asked) {
    request.json().refuseOtherFields();
    String host = request.pathParameter("host");
    return switch (settings.addHost(asked.operator(), host, asked.actor())) {
      case ADDED -> fresh(asked);
      case TAKEN ->
          Response.problem(
              Problem.of(
                  Problem.Status.CONFLICT, "host_taken", "host belongs to another operator"));
      case TOO_MANY ->
          Response.problem(
              Problem.of(
                  Problem.Status.CONFLICT,
                  "too_many_hosts",
                  "the operator has the maximum number of hosts"));
    };
  }

  private Response removeHost(Request request, Asked asked) {
    return settings.removeHost(asked.operator(), request.pathParameter("host"), asked.actor())
        ? fresh(asked)
        : Response.problem(
            Problem.of(
                Problem.Status.NOT_FOUND, "no_such_host", "host does not belong to the operator"));
  }

  /// The operator as it is now.
  private Response fresh(Asked asked) {
    operators.refresh();
    return Response.ok(view(operators.byId(asked.operator().operatorId())));
  }

  private OperatorView view(Operator operator) {
    return new OperatorView(
        operator.code(),
        operator.name(),
        operator.currency(),
        operator.takesBets(),
        operator.takesGuests(),
        operator.welcomeGrant(),
        operator.maxWelcomeGrant(),
        new RefillView(
            operator.refill().amount(), operator.refill().below(), operator.refill().minutes()),
        operator.needsSecondFactor(),
        operator.zone().getId(),
        operator.jurisdiction(),
        operator.branding(),
        operator.hosts(),
        catalogue.games(operator).stream().map(game -> terms(operator, game)).toList());
  }

  private static TermsView terms(Operator operator, Game game) {
    GameTerms terms = operator.games().getOrDefault(game.id(), GameTerms.AS_THE_GAME);
    Game.StakeLimits limits = game.limits();
    OptionalLong maxWin = game.maxWinMultiple();
    return new TermsView(
        game.id(),
        terms.isOn(),
        terms.minStake(),
        terms.maxStake(),
        terms.maxPayout(),
        limits.min(),
        limits.max(),
        maxWin.isPresent() ? maxWin.getAsLong() : null);
  }

  /// All operators one sees.
  @Json
  public record OperatorsView(List<OperatorView> operators) {}

  /// An operator.
  @Json
  public record OperatorView(
      String code,
      String name,
      String currency,
      boolean takesBets,
      boolean takesGuests,
      long welcomeGrant,
      long maxWelcomeGrant,
      RefillView refill,
      boolean needsSecondFactor,
      String timeZone,
      String jurisdiction,
      Branding branding,
      List<String> hosts,
      List<TermsView> games) {}

  /// On which terms registered players are given play chips again.
  ///
  /// @param amount minor units; 0 gives none
  /// @param below of which balance, minor units
  @Json
  public record RefillView(long amount, long below, int intervalMinutes) {}

  /// The terms of a game; an absent stake limit is the platform's default, an absent payout limit
  /// none.
  ///
  /// @param defaultMinStake in force where the operator sets no `minStake`, minor units
  /// @param defaultMaxStake in force where the operator sets no `maxStake`, minor units
  /// @param maxWin what every bet may be paid, times its stake; absent where bets differ in that
  @Json
  public record TermsView(
      String game,
      boolean on,
      @Nullable Long minStake,
      @Nullable Long maxStake,
      @Nullable Long maxPayout,
      long defaultMinStake,
      long defaultMaxStake,
      @Nullable Long maxWin) {}
}
