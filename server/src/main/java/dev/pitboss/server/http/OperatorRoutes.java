package dev.pitboss.server.http;

import dev.pitboss.server.http.Endpoint.Need;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.Branding;
import dev.pitboss.server.operators.GameTerms;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.OperatorKeys;
import dev.pitboss.server.operators.OperatorSettings;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.operators.Tenancy;
import dev.pitboss.server.play.Game;
import dev.pitboss.server.play.GameCatalogue;
import dev.pitboss.server.staff.StaffMember;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/// Operators as those who work for them configure them. Whoever works for one sees no other.
public final class OperatorRoutes {
  private static final String OPERATORS = "/api/ops/operators";
  private static final String ONE = OPERATORS + "/:code";

  private final Operators operators;
  private final OperatorSettings settings;
  private final OperatorKeys keys;
  private final GameCatalogue catalogue;

  OperatorRoutes(Tenancy tenancy, GameCatalogue catalogue) {
    this.operators = tenancy.operators();
    this.settings = tenancy.settings();
    this.keys = tenancy.keys();
    this.catalogue = catalogue;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.byStaff("GET", OPERATORS, Need.READ, this::list),
        Endpoint.byStaff("POST", OPERATORS, Need.PLATFORM_CHANGE, this::create),
        at("GET", ONE, Need.READ, (_, asked) -> Reply.ok(view(asked.operator()))),
        at("POST", ONE, Need.CHANGE, this::change),
        at("PUT", ONE + "/games/:game", Need.CHANGE, this::setTerms),
        at("PUT", ONE + "/hosts/:host", Need.PLATFORM_CHANGE, this::addHost),
        at("DELETE", ONE + "/hosts/:host", Need.PLATFORM_CHANGE, this::removeHost),
        at("GET", ONE + "/keys", Need.READ, this::keys),
        at("POST", ONE + "/keys", Need.CHANGE, this::makeKey),
        at("DELETE", ONE + "/keys/:key", Need.CHANGE, this::revokeKey));
  }

  /// An operator that is asked about by somebody who may see it.
  private record Asked(Operator operator, StaffMember member) {}

  private Endpoint at(
      String method, String path, Need need, BiFunction<Request, Asked, Reply> handler) {
    return Endpoint.byStaff(
        method,
        path,
        need,
        (request, member) ->
            seen(operators, request.pathParameter("code"), member)
                .map(operator -> handler.apply(request, new Asked(operator, member)))
                .orElseGet(OperatorRoutes::noSuchOperator));
  }

  /// The operator of that code, if it is the member's to see.
  static Optional<Operator> seen(Operators operators, String code, StaffMember member) {
    return operators.byCode(code).filter(operator -> member.sees(operator.operatorId()));
  }

  static Reply noSuchOperator() {
    return Reply.problem(
        Problem.of(
            Problem.Status.NOT_FOUND, "no_such_operator", "there is no operator of that code"));
  }

  private Reply list(Request request, StaffMember member) {
    return Reply.ok(
        new OperatorsView(
            operators.all().stream()
                .filter(operator -> member.sees(operator.operatorId()))
                .sorted(Comparator.comparingInt(Operator::operatorId))
                .map(this::view)
                .toList()));
  }

  private Reply create(Request request, StaffMember member) {
    JsonObject body = request.json();
    Optional<Integer> id = settings.create(body, member.actor());
    if (id.isEmpty()) {
      return Reply.problem(
          Problem.of(
                  Problem.Status.CONFLICT,
                  "code_taken",
                  "there is an operator of that code, or there can be no more of them")
              .atField("code"));
    }
    operators.refresh();
    return Reply.json(201, view(operators.byId(id.get())));
  }

  private Reply change(Request request, Asked asked) {
    settings.change(asked.operator(), request.json(), asked.member().actor());
    return fresh(asked);
  }

  private Reply setTerms(Request request, Asked asked) {
    Optional<Game> game = catalogue.game(request.pathParameter("game"));
    if (game.isEmpty()) {
      return Reply.problem(
          Problem.of(Problem.Status.NOT_FOUND, "no_such_game", "there is no game of that id"));
    }
    settings.setTerms(asked.operator(), game.get().id(), request.json(), asked.member().actor());
    return fresh(asked);
  }

  private Reply addHost(Request request, Asked asked) {
    request.json().refuseOtherFields();
    String host = request.pathParameter("host");
    return switch (settings.addHost(asked.operator(), host, asked.member().actor())) {
      case ADDED -> fresh(asked);
      case TAKEN ->
          Reply.problem(
              Problem.of(Problem.Status.CONFLICT, "host_taken", "that host is another operator's"));
      case TOO_MANY ->
          Reply.problem(
              Problem.of(
                  Problem.Status.CONFLICT, "too_many_hosts", "the operator has no room for more"));
    };
  }

  private Reply removeHost(Request request, Asked asked) {
    return settings.removeHost(
            asked.operator(), request.pathParameter("host"), asked.member().actor())
        ? fresh(asked)
        : Reply.problem(
            Problem.of(
                Problem.Status.NOT_FOUND, "no_such_host", "that host is not the operator's"));
  }

  private Reply keys(Request request, Asked asked) {
    return Reply.ok(
        new KeysView(
            keys.list(asked.operator()).stream()
                .map(key -> new KeyView(key.keyId(), key.createdAt(), key.revokedAt()))
                .toList()));
  }

  private Reply makeKey(Request request, Asked asked) {
    request.json().refuseOtherFields();
    return keys.make(asked.operator(), asked.member().actor())
        .map(made -> Reply.json(201, new MadeKeyView(made.keyId(), made.secret())))
        .orElseGet(() ->
            Reply.problem(
                Problem.of(
                    Problem.Status.CONFLICT,
                    "too_many_keys",
                    "there are two live keys; revoke one first")));
  }

  private Reply revokeKey(Request request, Asked asked) {
    return keys.revoke(asked.operator(), request.pathParameter("key"), asked.member().actor())
        ? Reply.noContent()
        : Reply.problem(
            Problem.of(
                Problem.Status.NOT_FOUND,
                "no_such_key",
                "the operator has no live key of that id"));
  }

  /// The operator as it is now.
  private Reply fresh(Asked asked) {
    operators.refresh();
    return Reply.ok(view(operators.byId(asked.operator().operatorId())));
  }

  private OperatorView view(Operator operator) {
    return new OperatorView(
        operator.code(),
        operator.name(),
        operator.currency(),
        operator.takesBets(),
        operator.takesGuests(),
        operator.welcomeGrant(),
        operator.needsSecondFactor(),
        operator.zone().getId(),
        operator.jurisdiction(),
        operator.branding(),
        operator.hosts(),
        catalogue.games().stream().map(game -> terms(operator, game)).toList());
  }

  private static TermsView terms(Operator operator, Game game) {
    GameTerms terms = operator.games().getOrDefault(game.id(), GameTerms.AS_THE_GAME);
    return new TermsView(
        game.id(), terms.isOn(), terms.minStake(), terms.maxStake(), terms.maxPayout());
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
      boolean needsSecondFactor,
      String timeZone,
      String jurisdiction,
      Branding branding,
      List<String> hosts,
      List<TermsView> games) {}

  /// The terms of a game; absent is as the game has it.
  @Json
  public record TermsView(
      String game,
      boolean on,
      @Nullable Long minStake,
      @Nullable Long maxStake,
      @Nullable Long maxPayout) {}

  /// The keys of an operator.
  @Json
  public record KeysView(List<KeyView> keys) {}

  /// A key without its secret.
  @Json
  public record KeyView(String keyId, Instant createdAt, @Nullable Instant revokedAt) {}

  /// A key that was just made; the only time its secret is told.
  @Json
  public record MadeKeyView(String keyId, String secret) {}
}
