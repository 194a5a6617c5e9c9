package dev.pitboss.server.http;

import dev.pitboss.server.db.Database;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.players.Players;
import dev.pitboss.server.wallet.Balance;
import dev.pitboss.server.wallet.Wallet;
import java.util.List;

/// Coming in, going out, and who one is.
final class SessionRoutes {
  private final Operators operators;
  private final Players players;
  private final Database database;
  private final Wallet wallet;

  SessionRoutes(Operators operators, Players players, Database database, Wallet wallet) {
    this.operators = operators;
    this.players = players;
    this.database = database;
    this.wallet = wallet;
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
    Operator operator = operators.at(request.host());
    if (!operator.takesGuests()) {
      return Reply.problem(
          Problem.of(Problem.Status.FORBIDDEN, "no_guests", "here one plays with an account only"));
    }
    Players.Arrival arrival = players.welcomeGuest(operator);
    return Reply.json(201, Views.SessionView.of(arrival, balanceOf(arrival.player())))
        .withHeader(
            "Set-Cookie",
            SessionCookie.carrying(arrival.token(), request.headers(), Players.SESSION_LIFETIME));
  }

  private Reply leave(Request request, Player player) {
    Gate.tokenOf(request).ifPresent(players::endSession);
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
