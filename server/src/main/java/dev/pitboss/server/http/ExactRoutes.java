package dev.pitboss.server.http;

import dev.pitboss.server.scheduling.FatalErrors;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request whose path is written in the API as it stands: most requests. All
/// others go through the router, which tries one route after the other and knows parameters, HEAD,
/// queries and what is no route at all. For one event loop.
final class ExactRoutes implements Handler<HttpServerRequest> {
  private final Map<String, Map<HttpMethod, Endpoint>> endpoints = new HashMap<>();
  private final Dispatcher dispatcher;
  private final ResponseTimeouts deadlines;
  private final Handler<HttpServerRequest> router;

  ExactRoutes(
      List<Endpoint> all,
      Dispatcher dispatcher,
      ResponseTimeouts deadlines,
      Handler<HttpServerRequest> router) {
    this.dispatcher = dispatcher;
    this.deadlines = deadlines;
    this.router = router;
    for (Endpoint endpoint : all) {
      if (endpoint.path().indexOf(':') < 0 && endpoint.access().feed() == null) {
        endpoints
            .computeIfAbsent(endpoint.path(), _ -> new HashMap<>())
            .putIfAbsent(HttpMethod.valueOf(endpoint.method()), endpoint);
      }
    }
  }

  @Override
  public void handle(HttpServerRequest request) {
    Endpoint endpoint = request.query() == null ? endpointOf(request) : null;
    if (endpoint == null) {
      router.handle(request);
      return;
    }
    BodyReader.read(
        request,
        body -> dispatch(request, body, endpoint),
        _ -> dispatcher.fail(request, 400, null));
  }

  private @Nullable Endpoint endpointOf(HttpServerRequest request) {
    Map<HttpMethod, Endpoint> methods = endpoints.get(request.path());
    return methods == null ? null : methods.get(request.method());
  }

  @SuppressWarnings("IllegalCatch") // who waits must be answered
  private void dispatch(HttpServerRequest request, @Nullable Buffer body, Endpoint endpoint) {
    try {
      dispatcher.dispatch(request, Request.of(request, body), endpoint, deadlines);
    } catch (RuntimeException | Error failure) {
      FatalErrors.check(failure);
      dispatcher.fail(request, 500, failure);
    }
  }
}
