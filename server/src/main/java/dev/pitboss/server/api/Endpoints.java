package dev.pitboss.server.api;

import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Endpoint.Late;
import dev.pitboss.server.http.LiveFeed;
import dev.pitboss.server.http.Response;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// Makes the endpoints of each kind of client.
public final class Endpoints {
  private Endpoints() {}

  public static Endpoint get(String path, Access.Handler handler) {
    return new Endpoint("GET", path, new Access.Anyone(handler), Late.UNAVAILABLE);
  }

  public static Endpoint post(String path, Access.Handler handler) {
    return new Endpoint("POST", path, new Access.Anyone(handler), Late.UNAVAILABLE);
  }

  public static Endpoint byStaff(
      String method, String path, Access.Need need, Access.StaffHandler handler) {
    return new Endpoint(method, path, new Access.StaffOnly(need, handler), Late.UNAVAILABLE);
  }

  public static Endpoint getByPlayer(String path, Access.PlayerHandler handler) {
    return byPlayer("GET", path, handler);
  }

  /// The same, where most players are answered from the event loop.
  public static Endpoint getByPlayer(
      String path, Access.PlayerHandler handler, Access.QuickHandler quick) {
    return new Endpoint(
        "GET", path, new Access.PlayersOnly(handler, Optional.of(quick)), Late.UNAVAILABLE);
  }

  public static Endpoint postByPlayer(String path, Access.PlayerHandler handler) {
    return byPlayer("POST", path, handler);
  }

  public static Endpoint putByPlayer(String path, Access.PlayerHandler handler) {
    return byPlayer("PUT", path, handler);
  }

  public static Endpoint deleteByPlayer(String path, Access.PlayerHandler handler) {
    return byPlayer("DELETE", path, handler);
  }

  private static Endpoint byPlayer(String method, String path, Access.PlayerHandler handler) {
    return new Endpoint(method, path, new Access.PlayersOnly(handler), Late.UNAVAILABLE);
  }

  /// A bet: without an answer in time it may still be settled.
  public static Endpoint bet(String path, Access.PlayerHandler handler) {
    return new Endpoint("POST", path, new Access.PlayersOnly(handler), Late.PENDING);
  }

  /// The same, where most players' bets are begun on the event loop.
  public static Endpoint bet(String path, Access.PlayerHandler handler, Access.QuickHandler quick) {
    return new Endpoint(
        "POST", path, new Access.PlayersOnly(handler, Optional.of(quick)), Late.PENDING);
  }

  /// Takes a bet back: without an answer in time that may still be done.
  public static Endpoint cancel(String path, Access.PlayerHandler handler) {
    return new Endpoint("DELETE", path, new Access.PlayersOnly(handler), Late.PENDING);
  }

  /// A call of front ends of published games.
  ///
  /// @param form puts problems into the form that they read
  public static Endpoint byFrontEnd(
      String path, Access.Handler handler, UnaryOperator<Response> form) {
    return new Endpoint("POST", path, new Access.FrontEnds(handler, form), Late.UNAVAILABLE);
  }

  public static Endpoint live(String path, LiveFeed feed) {
    return new Endpoint("GET", path, new Access.Listeners(feed), Late.UNAVAILABLE);
  }

  public static Endpoint getByProvider(String path, Access.ProviderHandler handler) {
    return new Endpoint("GET", path, new Access.ProvidersOnly(handler), Late.UNAVAILABLE);
  }

  public static Endpoint postByProvider(String path, Access.ProviderHandler handler) {
    return new Endpoint("POST", path, new Access.ProvidersOnly(handler), Late.UNAVAILABLE);
  }
}
