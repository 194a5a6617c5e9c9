package dev.pitboss.server.http;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.players.Players;
import dev.pitboss.server.players.SessionLifetime;
import dev.pitboss.server.players.Sessions;
import dev.pitboss.server.wallet.Balance;
import dev.pitboss.server.wallet.Wallet;
import java.util.List;
import java.util.Optional;

/// Coming in as a guest, going out, and who one is.
final class SessionRoutes {
  private final Operators operators;
  private final Players players;
  private final Sessions sessions;
  private final Database database;
  private final Wallet wallet;
  private final RateLimits limits;
  private final Clients clients;

  SessionRoutes(Services services, RateLimits limits, Clients clients) {
    this.operators = services.operators();
    this.players = services.players();
    this.sessions = services.members().sessions();
    this.database = services.database();
    this.wallet = services.wallet();
    this.limits = limits;
    this.clients = clients;
  }

  List<Endpoint> endpoints() {
    return List.of(
        Endpoint.post("/api/session/guest", this::welcomeGuest),
        Endpoint.deleteByPlayer("/api/session", this::leave),
        Endpoint.getByPlayer("/api/casino/user-info", this::userInfo),
        Endpoint.getByPlayer("/api/casino/balance", this::balance));
  }

  private Reply welcomeGuest(Request request) {
    request.json().refuseOtherFields();
    Optional<Reply> refusal =
        limits.refuse(RateLimits.Rate.GUESTS_OF_ADDRESS, clients.addressOf(request));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Operator operator = operators.at(request.host());
    return operator.takesGuests()
        ? arrived(201, players.welcomeGuest(operator, clients.visitor(request)), request)
        : Reply.problem(
            Problem.of(
                Problem.Status.FORBIDDEN, "no_guests", "here one plays with an account only"));
  }

  /// The answer to whoever has just come in: their token, also as a cookie.
  Reply arrived(int status, Players.Arrival arrival, Request request) {
    SessionLifetime lifetime =
        arrival.player().guest() ? SessionLifetime.GUEST : SessionLifetime.REGISTERED;
    return Reply.json(status, Views.SessionView.of(arrival, balanceOf(arrival.player())))
        .withHeader(
            "Set-Cookie",
            SessionCookie.carrying(arrival.token(), request.headers(), lifetime.whole()));
  }

  private Reply leave(Request request, Player player) {
    Gate.tokenOf(request).ifPresent(sessions::end);
    return Reply.noContent().withHeader("Set-Cookie", SessionCookie.removing(request.headers()));
  }

  private Reply userInfo(Request request, Player player) {
    return Reply.ok(Views.PlayerView.of(player, balanceOf(player)));
  }

  private Reply balance(Request request, Player player) {
    return Reply.ok(Views.BalanceView.of(balanceOf(player)));
  }

  private Balance balanceOf(Player player) {
    return database.read(connection -> wallet.balance(connection, player.playerId()));
  }
}
