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

  private record Route(Pattern path, String method) {}

  private final List<Route> routes;

  private AllowedMethods(List<Route> routes) {
    this.routes = List.copyOf(routes);
  }

  static AllowedMethods of(List<Endpoint> endpoints) {
    List<Route> routes = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      String pattern = endpoint.path().replaceAll(":\\w+", "[^/]+");
      routes.add(new Route(Pattern.compile(pattern + "/?"), endpoint.method()));
    }
    return new AllowedMethods(routes);
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
