package dev.pitboss.server.http;

import java.util.ArrayList;
import java.util.List;

/// Everything the server answers: the routes, who may pass, and the pages. Immutable.
public record Api(List<Endpoint> endpoints, Gate gate, StaticFiles files, RequestMetrics metrics) {
  public Api {
    endpoints = List.copyOf(endpoints);
  }

  /// Builds the API from what it needs.
  public static Api of(Services services, AccessOptions access) {
    RateLimits limits = new RateLimits(access.rateFactor());
    Clients clients = new Clients(access.proxies());
    SessionRoutes sessions = new SessionRoutes(services, limits, clients);
    List<Endpoint> endpoints = new ArrayList<>();
    endpoints.addAll(sessions.endpoints());
    endpoints.addAll(new AccountRoutes(services, sessions, limits, clients).endpoints());
    endpoints.addAll(new PlayRoutes(services.play(), services.catalogue()).endpoints());
    endpoints.addAll(new TableRoutes(services.fruit(), services.blackjack()).endpoints());
    endpoints.addAll(new CrashRoutes(services.crash(), services.rounds()).endpoints());
    endpoints.addAll(new HistoryRoutes(services.rounds(), services.catalogue()).endpoints());
    endpoints.addAll(
        new FairnessRoutes(services.fairness(), services.replay(), services.catalogue())
            .endpoints());
    endpoints.addAll(new GameRoutes(services.catalogue(), services.operators()).endpoints());
    endpoints.addAll(new OpsRoutes(services.health(), services.metrics()).endpoints());
    return new Api(
        endpoints,
        new Gate(services.players(), services.operators(), limits, clients),
        new StaticFiles(),
        new RequestMetrics(services.metrics().registry()));
  }
}
