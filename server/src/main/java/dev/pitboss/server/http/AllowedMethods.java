package dev.pitboss.server.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The methods that a path takes, as `Allow` lists them: those of all routes whose template matches
/// it, `HEAD` with `GET`, and `OPTIONS`. Immutable.
final class AllowedMethods {
  /// Of the server as a whole, for what is asked of no path.
  static final String OF_SERVER = "DELETE, GET, HEAD, OPTIONS, POST, PUT";

  /// Files are read and no more.
  private static final String OF_FILES = "GET, HEAD, OPTIONS";

  /// Says that pages of any origin may read an answer.
  static final String ANY_ORIGIN = "Access-Control-Allow-Origin";

  /// For so long a browser need not ask again what a path takes.
  private static final String PREFLIGHT_SECONDS = "7200";

  private record Route(Pattern path, String method, boolean isForAnyOrigin) {}

  private final List<Route> routes;

  private AllowedMethods(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  static AllowedMethods of(List<Endpoint> endpoints) {
    List<Route> routes = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      String pattern = endpoint.path().replaceAll(":\\w+", "[^/]+");
      routes.add(
          new Route(
              Pattern.compile(pattern + "/?"),
              endpoint.method(),
              endpoint.access().isForAnyOrigin()));
    }
    return new AllowedMethods(routes);
  }

  /// The answer to `OPTIONS` of a path.
  Response answer(String path) {
    String methods = at(path);
    if (methods.isEmpty()) {
      return Response.problem(Problem.notFound());
    }
    Response answer = Response.noContent().withHeader("Allow", methods);
    return isForAnyOrigin(path)
        ? answer
            .withHeader(ANY_ORIGIN, "*")
            .withHeader("Access-Control-Allow-Methods", methods)
            .withHeader("Access-Control-Allow-Headers", "Content-Type, Idempotency-Key")
            .withHeader("Access-Control-Max-Age", PREFLIGHT_SECONDS)
        : answer;
  }

  /// Whether pages of any origin may ask for what is at that path.
  private boolean isForAnyOrigin(String path) {
    return routes.stream().anyMatch(it -> it.isForAnyOrigin() && it.path().matcher(path).matches());
  }

  /// The value of `Allow`; empty where there is nothing at that path of the API.
  String at(String path) {
    Set<String> methods = new TreeSet<>();
    for (Route route : routes) {
      if (route.path().matcher(path).matches()) {
        methods.add(route.method());
        methods.add("OPTIONS");
        if (route.method().equals("GET")) {
          methods.add("HEAD");
        }
      }
    }
    if (methods.isEmpty()) {
      return path.startsWith("/api/") ? "" : OF_FILES;
    }
    return String.join(", ", methods);
  }
}
