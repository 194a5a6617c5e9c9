package dev.pitboss.server.http;

import java.util.List;

/// Everything the server answers: the routes, who may pass, and the pages. Immutable.
///
/// @param door what every connection passes before its request has a route
public record Api(
    List<Endpoint> endpoints,
    Authorizer authorizer,
    Pages files,
    RequestMetrics metrics,
    Door door) {
  /// What the connections of all event loops share. Thread-safe.
  public record Door(
      RequestFaults faults, ConnectionLimits.Open open, ClientAddressResolver clients) {}

  public Api {
    endpoints = List.copyOf(endpoints);
  }
}
