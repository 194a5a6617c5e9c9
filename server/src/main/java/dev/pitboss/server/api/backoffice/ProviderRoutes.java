package dev.pitboss.server.api.backoffice;

import dev.pitboss.server.api.Access.Need;
import dev.pitboss.server.api.OperatorScope;
import dev.pitboss.server.api.OperatorScope.Asked;
import dev.pitboss.server.approvals.Approvals;
import dev.pitboss.server.approvals.ChangeRequests;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.operators.OperatorModule;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.seamlesswallet.inbound.Provider;
import dev.pitboss.server.seamlesswallet.inbound.Providers;
import io.avaje.jsonb.Json;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Providers and their keys, as set up by staff.
public final class ProviderRoutes {
  private static final String PROVIDERS = "/providers";
  private static final String ONE = PROVIDERS + "/:provider";

  private final OperatorScope scope;
  private final Providers providers;
  private final KeyRoutes keys;
  private final Approvals approvals;
  private final Operators operators;

  public ProviderRoutes(
      OperatorScope scope,
      Providers providers,
      OperatorModule operatorModule,
      Approvals approvals) {
    this.scope = scope;
    this.providers = providers;
    this.keys = new KeyRoutes(operatorModule.keys(), approvals);
    this.approvals = approvals;
    this.operators = operatorModule.operators();
  }

  public List<Endpoint> endpoints() {
    return List.of(
        scope.at("GET", PROVIDERS, Need.READ, this::list),
        scope.at("POST", PROVIDERS, Need.CHANGE, this::register),
        scope.at("GET", ONE, Need.READ, this::show),
        scope.at("POST", ONE + "/disable", Need.CHANGE, use(false)),
        scope.at("POST", ONE + "/enable", Need.CHANGE, use(true)),
        scope.at("PUT", ONE + "/limits", Need.CHANGE, this::limit),
        scope.at(
            "GET",
            ONE + "/keys",
            Need.READ,
            of((_, asked) -> keys.list(asked.provider().keyHolder()))),
        scope.at(
            "POST",
            ONE + "/keys",
            Need.CHANGE,
            of((request, asked) ->
                keys.make(request, asked.provider().keyHolder(), asked.by().member()))),
        scope.at(
            "DELETE",
            ONE + "/keys/:key",
            Need.CHANGE,
            of((request, asked) ->
                keys.revoke(request, asked.provider().keyHolder(), asked.by().actor()))));
  }

  private record OfProvider(Provider provider, Asked by) {}

  private BiFunction<Request, Asked, Response> of(
      BiFunction<Request, OfProvider, Response> handler) {
    return (request, asked) ->
        providers
            .find(asked.operator().operatorId(), request.pathParameter("provider"))
            .map(found -> handler.apply(request, new OfProvider(found.provider(), asked)))
            .orElseGet(ProviderRoutes::noSuchProvider);
  }

  private Response list(Request request, Asked asked) {
    return Response.ok(
        new ProviderListView(
            providers.of(asked.operator().operatorId()).stream()
                .map(ProviderDetailView::of)
                .toList()));
  }

  private Response register(Request request, Asked asked) {
    JsonObject body = request.json();
    String code = body.requiredText("code");
    String name = body.requiredText("name");
    body.refuseOtherFields();
    return providers
        .register(asked.operator().operatorId(), code, name, asked.actor())
        .map(made -> Response.json(201, ProviderDetailView.of(made)))
        .orElseGet(() -> notRegistered(asked, code));
  }

  private Response notRegistered(Asked asked, String wanted) {
    return Response.problem(
        providers.find(asked.operator().operatorId(), wanted).isPresent()
            ? Problem.of(
                    Problem.Status.CONFLICT, "code_taken", "provider code " + wanted + " is taken")
                .atField("code")
            : Problem.of(
                Problem.Status.CONFLICT,
                "code_taken",
                "the operator has the maximum of %d providers"
                    .formatted(Providers.MAX_PER_OPERATOR)));
  }

  private Response show(Request request, Asked asked) {
    return answer(providers.find(asked.operator().operatorId(), request.pathParameter("provider")));
  }

  private BiFunction<Request, Asked, Response> use(boolean inUse) {
    return (request, asked) -> {
      request.json().refuseOtherFields();
      String code = request.pathParameter("provider");
      return changed(
          providers.use(
              asked.operator().operatorId(), code, inUse, asked.actor(), asked.authority()),
          () -> approvals.providerEnabled(asked.member(), asked.operator(), code));
    };
  }

  private Response limit(Request request, Asked asked) {
    JsonObject body = request.json();
    Providers.Limits limits =
        new Providers.Limits(
            body.requiredLong("gainPerDay"), body.requiredLong("promotionalPerDay"));
    body.refuseOtherFields();
    String code = request.pathParameter("provider");
    return changed(
        providers.limit(
            asked.operator().operatorId(), code, limits, asked.actor(), asked.authority()),
        () -> approvals.providerLimits(asked.member(), asked.operator(), code, limits));
  }

  private Response changed(Providers.Change change, Supplier<ChangeRequests.Asked> asks) {
    return switch (change) {
      case Providers.Change.Done(Providers.Listed now) -> Response.ok(ProviderDetailView.of(now));
      case Providers.Change.NeedsSecondPerson() ->
          ChangeRequestRoutes.waiting(asks.get(), operators);
      case Providers.Change.NoSuchProvider() -> noSuchProvider();
    };
  }

  private static Response answer(Optional<Providers.Listed> found) {
    return found
        .map(provider -> Response.ok(ProviderDetailView.of(provider)))
        .orElseGet(ProviderRoutes::noSuchProvider);
  }

  private static Response noSuchProvider() {
    return Response.problem(
        Problem.of(Problem.Status.NOT_FOUND, "no_such_provider", "no such provider"));
  }

  /// An operator's providers, by code.
  @Json
  public record ProviderListView(List<ProviderDetailView> providers) {}

  /// A provider.
  ///
  /// @param balance minor units that the operator owes it; negative when it owes the operator
  /// @param gainPerDay what it may pay beyond stakes in a day of UTC, minor units
  /// @param promotionalPerDay of this, for bets without a stake
  /// @param disabledAt since when it is out of use; absent while it is in use
  @Json
  public record ProviderDetailView(
      String code,
      String name,
      String currency,
      long balance,
      long gainPerDay,
      long promotionalPerDay,
      Instant createdAt,
      @Nullable Instant disabledAt) {
    static ProviderDetailView of(Providers.Listed listed) {
      return new ProviderDetailView(
          listed.provider().code(),
          listed.name(),
          listed.provider().currency(),
          listed.balance(),
          listed.limits().gainPerDay(),
          listed.limits().promotionalPerDay(),
          listed.createdAt(),
          listed.disabledAt());
    }
  }
}
