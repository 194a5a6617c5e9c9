package dev.pitboss.server.api.player;

import dev.pitboss.server.api.Access;
import dev.pitboss.server.api.Endpoints;
import dev.pitboss.server.api.GuardedCookie;
import dev.pitboss.server.api.PlayerBalances;
import dev.pitboss.server.api.RateLimits;
import dev.pitboss.server.api.RequestAuthorizer;
import dev.pitboss.server.api.Services;
import dev.pitboss.server.api.Views;
import dev.pitboss.server.database.Database;
import dev.pitboss.server.http.ClientAddressResolver;
import dev.pitboss.server.http.Endpoint;
import dev.pitboss.server.http.Problem;
import dev.pitboss.server.http.Reply;
import dev.pitboss.server.http.Request;
import dev.pitboss.server.http.Response;
import dev.pitboss.server.json.JsonObject;
import dev.pitboss.server.ledger.Balance;
import dev.pitboss.server.ledger.Wallet;
import dev.pitboss.server.operators.Operator;
import dev.pitboss.server.operators.Operators;
import dev.pitboss.server.players.Player;
import dev.pitboss.server.players.PlayerOpenings;
import dev.pitboss.server.players.Players;
import dev.pitboss.server.players.SessionLifetime;
import dev.pitboss.server.players.Sessions;
import dev.pitboss.server.seamlesswallet.outbound.RemotePlayers;
import dev.pitboss.server.seamlesswallet.outbound.WalletsOfOperators;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Coming in as a guest, going out, and who one is.
public final class SessionRoutes {
  /// What crawlers and the previews of messengers call themselves: they say who they are, and their
  /// visits must not make players.
  private static final Pattern CRAWLER =
      Pattern.compile(
          "(?i)bot\\b|crawler|spider|slurp|facebookexternalhit|embedly|preview|whatsapp|telegram|lighthouse");

  private final Operators operators;
  private final Players players;
  private final Sessions sessions;
  private final PlayerOpenings openings;
  private final Database database;
  private final Wallet wallet;
  private final WalletsOfOperators remote;
  private final PlayerBalances balances;
  private final RateLimits limits;
  private final ClientAddressResolver clients;

  public SessionRoutes(Services services, RateLimits limits, ClientAddressResolver clients) {
    this.operators = services.operators();
    this.players = services.players();
    this.sessions = services.playerModule().sessions();
    this.openings = services.playerModule().openings();
    this.database = services.database();
    this.wallet = services.wallet();
    this.limits = limits;
    this.clients = clients;
    this.remote = services.remote();
    this.balances = new PlayerBalances(database, wallet, remote);
  }

  public List<Endpoint> endpoints() {
    return List.of(
        Endpoints.post("/api/session/guest", this::welcomeGuest),
        Endpoints.post("/api/session/wallet", this::arrive),
        Endpoints.deleteByPlayer("/api/session", this::leave),
        Endpoints.getByPlayer("/api/casino/user-info", this::userInfo),
        Endpoints.getByPlayer("/api/casino/balance", this::balance, new QuickBalance()));
  }

  private Response welcomeGuest(Request request) {
    request.json().refuseOtherFields();
    if (request.header("User-Agent").filter(agent -> CRAWLER.matcher(agent).find()).isPresent()) {
      return Response.problem(
          Problem.of(
              Problem.Status.FORBIDDEN,
              "no_guests",
              "crawlers cannot open guest sessions, got a crawler's User-Agent"));
    }
    Optional<Response> refusal =
        limits.refuse(RateLimits.Rate.GUESTS_OF_ADDRESS, clients.addressOf(request));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    Operator operator = operators.at(request.host());
    if (!operator.takesGuests()) {
      return Response.problem(
          Problem.of(
              Problem.Status.FORBIDDEN, "no_guests", "guest play is disabled for this operator"));
    }
    return openings
        .refuse(PlayerOpenings.Kind.GUEST, operator.operatorId(), clients.addressOf(request))
        .map(SessionRoutes::tooManyPlayers)
        .orElseGet(() ->
            arrived(201, players.welcomeGuest(operator, clients.clientInfo(request)), request));
  }

  /// The refusal, when too many players were opened from that network or in all.
  static Response tooManyPlayers(Duration until) {
    return RateLimits.tooMany(
        "rate_limited",
        "too many accounts were opened from this network or in total",
        until.toSeconds());
  }

  /// The response to a new session: its token, also as a cookie.
  Response arrived(int status, Players.Arrival arrival, Request request) {
    long playerId = arrival.player().playerId();
    Balance balance = database.read(connection -> wallet.balance(connection, playerId));
    return arrived(status, arrival, balance, request);
  }

  private static Response arrived(
      int status, Players.Arrival arrival, Balance balance, Request request) {
    SessionLifetime lifetime =
        arrival.player().guest() ? SessionLifetime.GUEST : SessionLifetime.REGISTERED;
    return Response.json(status, Views.SessionView.of(arrival, balance))
        .withHeader(
            "Set-Cookie",
            GuardedCookie.SESSION.set(arrival.token().text(), lifetime.whole(), request.headers()));
  }

  /// Lets a player in whose operator keeps the wallet, by the token its page sent them with.
  private Response arrive(Request request) {
    JsonObject body = request.json();
    String token = body.requiredText("token");
    body.refuseOtherFields();
    int operatorId = operators.at(request.host()).operatorId();
    return switch (remote.players().arrive(operatorId, token, clients.clientInfo(request))) {
      case RemotePlayers.Arrival.In(var arrival, var balance) ->
          arrived(201, arrival, balance, request);
      case RemotePlayers.Arrival.NoWallet() ->
          Response.problem(
              Problem.of(
                  Problem.Status.NOT_FOUND, "no_wallet", "the operator has no external wallet"));
      case RemotePlayers.Arrival.Away() -> PlayerBalances.walletAway();
      case RemotePlayers.Arrival.NotKnown() ->
          Response.problem(
              Problem.of(
                      Problem.Status.FORBIDDEN,
                      "token_not_known",
                      "the operator's wallet rejected the token or did not respond")
                  .atField("token"));
    };
  }

  private Response leave(Request request, Player player) {
    RequestAuthorizer.tokenOf(request).ifPresent(sessions::end);
    return Response.noContent()
        .withHeader("Set-Cookie", GuardedCookie.SESSION.removed(request.headers()));
  }

  private Response userInfo(Request request, Player player) {
    return balances.with(player, balance -> Response.ok(Views.PlayerView.of(player, balance)));
  }

  private Response balance(Request request, Player player) {
    return balances.with(player, SessionRoutes::told);
  }

  private static Response told(Balance balance) {
    return Response.ok(Views.BalanceView.of(balance));
  }

  /// Asked for by every client between its bets.
  private final class QuickBalance implements Access.QuickHandler {
    @Override
    public boolean takes(Player player) {
      return balances.isKeptHere(player);
    }

    @Override
    public void begin(Request request, Player player, Reply reply) {
      balances.begin(player, SessionRoutes::told, reply);
    }
  }
}
